package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/** Texts in JSON as the reference writes them: what means something in HTML is escaped too. Pure functions. */
public final class GoJson {
    private static final String HEX = "0123456789abcdef";

    private GoJson() {}

    /** Appends a text in quotes. */
    public static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(out, text.charAt(i));
        }
        return out.append('"');
    }

    /** Appends bytes, one in each char, in quotes; what is no UTF-8 becomes U+FFFD. */
    public static StringBuilder quoteBytes(StringBuilder out, String bytes) {
        return quote(out, new String(bytes.getBytes(ISO_8859_1), UTF_8));
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '<', '>', '&', '\u2028', '\u2029', '\ufffd' -> escape(out, c);
            default -> {
                if (c < ' ') {
                    escape(out, c);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }

    /** Appends header fields as an object: of each name the list of its values. There is at least one. */
    public static StringBuilder quoteFields(StringBuilder out, Map<String, List<String>> fields) {
        char separator = '{';
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            quoteBytes(out.append(separator), field.getKey()).append(':');
            char next = '[';
            for (String value : field.getValue()) {
                quoteBytes(out.append(next), value);
                next = ',';
            }
            out.append(']');
            separator = ',';
        }
        return out.append('}');
    }
}
