package dev.gannet.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what a client sent before it is logged (CF-242). It goes by the names of CONNECT's fields, also
 * where the JSON is none: then above all is it logged. Pure functions.
 */
public final class Redaction {
    private static final String REDACTED = "[REDACTED]";

    /** The name of a secret up to its value; backslashes are those of a text that has been quoted. */
    private static final Pattern SECRET = Pattern.compile(
            "(?<![A-Za-z0-9_])(?:auth_token\\w*|pass\\w*|jwt|proxy_sig|nkey|sig)\\\\?\"?\\s*[:=]\\s*",
            Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** Returns CONNECT's JSON with the value of each secret replaced. */
    public static String ofJson(String json) {
        Matcher secret = SECRET.matcher(json);
        StringBuilder shown = new StringBuilder();
        int from = 0;
        while (secret.find(from)) {
            boolean quoted = secret.end() < json.length() && json.charAt(secret.end()) == '"';
            shown.append(json, from, secret.end()).append(quoted ? '"' + REDACTED + '"' : REDACTED);
            from = quoted ? endOfString(json, secret.end() + 1) : endOfWord(json, secret.end());
        }
        return shown.append(json, from, json.length()).toString();
    }

    /** Returns a text that quotes a piece of the input, which ends before the first secret's value. */
    public static String ofSnippet(String text) {
        Matcher secret = SECRET.matcher(text);
        return secret.find() ? text.substring(0, secret.end()) + REDACTED : text;
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
