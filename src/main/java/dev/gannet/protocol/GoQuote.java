package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Text in double quotes as the reference server prints it (its language's {@code %q}), so that errors with odd subjects
 * read the same. Pure functions.
 */
public final class GoQuote {
    private static final String HEX = "0123456789abcdef";

    private GoQuote() {}

    /** Quotes a text whose chars are bytes; the result's chars are bytes again. */
    public static String quote(String bytes) {
        StringBuilder out = new StringBuilder(bytes.length() + 2).append('"');
        int at = 0;
        while (at < bytes.length()) {
            at = append(out, bytes, at);
        }
        return out.append('"').toString();
    }

    private static int append(StringBuilder out, String bytes, int at) {
        char c = bytes.charAt(at);
        if (c >= 0x80) {
            return appendRune(out, bytes, at);
        }
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 0x0b -> out.append("\\v");
            default -> {
                if (c < 0x20 || c == 0x7f) {
                    appendHex(out, c);
                } else {
                    out.append(c);
                }
            }
        }
        return at + 1;
    }

    /** A valid UTF-8 sequence of a printable character stays as it is; other bytes are shown in hexadecimal. */
    private static int appendRune(StringBuilder out, String bytes, int at) {
        char first = bytes.charAt(at);
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first >= 0xc2 && first <= 0xf4 && at + length <= bytes.length()) {
            String sequence = bytes.substring(at, at + length);
            int codePoint = decode(sequence);
            if (codePoint >= 0) {
                if (isPrintable(codePoint)) {
                    out.append(sequence);
                } else if (codePoint <= 0xffff) {
                    out.append("\\u");
                    appendDigits(out, codePoint, 4);
                } else {
                    out.append("\\U");
                    appendDigits(out, codePoint, 8);
                }
                return at + length;
            }
        }
        appendHex(out, first);
        return at + 1;
    }

    private static int decode(String sequence) {
        try {
            CharSequence decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(sequence.getBytes(ISO_8859_1)));
            return Character.codePointAt(decoded, 0);
        } catch (CharacterCodingException e) {
            return -1; // Not UTF-8: the caller shows the bytes.
        }
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void appendHex(StringBuilder out, char c) {
        out.append("\\x").append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
    }

    private static void appendDigits(StringBuilder out, int value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(value >> shift & 15));
        }
    }
}
