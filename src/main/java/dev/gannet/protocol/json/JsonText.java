package dev.gannet.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** What stands between quotes in JSON. Pure functions. */
final class JsonText {
    private static final char UNKNOWN = '\ufffd';

    private JsonText() {}

    /** Returns a text without its escapes, as on the wire: UTF-8 whatever it was. */
    static String of(String raw) {
        String escaped = new String(raw.getBytes(ISO_8859_1), UTF_8);
        StringBuilder text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (escaped.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(escaped, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(plain(escaped.charAt(i)));
            }
        }
        return wire(text);
    }

    /** Half a character is none. */
    private static String wire(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                text.setCharAt(i, UNKNOWN);
            }
        }
        return new String(text.toString().getBytes(UTF_8), ISO_8859_1);
    }

    private static char plain(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }
}
