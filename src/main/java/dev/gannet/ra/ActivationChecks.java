package dev.gannet.ra;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What properties may say. Pure functions; what is wrong is an IllegalArgumentException that names the property. */
final class ActivationChecks {
    static final int CONCURRENCY_MAX = 1_000;

    private static final Pattern SUBJECT = Pattern.compile("[^\\s.]+(\\.[^\\s.]+)*");
    private static final Pattern NAME = Pattern.compile("[^\\s.*>/\\\\]+");

    private ActivationChecks() {}

    /** Returns a subject that may have wildcards. */
    static String subject(String property, String subject) {
        if (!SUBJECT.matcher(subject).matches() || hasTokensBehindAll(subject)) {
            throw wrong(property, subject, "a subject, such as orders.new or orders.*");
        }
        return subject;
    }

    private static boolean hasTokensBehindAll(String subject) {
        List<String> tokens = Arrays.asList(subject.split("\\.", -1));
        return tokens.contains(">") && tokens.indexOf(">") < tokens.size() - 1;
    }

    /** Returns a subject without wildcards. */
    static String literal(String property, String subject) {
        List<String> tokens = Arrays.asList(subject.split("\\.", -1));
        if (!SUBJECT.matcher(subject).matches() || tokens.contains("*") || tokens.contains(">")) {
            throw wrong(property, subject, "a subject without wildcards, such as orders.new");
        }
        return subject;
    }

    /** Returns the name of a stream or of a consumer. */
    static String name(String property, String name) {
        if (!NAME.matcher(name).matches()) {
            throw wrong(property, name, "a name without dots, spaces and wildcards");
        }
        return name;
    }

    static void queue(@Nullable String queue) {
        if (queue != null && !queue.matches("\\S+")) {
            throw wrong("queue", queue, "a name without spaces");
        }
    }

    static int between(String property, int value, int min, int max) {
        if (value < min || value > max) {
            throw wrong(property, Integer.toString(value), min + " to " + max);
        }
        return value;
    }

    static IllegalArgumentException wrong(String property, String value, String expected) {
        return new IllegalArgumentException("property " + property + ": " + (value.isEmpty() ? "missing" : value)
                + " (expected: " + expected + ")");
    }
}
