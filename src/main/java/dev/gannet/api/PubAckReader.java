package dev.gannet.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a stream answers to a publisher: one JSON object with plain values, and an object {@code error} where it
 * refuses. Written out, since an application has no JSON library that it would have to bring for this.
 *
 * <p><b>Owner:</b> who reads; it is used once.
 */
final class PubAckReader {
    private static final int DEPTH_MAX = 4;

    private final String text;
    private int at;

    private PubAckReader(String text) {
        this.text = text;
    }

    /**
     * Returns what the stream says.
     *
     * @throws PublishRefusedException if it has not kept the message
     * @throws MessagingException if this is no answer of a stream
     */
    static PubAck read(String subject, String answer) {
        Map<?, ?> said;
        try {
            said = new PubAckReader(answer).document();
        } catch (IllegalArgumentException e) {
            throw noAnswerOfAStream(subject, e);
        }
        if (said.get("error") instanceof Map<?, ?> error) {
            int code = (int) number(error, "err_code");
            throw new PublishRefusedException(
                    "publish to " + subject + ": " + error.get("description") + " (" + code + ")", code);
        }
        if (!(said.get("stream") instanceof String stream)) {
            throw noAnswerOfAStream(subject, null);
        }
        String domain = said.get("domain") instanceof String name ? name : null;
        return new PubAck(stream, number(said, "seq"), Boolean.TRUE.equals(said.get("duplicate")), domain);
    }

    private static MessagingException noAnswerOfAStream(String subject, @Nullable Throwable cause) {
        return new MessagingException("publish to " + subject + ": the answer is not a stream's", cause);
    }

    private static long number(Map<?, ?> object, String name) {
        return object.get(name) instanceof Long number ? number : 0;
    }

    private Map<String, Object> document() {
        Map<String, Object> object = object(0);
        if (next() != 0) {
            throw unexpected();
        }
        return object;
    }

    private Map<String, Object> object(int depth) {
        if (depth >= DEPTH_MAX) {
            throw unexpected();
        }
        Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        if (next() == '}') {
            at++;
            return object;
        }
        while (true) {
            String name = string();
            expect(':');
            object.put(name, value(depth));
            if (next() == '}') {
                at++;
                return object;
            }
            expect(',');
        }
    }

    private Object value(int depth) {
        return switch (next()) {
            case '{' -> object(depth + 1);
            case '"' -> string();
            default -> word();
        };
    }

    /** A number, true, false or null. */
    private Object word() {
        int start = at;
        while (at < text.length() && ",}] \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true", "false" -> Boolean.valueOf(word);
            case "null" -> "";
            default -> Long.parseUnsignedLong(word);
        };
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        if (at >= text.length()) {
            throw unexpected();
        }
        char c = text.charAt(at++);
        if (c != 'u') {
            int plain = "bfnrt".indexOf(c);
            return plain < 0 ? c : "\b\f\n\r\t".charAt(plain);
        }
        if (at + 4 > text.length()) {
            throw unexpected();
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private void expect(char c) {
        if (next() != c) {
            throw unexpected();
        }
        at++;
    }

    /** The next character that is not white space; 0 at the end. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not as expected at " + at);
    }
}
