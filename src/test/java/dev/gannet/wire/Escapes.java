package dev.gannet.wire;

/**
 * The escapes of a transcript. A character stands for one byte (ISO 8859-1), so that a transcript can hold any byte:
 * {@code \r \n \t \0 \\}, {@code \xHH}, and <code>\{text*count}</code> for a text many times.
 */
final class Escapes {
    private static final int REPEATED_LENGTH_MAX = 8 << 20;

    private Escapes() {}

    static String decode(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                decoded.append(c);
                continue;
            }
            if (i == text.length()) {
                throw new IllegalArgumentException("escape: unfinished in " + text);
            }
            i = decodeEscape(text, i, decoded);
        }
        return decoded.toString();
    }

    /** Returns {@code text} so that a person can read it. The opposite of {@link #decode}, but for repetitions. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> encoded.append("\\r");
                case '\n' -> encoded.append("\\n");
                case '\t' -> encoded.append("\\t");
                case '\\' -> encoded.append("\\\\");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        encoded.append(c);
                    } else {
                        encoded.append(String.format("\\x%02x", (int) c));
                    }
                }
            }
        }
        return encoded.toString();
    }

    private static int decodeEscape(String text, int at, StringBuilder decoded) {
        char c = text.charAt(at);
        switch (c) {
            case 'r' -> decoded.append('\r');
            case 'n' -> decoded.append('\n');
            case 't' -> decoded.append('\t');
            case '0' -> decoded.append('\0');
            case '\\' -> decoded.append('\\');
            case 'x' -> {
                decoded.append((char) Integer.parseInt(text.substring(at + 1, at + 3), 16));
                return at + 3;
            }
            case '{' -> {
                return decodeRepetition(text, at, decoded);
            }
            default ->
                throw new IllegalArgumentException("escape: \\" + c + " (expected: \\r \\n \\t \\0 \\xHH \\{t*n})");
        }
        return at + 1;
    }

    private static int decodeRepetition(String text, int at, StringBuilder decoded) {
        int end = text.indexOf('}', at);
        int star = text.lastIndexOf('*', end);
        if (end < 0 || star <= at) {
            throw new IllegalArgumentException("repetition: " + text.substring(at) + " (expected: \\{text*count})");
        }
        String unit = decode(text.substring(at + 1, star));
        int count = Integer.parseInt(text.substring(star + 1, end));
        if ((long) unit.length() * count > REPEATED_LENGTH_MAX) {
            throw new IllegalArgumentException("repetition: " + count + " (expected: <= 8 MiB in all)");
        }
        decoded.append(unit.repeat(count));
        return end + 1;
    }
}
