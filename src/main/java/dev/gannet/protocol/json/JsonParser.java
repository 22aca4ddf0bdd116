package dev.gannet.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Quoted;
import dev.gannet.protocol.WireText;
import dev.gannet.protocol.json.JsonValue.Member;
import dev.gannet.protocol.json.JsonValue.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values, one behind the other. What is none is said in the reference's words; that a value is nested deeper
 * than {@value #DEPTH_MAX} is said where the reference goes on.
 *
 * <p><b>Owner:</b> who reads.
 */
public final class JsonParser {
    static final int DEPTH_MAX = 256;

    private static final String KEY = "looking for beginning of object key string";
    private static final String IN_NUMBER = "in numeric literal";
    private static final int END = -1;

    private final String all;
    private int at;
    private int depth;

    public JsonParser(byte[] json) {
        all = new String(json, ISO_8859_1);
    }

    /** Returns the next value, or null if there is none. */
    public @Nullable JsonValue next() throws JsonException {
        return peekPastSpace() == END ? null : value();
    }

    /** Returns the only value that there is. */
    public JsonValue only() throws JsonException {
        if (peekPastSpace() == END) {
            throw incomplete();
        }
        JsonValue value = value();
        if (peekPastSpace() != END) {
            throw invalid("after top-level value");
        }
        return value;
    }

    private JsonValue value() throws JsonException {
        int first = peekPastSpace();
        return switch (first) {
            case '{', '[' -> nested(first);
            case '"' -> quoted();
            case 't' -> new JsonValue.Truth(word("true"), true);
            case 'f' -> new JsonValue.Truth(word("false"), false);
            case 'n' -> new JsonValue.Nothing(word("null"));
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw invalid("looking for beginning of value");
        };
    }

    private JsonValue nested(int first) throws JsonException {
        if (++depth > DEPTH_MAX) {
            throw new JsonSyntaxException("exceeded max depth", at + 1);
        }
        JsonValue nested = first == '{' ? members() : items();
        depth--;
        return nested;
    }

    private JsonValue quoted() throws JsonException {
        int from = at;
        String text = text();
        return new JsonValue.Text(span(from), text);
    }

    private JsonValue members() throws JsonException {
        int from = at++;
        List<Member> members = new ArrayList<>();
        if (peekPastSpace() == '}') {
            at++;
            return new JsonValue.Members(span(from), members);
        }
        while (true) {
            if (peekPastSpace() != '"') {
                throw invalid(KEY);
            }
            String name = text();
            if (peekPastSpace() != ':') {
                throw invalid("after object key");
            }
            at++;
            peekPastSpace();
            members.add(new Member(name, value()));
            int next = peekPastSpace();
            if (next != ',' && next != '}') {
                throw invalid("after object key:value pair");
            }
            at++;
            if (next == '}') {
                return new JsonValue.Members(span(from), members);
            }
        }
    }

    private JsonValue items() throws JsonException {
        int from = at++;
        List<JsonValue> values = new ArrayList<>();
        if (peekPastSpace() == ']') {
            at++;
            return new JsonValue.Items(span(from), values);
        }
        while (true) {
            peekPastSpace();
            values.add(value());
            int next = peekPastSpace();
            if (next != ',' && next != ']') {
                throw invalid("after array element");
            }
            at++;
            if (next == ']') {
                return new JsonValue.Items(span(from), values);
            }
        }
    }

    private Span word(String word) throws JsonException {
        int from = at;
        for (int i = 1; i < word.length(); i++) {
            at++;
            if (peek() != word.charAt(i)) {
                throw invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        at++;
        return span(from);
    }

    private JsonValue number() throws JsonException {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits(IN_NUMBER);
        }
        if (peek() == '.') {
            at++;
            digits("after decimal point in numeric literal");
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("in exponent of numeric literal");
        }
        return new JsonValue.Numeric(span(from));
    }

    private void digits(String context) throws JsonException {
        if (!isDigit(peek())) {
            throw invalid(context);
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    /** Reads a text from its first quote to behind its last. */
    private String text() throws JsonException {
        int from = ++at;
        boolean isPlain = true;
        while (peek() != '"') {
            int c = peek();
            if (c == END || c < ' ') {
                throw invalid("in string literal");
            }
            at++;
            if (c == '\\') {
                isPlain = false;
                escape();
            } else if (c >= 0x80) {
                isPlain = false;
            }
        }
        String raw = all.substring(from, at++);
        return isPlain ? raw : JsonText.of(raw);
    }

    private void escape() throws JsonException {
        int c = peek();
        if (c == END || "\"\\/bfnrtu".indexOf(c) < 0) {
            throw invalid("in string escape code");
        }
        at++;
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(peek(), 16) < 0) {
                    throw invalid("in \\u hexadecimal character escape");
                }
                at++;
            }
        }
    }

    private Span span(int from) {
        return new Span(all, from, at);
    }

    private int peek() {
        return at < all.length() ? all.charAt(at) : END;
    }

    private int peekPastSpace() {
        while (at < all.length() && " \t\r\n".indexOf(all.charAt(at)) >= 0) {
            at++;
        }
        return peek();
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Returns that the next byte is wrong, or that there is none. */
    private JsonSyntaxException invalid(String context) {
        int c = peek();
        return c == END
                ? incomplete()
                : new JsonSyntaxException("invalid character " + shown(c) + " " + context, at + 1);
    }

    private JsonSyntaxException incomplete() {
        return new JsonSyntaxException(JsonShape.INCOMPLETE, all.length());
    }

    private static String shown(int c) {
        return switch (c) {
            case '"' -> "'\"'";
            case '\'' -> "'\\''";
            default -> {
                String quoted = Quoted.of(String.valueOf((char) c));
                yield "'" + WireText.encode(quoted.substring(1, quoted.length() - 1)) + "'";
            }
        };
    }
}
