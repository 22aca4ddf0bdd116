package dev.gannet.config.key;

import dev.gannet.config.Durations;
import dev.gannet.config.conf.ConfNode;
import dev.gannet.config.conf.ConfPosition;
import dev.gannet.config.conf.ConfValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A key with its value, to be taken as what the key needs. Error texts are the reference server's, the position first.
 *
 * @param key as it is written, in whatever case
 * @param typePlace where an error about the value's type stands, which the reference server does not tell of each value
 */
public record Setting(String key, ConfNode node, ConfPosition typePlace) {
    private static final long SECONDS_MAX = Duration.ofNanos(Long.MAX_VALUE).toSeconds();

    public Setting(String key, ConfNode node) {
        this(key, node, node.position());
    }

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

    /** A block. Where there is none, the error begins with {@code fault} and ends with the name of the type that is there. */
    public ConfValue.MapValue map(String fault) throws SettingException {
        if (value() instanceof ConfValue.MapValue value) {
            return value;
        }
        throw fault(fault + value().typeName());
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
        return duration(key);
    }

    private Duration duration(String name) throws SettingException {
        try {
            return Durations.parse(string());
        } catch (IllegalArgumentException e) {
            throw fault("error parsing " + name + ": " + e.getMessage());
        }
    }

    /** A duration as text, or the old way: a number of seconds, with a warning. */
    public Duration durationOrSeconds(Problems problems) throws SettingException {
        return durationOrSeconds(key, problems);
    }

    /** The same; {@code name} is what errors call it. */
    public Duration durationOrSeconds(String name, Problems problems) throws SettingException {
        Duration duration = value() instanceof ConfValue.StringValue ? duration(name) : seconds(name, problems);
        if (duration.isNegative()) {
            throw fault("invalid " + name + ", needs to be positive");
        }
        return duration;
    }

    /** A string or an array of them; {@code what} is what errors call them. An element that is no string is left out. */
    public List<String> strings(String what, Problems problems) throws SettingException {
        if (value() instanceof ConfValue.StringValue text) {
            return List.of(text.string());
        }
        String fault = "error parsing " + what + ": unsupported type ";
        List<String> strings = new ArrayList<>();
        for (ConfNode element : array(fault)) {
            if (element.value() instanceof ConfValue.StringValue text) {
                strings.add(text.string());
            } else {
                problems.error(
                        element.position(),
                        fault + "in array " + element.value().typeName());
            }
        }
        return strings;
    }

    /** The elements of an array. */
    public List<ConfNode> array() throws SettingException {
        if (value() instanceof ConfValue.ArrayValue array) {
            return array.nodes();
        }
        throw wrongType("[]interface {}");
    }

    /** The same. Where there is none, the error begins with {@code fault} and ends with the name of the type that is there. */
    public List<ConfNode> array(String fault) throws SettingException {
        if (value() instanceof ConfValue.ArrayValue array) {
            return array.nodes();
        }
        throw fault(fault + value().typeName());
    }

    /**
     * A number, or a text with one that may end in {@code %}.
     *
     * @param unreadable makes the error's text of what should have been digits
     * @param wrongType the error's text for any other type
     */
    public long percent(UnaryOperator<String> unreadable, String wrongType) throws SettingException {
        if (value() instanceof ConfValue.IntegerValue number) {
            return number.integer();
        }
        if (!(value() instanceof ConfValue.StringValue value)) {
            throw fault(wrongType);
        }
        String text = value.string();
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw fault(unreadable.apply(digits));
        }
    }

    public SettingException fault(String reason) {
        return new SettingException(position() + ": " + reason);
    }

    /** A warning that this is no good use of the key. */
    public String misuse(String reason) {
        return position() + ": invalid use of field \"" + key + "\": " + reason;
    }

    private Duration seconds(String name, Problems problems) throws SettingException {
        String warning = name + " should be converted to a duration";
        problems.warn(position() + ": invalid use of field \"" + name + "\": " + warning);
        return Duration.ofSeconds(Math.max(-SECONDS_MAX, Math.min(SECONDS_MAX, integer())));
    }

    private long atLeast(long min, long number) throws SettingException {
        if (number < min) {
            throw fault(key + " value can not be negative");
        }
        return number;
    }

    private SettingException wrongType(String expected) {
        return new SettingException(
                typePlace + ": interface conversion: interface {} is " + value().typeName() + ", not " + expected);
    }
}
