package dev.gannet.config.conf;

import static dev.gannet.config.conf.Characters.endsBareString;
import static dev.gannet.config.conf.Characters.endsNumber;
import static dev.gannet.config.conf.Characters.isBlank;
import static dev.gannet.config.conf.Characters.isDigit;
import static dev.gannet.config.conf.Characters.isLineEnd;
import static dev.gannet.config.conf.Characters.isSizeSuffix;
import static dev.gannet.config.conf.Characters.shown;
import static dev.gannet.config.conf.Cursor.END;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.config.conf.ConfValue.BooleanValue;
import dev.gannet.config.conf.ConfValue.StringValue;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Parses what is neither map nor array: strings, numbers, dates, booleans and the names of variables.
 *
 * <p>What begins with a digit may be a number, a size, a date, an address or any other text: that shows on the way.
 *
 * <p><b>Owner:</b> the thread that parses.
 */
final class ScalarParser {
    private static final int YEAR_LENGTH = 4;
    private static final String DATE_AFTER_YEAR = "00-00T00:00:00Z"; // A zero stands for a digit.
    private static final Map<Integer, String> NO_INCLUDE_PATHS = Map.of(
            (int) '[', "start of an array",
            (int) '{', "start of a map",
            (int) '(', "start of a block",
            (int) '-', "start of a number",
            (int) '\\', "escape sequence",
            (int) '\n', "new line",
            (int) '\r', "new line");
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off");

    /**
     * @param isVariable whether {@code value} is the name of a variable, without its "$"
     */
    record Scalar(ConfValue value, boolean isVariable, ConfPosition position) {}

    private final Cursor cursor;
    private final String file;

    /** Where the value begins that is being parsed, and the column of that place. */
    private int start;

    private int startColumn;

    ScalarParser(Cursor cursor, String file) {
        this.cursor = cursor;
        this.file = file;
    }

    /** Parses the value that starts here; in an array a "]" ends a number. */
    Scalar scalar(boolean inArray) throws ConfException {
        begin();
        int first = cursor.peek();
        if (isDigit(first)) {
            return number(inArray);
        }
        if ("'\"-(.\r\n".indexOf(first) < 0) {
            return bareString();
        }
        cursor.next();
        return switch (first) {
            case '\'' -> quotedString();
            case '"' -> doubleQuotedString();
            case '-' -> negativeNumber();
            case '(' -> blockString();
            case '.' -> throw failure("Floats must start with a digit");
            default -> throw failure("Expected value but found new line");
        };
    }

    /** Parses the path after {@code include}, with or without quotes. */
    String includePath() throws ConfException {
        int c = cursor.peek();
        if (c == '\'' || c == '"') {
            cursor.next();
            begin();
            String kind = c == '"' ? "double quoted include" : "quoted include";
            return untilQuote(c, "Unexpected EOF in " + kind);
        }
        begin();
        refuseAsIncludePath(c);
        while (true) {
            c = cursor.peek();
            if (isLineEnd(c) || isBlank(c) || c == END || c == ';' || c == '}') {
                return cursor.text(start, cursor.position());
            }
            if (c == '\'') {
                return untilQuote(c, "");
            }
            cursor.next();
        }
    }

    private void refuseAsIncludePath(int c) throws ConfException {
        String found = isDigit(c) ? "start of a number" : NO_INCLUDE_PATHS.get(c);
        if (found != null) {
            cursor.next();
            throw failure("Expected include value but found " + found);
        }
    }

    /** A zero byte has no place in a configuration; the reference takes some of them for the end of the file. */
    void refuseZeroBytes() throws ConfException {
        int line = cursor.lineOfZeroByte();
        if (line != Cursor.END) {
            throw new ConfException(
                    "Parse error on line " + line + ": 'Unexpected zero byte'", new ConfPosition(file, line, 0));
        }
    }

    /** An error in the language, at the character before the cursor. */
    ConfException failure(String text) {
        return new ConfException(
                "Parse error on line " + cursor.line() + ": '" + text + "'",
                new ConfPosition(file, cursor.line(), cursor.column()));
    }

    private Scalar quotedString() throws ConfException {
        begin();
        return scalarOf(new StringValue(untilQuote('\'', "Unexpected EOF.")));
    }

    private String untilQuote(int quote, String endOfFile) throws ConfException {
        while (cursor.peek() != quote) {
            if (cursor.next() == END) {
                throw failure(endOfFile);
            }
        }
        String text = cursor.text(start, cursor.position());
        cursor.next();
        return text;
    }

    private Scalar doubleQuotedString() throws ConfException {
        begin();
        EscapedText text = escapedText(c -> c == '"' || c == END);
        if (cursor.next() == END) {
            throw failure("Unexpected EOF.");
        }
        return text.scalar();
    }

    /** A quote ends it too, and belongs to it. */
    private Scalar bareString() throws ConfException {
        EscapedText text = escapedText(c -> endsBareString(c) || c == '\'');
        if (cursor.peek() == '\'') {
            cursor.next();
            return text.scalar();
        }
        String string = text.value().string();
        String lowerCase = string.toLowerCase(Locale.ROOT);
        if (text.hasEscapes()) {
            return text.scalar();
        }
        if (TRUE.contains(lowerCase) || FALSE.contains(lowerCase)) {
            return scalarOf(new BooleanValue(TRUE.contains(lowerCase)));
        }
        if (string.startsWith("$")) {
            ConfPosition position = new ConfPosition(file, cursor.line(), startColumn + 1);
            return new Scalar(new StringValue(string.substring(1)), true, position);
        }
        return text.scalar();
    }

    /** Reads on from the cursor; what lies between the value's start and the cursor is part of the text as it stands. */
    private EscapedText escapedText(IntPredicate ends) throws ConfException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int copied = start;
        boolean hasEscapes = false;
        while (!ends.test(cursor.peek())) {
            if (cursor.next() == '\\') {
                cursor.copy(copied, cursor.position() - 1, bytes);
                bytes.write(escape());
                copied = cursor.position();
                hasEscapes = true;
            }
        }
        cursor.copy(copied, cursor.position(), bytes);
        // The reference counts back from the end, as if what escapes stand for were as long as they are.
        int column = startColumn + cursor.position() - start - bytes.size();
        return new EscapedText(new StringValue(bytes.toString(UTF_8)), hasEscapes, position(column));
    }

    private int escape() throws ConfException {
        int c = cursor.next();
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '"', '\\' -> c;
            case 'x' -> hexByte();
            default ->
                throw failure("Invalid escape character '" + shown(c) + "'. Only the following escape characters"
                        + " are allowed: \\xXX, \\t, \\n, \\r, \\\", \\\\.");
        };
    }

    private int hexByte() throws ConfException {
        for (int i = 0; i < 2; i++) {
            if (isLineEnd(cursor.next())) {
                throw failure("Expected two hexadecimal digits after '\\x', but hit end of line");
            }
        }
        String digits = cursor.text(cursor.position() - 2, cursor.position());
        int high = Character.digit(digits.charAt(0), 16);
        int low = digits.length() == 2 ? Character.digit(digits.charAt(1), 16) : -1;
        if (high < 0 || low < 0) {
            throw failure("Expected two hexadecimal digits after '\\x', but got '" + digits + "'");
        }
        return (high << 4) | low;
    }

    /** Everything up to a ")" that is alone in its line, the line feed before it included. */
    private Scalar blockString() throws ConfException {
        begin();
        while (true) {
            boolean atLineStart = cursor.position() > start && cursor.byteAt(cursor.position() - 1) == '\n';
            int end = cursor.position();
            int c = cursor.next();
            if (c == END) {
                throw failure("Unexpected EOF processing block.");
            }
            if (c != ')' || !atLineStart) {
                continue;
            }
            if (cursor.peek() == '\n') {
                return scalarOf(new StringValue(cursor.text(start, end)));
            }
            if (cursor.peek() == END) {
                return scalarOf(
                        new StringValue(cursor.text(start, cursor.position()))); // With it, as in the reference.
            }
        }
    }

    private Scalar number(boolean inArray) throws ConfException {
        while (true) {
            int c = cursor.peek();
            if (endsNumber(c) || (inArray && c == ']')) {
                return integer();
            }
            cursor.next();
            if (c == '-') {
                return date();
            }
            if (c == '.') {
                return decimal();
            }
            if (isSizeSuffix(c)) {
                return size();
            }
            if (!isDigit(c)) {
                return bareString();
            }
        }
    }

    private Scalar negativeNumber() throws ConfException {
        int first = cursor.next();
        if (first == '.') {
            throw failure("Floats must start with a digit, not '.'.");
        }
        if (!isDigit(first)) {
            throw failure("Expected a digit but got '" + shown(first) + "'.");
        }
        skipDigits();
        int c = cursor.peek();
        if (c == '.') {
            cursor.next();
            return decimal();
        }
        if (isSizeSuffix(c)) {
            cursor.next();
            return size();
        }
        return integer();
    }

    private Scalar size() throws ConfException {
        while ("bBiI".indexOf(cursor.peek()) >= 0) {
            cursor.next();
        }
        return endsNumber(cursor.peek()) ? integer() : bareString();
    }

    private Scalar integer() throws ConfException {
        return scalarOf(Numbers.integer(text(), position(startColumn)));
    }

    private Scalar decimal() throws ConfException {
        int first = cursor.next();
        if (!isDigit(first)) {
            throw failure("Floats must have a digit after the '.', but got '" + shown(first) + "' instead.");
        }
        skipDigits();
        return cursor.peek() == '.' ? address() : scalarOf(Numbers.decimal(text(), position(startColumn)));
    }

    /** A second "." shows that it is no number but an address, with a port perhaps. */
    private Scalar address() {
        int c = cursor.peek();
        while (isDigit(c) || c == '.' || c == ':' || c == '-') {
            cursor.next();
            c = cursor.peek();
        }
        return scalarOf(new StringValue(text()));
    }

    private Scalar date() throws ConfException {
        if (cursor.position() - start != YEAR_LENGTH + 1) {
            throw failure("All ISO8601 dates must be in full Zulu form.");
        }
        for (int i = 0; i < DATE_AFTER_YEAR.length(); i++) {
            char expected = DATE_AFTER_YEAR.charAt(i);
            int c = cursor.next();
            if (expected == '0' && !isDigit(c)) {
                throw failure("Expected digit in ISO8601 datetime, but found '" + shown(c) + "' instead.");
            }
            if (expected != '0' && c != expected) {
                throw failure("Expected '" + expected + "' in ISO8601 datetime, but found '" + shown(c) + "' instead.");
            }
        }
        return scalarOf(Numbers.dateTime(text(), position(startColumn)));
    }

    private void begin() {
        start = cursor.position();
        startColumn = cursor.column();
    }

    private void skipDigits() {
        while (isDigit(cursor.peek())) {
            cursor.next();
        }
    }

    private String text() {
        return cursor.text(start, cursor.position());
    }

    private Scalar scalarOf(ConfValue value) {
        return new Scalar(value, false, position(startColumn));
    }

    private ConfPosition position(int column) {
        return new ConfPosition(file, cursor.line(), column);
    }

    private record EscapedText(StringValue value, boolean hasEscapes, ConfPosition position) {
        Scalar scalar() {
            return new Scalar(value, false, position);
        }
    }
}
