package dev.gannet.config.conf;

/** The kinds of character that the grammar tells apart. */
final class Characters {
    private Characters() {}

    /** White space in Unicode's sense: what may stand between statements. */
    static boolean isSpace(int c) {
        boolean ascii = c == ' ' || (c >= '\t' && c <= '\r');
        return ascii || c == 0x85 || c == 0xA0 || (c > 0xFF && Character.isSpaceChar(c));
    }

    /** White space inside a line: what may stand between a key and its value. */
    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isLineEnd(int c) {
        return c == '\n' || c == '\r';
    }

    static boolean isKeySeparator(int c) {
        return c == '=' || c == ':';
    }

    static boolean isDigit(int c) {
        return Character.isDigit(c);
    }

    /** What follows the digits of a size. */
    static boolean isSizeSuffix(int c) {
        return c > 0 && "kKmMgGtTpPeE".indexOf(c) >= 0;
    }

    /** What ends a value without quotes. */
    static boolean endsBareString(int c) {
        return endsNumber(c) || c == ']';
    }

    static boolean endsNumber(int c) {
        return isLineEnd(c) || isBlank(c) || c == Cursor.END || c == ';' || c == ',' || c == '}';
    }

    /** The character as error texts show it. */
    static String shown(int c) {
        if (c == Cursor.END) {
            return "";
        }
        return c == '\n' ? "\\n" : Character.toString(c);
    }
}
