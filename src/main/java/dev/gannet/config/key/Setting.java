package dev.gannet.config.key;

import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A key with its value, to be taken as what the key needs. Error texts are the reference server's, the position first.
 *
 * @param key as it is written, in whatever case
 */
public record Setting(String key, ConfNode node) {
    private static final long SECONDS_MAX = Duration.ofNanos(Long.MAX_VALUE).toSeconds();

    public ConfPosition position() {
        return node.position();
    }

    public ConfValue value() {
        return node.value();
    }

    public String string() throws SettingException {
        if (value() instanceof ConfValue.StringValue value) {
            return value.string();
        }
        throw wrongType("string");
    }

    public boolean bool() throws SettingException {
        if (value() instanceof ConfValue.BooleanValue value) {
            return value.bool();
        }
        throw wrongType("bool");
    }

    public long integer() throws SettingException {
        if (value() instanceof ConfValue.IntegerValue value) {
            return value.integer();
        }
        throw wrongType("int64");
    }

    public ConfValue.MapValue map() throws SettingException {
        if (value() instanceof ConfValue.MapValue value) {
            return value;
        }
        throw wrongType("map[string]interface {}");
    }

    /** A number, what does not fit being as large, or as negative, as can be. */
    public int clampedInteger() throws SettingException {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer()));
    }

    /** A number of which more than fits is an error, and so is less than {@code min}. */
    public int integer(int min) throws SettingException {
        long number = integer();
        if (number > Integer.MAX_VALUE) {
            throw fault(key + " value is too big");
        }
        return (int) atLeast(min, number);
    }

    public long size() throws SettingException {
        return atLeast(0, integer());
    }

    /** A port, where -1 is a free one and 0 the default. */
    public int port() throws SettingException {
        return port(integer());
    }

    public int port(long port) throws SettingException {
        if (port < Ports.MIN || port > Ports.MAX) {
            throw fault(Ports.invalid(port));
        }
        return (int) port;
    }

    public Path path() throws SettingException {
        try {
            return Path.of(string());
        } catch (InvalidPathException e) {
            throw fault(e.getReason() + ": " + e.getInput());
        }
    }

    /** A duration as text. */
    public Duration duration() throws SettingException {
        try {
            return Durations.parse(string());
        } catch (IllegalArgumentException e) {
            throw fault("error parsing " + key + ": " + e.getMessage());
        }
    }

    /** A duration as text, or the old way: a number of seconds, with a warning. */
    public Duration durationOrSeconds(Problems problems) throws SettingException {
        Duration duration = value() instanceof ConfValue.StringValue ? duration() : seconds(problems);
        if (duration.isNegative()) {
            throw fault("invalid " + key + ", needs to be positive");
        }
        return duration;
    }

    public SettingException fault(String reason) {
        return new SettingException(position() + ": " + reason);
    }

    /** A warning that this is no good use of the key. */
    public String misuse(String reason) {
        return position() + ": invalid use of field \"" + key + "\": " + reason;
    }

    private Duration seconds(Problems problems) throws SettingException {
        problems.warn(misuse(key + " should be converted to a duration"));
        return Duration.ofSeconds(Math.max(-SECONDS_MAX, Math.min(SECONDS_MAX, integer())));
    }

    private long atLeast(long min, long number) throws SettingException {
        if (number < min) {
            throw fault(key + " value can not be negative");
        }
        return number;
    }

    private SettingException wrongType(String expected) {
        return fault("interface conversion: interface {} is " + value().typeName() + ", not " + expected);
    }
}
