package dev.gannet.config.flag;

import dev.gannet.config.key.Ports;
import dev.gannet.config.key.SettingException;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a flag.
 *
 * @param text as it was given
 * @param integer its number, if the flag takes one
 * @param isOn whether it is on, if the flag is a switch
 */
record FlagValue(String text, long integer, boolean isOn) {
    private static final Set<String> ON = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> OFF = Set.of("0", "f", "F", "FALSE", "false", "False");

    /** A number as in a program: 10, 0x1f, 0b11, 0o17 and 017 too, with underscores between digits. */
    private static final Pattern INTEGER = Pattern.compile(
            "([-+]?)(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[bB](?<binary>(?:_?[01])+)|0[oO](?<octal>(?:_?[0-7])+)"
                    + "|0(?<oldOctal>(?:_?[0-7])+)|(?<decimal>0|[1-9](?:_?[0-9])*))");

    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

    /** Reads a value; the message of a failure says only why. */
    static FlagValue of(Flag.Kind kind, String text) throws SettingException {
        return switch (kind) {
            case STRING -> new FlagValue(text, 0, false);
            case INTEGER -> new FlagValue(text, integer(text), false);
            case SWITCH -> new FlagValue(text, 0, isOn(text));
        };
    }

    int clampedInteger() {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer));
    }

    int port() throws SettingException {
        if (integer < Ports.MIN || integer > Ports.MAX) {
            throw new SettingException(Ports.invalid(integer));
        }
        return (int) integer;
    }

    Path path() throws SettingException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new SettingException(e.getReason() + ": " + e.getInput());
        }
    }

    /** Says nothing of the value: it may be a password. */
    @Override
    public String toString() {
        return "FlagValue";
    }

    private static boolean isOn(String text) throws SettingException {
        if (!ON.contains(text) && !OFF.contains(text)) {
            throw new SettingException("parse error");
        }
        return ON.contains(text);
    }

    private static long integer(String text) throws SettingException {
        Matcher matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            throw new SettingException("parse error");
        }
        BigInteger number = number(matcher);
        BigInteger signed = matcher.group(1).equals("-") ? number.negate() : number;
        if (signed.compareTo(MIN) < 0 || signed.compareTo(MAX) > 0) {
            throw new SettingException("value out of range");
        }
        return signed.longValue();
    }

    private static BigInteger number(Matcher matcher) {
        String hex = matcher.group("hex");
        if (hex != null) {
            return number(hex, 16);
        }
        String binary = matcher.group("binary");
        if (binary != null) {
            return number(binary, 2);
        }
        String decimal = matcher.group("decimal");
        if (decimal != null) {
            return number(decimal, 10);
        }
        String octal = matcher.group("octal");
        return number(octal == null ? matcher.group("oldOctal") : octal, 8);
    }

    private static BigInteger number(String digits, int radix) {
        return new BigInteger(digits.replace("_", ""), radix);
    }
}
