package dev.gannet.base;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * A text from a client or a file as it stands in a log line or an error: in quotes, on one line, and escaped as the
 * reference server does it (its language's {@code %q}), so that errors with odd subjects read the same. Pure functions.
 */
public final class Quoted {
    private static final String HEX = "0123456789abcdef";

    private Quoted() {}

    public static String of(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(character -> {
            if (!appendEscaped(quoted, character)) {
                quoted.appendCodePoint(character);
            }
        });
        return quoted.append('"').toString();
    }

    /**
     * Quotes a text whose chars are bytes, as those from the wire are; the result's chars are bytes again. What is no
     * UTF-8 is shown in hexadecimal.
     */
    public static String ofBytes(String bytes) {
        var quoted = new StringBuilder(bytes.length() + 2).append('"');
        int at = 0;
        while (at < bytes.length()) {
            char first = bytes.charAt(at);
            int length = sequenceLength(first);
            int character = at + length > bytes.length() ? -1 : decode(bytes.substring(at, at + length));
            if (character < 0) {
                appendHex(quoted, first);
                length = 1;
            } else if (!appendEscaped(quoted, character)) {
                quoted.append(bytes, at, at + length);
            }
            at += length;
        }
        return quoted.append('"').toString();
    }

    /**
     * Returns a text without quotes, in which what is no character to be seen stands escaped: it stays on one line, and
     * tells a terminal nothing.
     */
    public static String printable(String text) {
        if (text.codePoints().allMatch(Quoted::isPrintable)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (isPrintable(character) || !appendEscaped(shown, character)) {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    /** Returns how many bytes a sequence has that begins with this one, if any does. */
    private static int sequenceLength(char first) {
        if (first < 0xc0) {
            return 1;
        }
        return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    }

    private static int decode(String sequence) {
        if (sequence.charAt(0) < 0x80) {
            return sequence.charAt(0);
        }
        try {
            CharSequence decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(sequence.getBytes(ISO_8859_1)));
            return Character.codePointAt(decoded, 0);
        } catch (CharacterCodingException e) {
            return -1; // Not UTF-8: the caller shows the bytes.
        }
    }

    /** Appends what stands for {@code character}, unless it may stand for itself. */
    private static boolean appendEscaped(StringBuilder quoted, int character) {
        switch (character) {
            case '"', '\\' -> quoted.append('\\').append((char) character);
            case 0x07 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 0x0b -> quoted.append("\\v");
            default -> {
                if (isPrintable(character)) {
                    return false;
                }
                if (character < 0x80) {
                    appendHex(quoted, character);
                } else if (character <= 0xffff) {
                    appendDigits(quoted.append("\\u"), character, 4);
                } else {
                    appendDigits(quoted.append("\\U"), character, 8);
                }
            }
        }
        return true;
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    private static void appendHex(StringBuilder quoted, int value) {
        appendDigits(quoted.append("\\x"), value, 2);
    }

    private static void appendDigits(StringBuilder quoted, int value, int digits) {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            quoted.append(HEX.charAt(value >> shift & 15));
        }
    }
}
