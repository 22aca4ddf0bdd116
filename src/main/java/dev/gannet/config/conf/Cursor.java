package dev.gannet.config.conf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * A place in the text of one file, and the character that stands there.
 *
 * <p><b>Owner:</b> the parser of the file. <b>Units:</b> positions are bytes; characters are code points.
 */
final class Cursor {
    /** What stands after the last character. */
    static final int END = -1;

    private static final int REPLACEMENT = 0xFFFD; // Stands for one byte that is not UTF-8.

    private final byte[] text;
    private int position;
    private int line = 1;
    private int lineStart; // Where the line feed before this line is; zero in the first line.

    Cursor(byte[] text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    int line() {
        return line;
    }

    int column() {
        return position - lineStart;
    }

    /** The character here, or {@link #END}. */
    int peek() {
        return position == text.length ? END : codePoint(position, widthAt(position));
    }

    /** The byte after the one here, or {@link #END}. */
    int peekSecond() {
        return position + 1 < text.length ? text[position + 1] : END;
    }

    /** The character here, or {@link #END}; the cursor goes behind it. */
    int next() {
        if (position == text.length) {
            return END;
        }
        int width = widthAt(position);
        int character = codePoint(position, width);
        if (character == '\n') {
            line++;
            lineStart = position;
        }
        position += width;
        return character;
    }

    byte byteAt(int index) {
        return text[index];
    }

    /** The line of the first zero byte, or {@link #END} if there is none. */
    int lineOfZeroByte() {
        int lines = 1;
        for (byte b : text) {
            if (b == 0) {
                return lines;
            }
            lines += b == '\n' ? 1 : 0;
        }
        return END;
    }

    void copy(int from, int to, ByteArrayOutputStream out) {
        out.write(text, from, to - from);
    }

    /** The text between two positions. */
    String text(int from, int to) {
        return new String(text, from, to - from, UTF_8);
    }

    /** The length of the UTF-8 character that starts at {@code index}; 1 for a byte that starts none. */
    private int widthAt(int index) {
        int first = text[index] & 0xFF;
        int width = widthOf(first);
        if (width == 1 || index + width > text.length) {
            return 1;
        }
        int second = text[index + 1] & 0xFF;
        if (second < secondMin(first) || second > secondMax(first)) {
            return 1;
        }
        for (int i = 2; i < width; i++) {
            if ((text[index + i] & 0xC0) != 0x80) {
                return 1;
            }
        }
        return width;
    }

    private static int widthOf(int first) {
        if (first < 0xC2 || first > 0xF4) {
            return 1;
        }
        if (first < 0xE0) {
            return 2;
        }
        return first < 0xF0 ? 3 : 4;
    }

    /** Less would be a character that has a shorter form. */
    private static int secondMin(int first) {
        return switch (first) {
            case 0xE0 -> 0xA0;
            case 0xF0 -> 0x90;
            default -> 0x80;
        };
    }

    /** More would be half a surrogate pair, or beyond the last character. */
    private static int secondMax(int first) {
        return switch (first) {
            case 0xED -> 0x9F;
            case 0xF4 -> 0x8F;
            default -> 0xBF;
        };
    }

    private int codePoint(int index, int width) {
        int first = text[index] & 0xFF;
        if (width == 1) {
            return first < 0x80 ? first : REPLACEMENT;
        }
        int codePoint = first & (0x7F >> width);
        for (int i = 1; i < width; i++) {
            codePoint = (codePoint << 6) | (text[index + i] & 0x3F);
        }
        return codePoint;
    }
}
