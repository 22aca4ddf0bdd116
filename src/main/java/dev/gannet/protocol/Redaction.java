package dev.gannet.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what a client sent before it is logged (CF-242). It goes by the names of CONNECT's fields, also
 * where the JSON is none: then above all is it logged. Pure functions.
 */
public final class Redaction {
    private static final String REDACTED = "[REDACTED]";

    private static final String NAMES = "(?:auth_token\\w*|pass\\w*|jwt|proxy_sig|nkey|sig)";

    /** Letters in any case, and those that count as them where CONNECT is read: the long s and the sign of Kelvin. */
    private static final int ANY_CASE = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    /** The name of a secret up to its value; backslashes are those of a text that has been quoted. */
    private static final Pattern SECRET =
            Pattern.compile("(?<![A-Za-z0-9_])" + NAMES + "\\\\?\"?\\s*[:=]\\s*", ANY_CASE);

    private static final Pattern NAME = Pattern.compile(NAMES, ANY_CASE);
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    /** In a quoted text: an escape may be part of the name of a secret, and its value stands behind it. */
    private static final Pattern ESCAPE_IN_SNIPPET = Pattern.compile("\\\\\\\\u(?=[0-9a-fA-F]{0,4})");

    private Redaction() {}

    /** Returns CONNECT's JSON with the value of each secret replaced. */
    public static String ofJson(String json) {
        return ofPlainNames(json.indexOf('\\') < 0 ? json : ofEscapedNames(json));
    }

    private static String ofPlainNames(String json) {
        Matcher secret = SECRET.matcher(json);
        StringBuilder shown = new StringBuilder();
        int from = 0;
        while (secret.find(from)) {
            shown.append(json, from, secret.end());
            from = replace(json, secret.end(), shown);
        }
        return shown.append(json, from, json.length()).toString();
    }

    /** Names may be written with escapes, as JSON allows: each text that stands before a colon is one. */
    private static String ofEscapedNames(String json) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        int at = json.indexOf('"');
        while (at >= 0) {
            int end = endOfString(json, at + 1);
            int value = valueBehind(json, end);
            if (value >= 0 && isSecret(json.substring(at + 1, Math.max(at + 1, end - 1)))) {
                shown.append(json, from, value);
                from = replace(json, value, shown);
                end = from;
            }
            at = json.indexOf('"', end);
        }
        return shown.append(json, from, json.length()).toString();
    }

    private static boolean isSecret(String name) {
        String plain = ESCAPE.matcher(name)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escape.group(1), 16))));
        return NAME.matcher(plain).matches();
    }

    /** Returns where the value stands whose name ends at {@code end}, or -1 if that is no name. */
    private static int valueBehind(String json, int end) {
        int at = skipBlanks(json, end);
        return at < json.length() && json.charAt(at) == ':' ? skipBlanks(json, at + 1) : -1;
    }

    private static int skipBlanks(String json, int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Writes what stands for the value at {@code start}; returns where the rest begins. */
    private static int replace(String json, int start, StringBuilder shown) {
        char first = start < json.length() ? json.charAt(start) : ' ';
        if (first == '"') {
            shown.append('"' + REDACTED + '"');
            return endOfString(json, start + 1);
        }
        shown.append(REDACTED);
        // A secret is a text. What is nested instead is nobody's but who sent it, so nothing of it is shown.
        return first == '{' || first == '[' ? json.length() : endOfWord(json, start);
    }

    /** Returns a text that quotes a piece of the input, which ends before the first secret's value. */
    public static String ofSnippet(String text) {
        Matcher secret = SECRET.matcher(text);
        Matcher escape = ESCAPE_IN_SNIPPET.matcher(text);
        int end = secret.find() ? secret.end() : text.length();
        int escaped = escape.find() ? escape.end() : text.length();
        int shown = Math.min(end, escaped);
        return shown < text.length() ? text.substring(0, shown) + REDACTED : text;
    }

    private static int endOfString(String json, int start) {
        int at = start;
        while (at < json.length() && json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(json.length(), at + 1);
    }

    private static int endOfWord(String json, int start) {
        int at = start;
        while (at < json.length() && ",}\"\r\n".indexOf(json.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
