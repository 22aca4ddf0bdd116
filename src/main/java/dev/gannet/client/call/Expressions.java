package dev.gannet.client.call;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${key}</code> and <code>${key:default}</code> in the texts of annotations.
 *
 * @param configured what is configured for a key
 */
public record Expressions(Function<String, Optional<String>> configured) {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}:]*)(?::([^}]*))?}");

    /**
     * Replaces each expression.
     *
     * @throws IllegalArgumentException if nothing is configured for a key that has no default
     */
    public String resolve(String text) {
        return EXPRESSION.matcher(text).replaceAll(expression -> Matcher.quoteReplacement(value(text, expression)));
    }

    private String value(String text, java.util.regex.MatchResult expression) {
        String key = expression.group(1);
        String fallback = expression.group(2);
        Optional<String> value = configured.apply(key);
        if (value.isEmpty() && fallback == null) {
            throw new IllegalArgumentException("nothing is configured for " + key + " in \"" + text
                    + "\" (expected: a value in MicroProfile Config, or a default as in ${" + key + ":value})");
        }
        return value.orElse(fallback == null ? "" : fallback);
    }
}
