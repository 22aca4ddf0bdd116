package dev.gannet.config.conf;

import static dev.gannet.config.conf.Characters.isBlank;
import static dev.gannet.config.conf.Characters.isKeySeparator;
import static dev.gannet.config.conf.Characters.isLineEnd;
import static dev.gannet.config.conf.Characters.isSpace;
import static dev.gannet.config.conf.Characters.shown;
import static dev.gannet.config.conf.Cursor.END;

import dev.gannet.config.conf.ConfValue.ArrayValue;
import dev.gannet.config.conf.ConfValue.MapValue;
import dev.gannet.config.conf.ConfValue.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the structure of one file by recursive descent: statements, maps, arrays, includes, variables. The grammar
 * stands at {@link ConfParser}.
 *
 * <p><b>Owner:</b> the thread that parses.
 */
final class DocumentParser {
    private static final String BCRYPT_PREFIX = "2a$";
    private static final int BARE = 0; // Instead of a quote.

    /** What comes after a statement. */
    private enum Next {
        STATEMENT,
        CLOSED,
        END
    }

    private final Cursor cursor;
    private final ScalarParser scalars;
    private final String file;
    private final String directory;
    private final ParseSession session;
    private int depth; // How many blocks, maps and arrays are open.

    DocumentParser(byte[] text, String file, String directory, ParseSession session) {
        this.cursor = new Cursor(text);
        this.scalars = new ScalarParser(cursor, file);
        this.file = file;
        this.directory = directory;
        this.session = session;
    }

    MapValue parse() throws ConfException {
        scalars.refuseZeroBytes();
        Map<String, ConfNode> root = new LinkedHashMap<>();
        Scope scope = new Scope(root);
        Next next = Next.STATEMENT;
        while (next != Next.END) {
            next = topStatement(scope);
        }
        return new MapValue(root);
    }

    private Next topStatement(Scope scope) throws ConfException {
        skipSpaceAndComments();
        int c = cursor.peek();
        if (c == END) {
            return Next.END;
        }
        if (c == '/') {
            throw scalars.failure("Unexpected EOF.");
        }
        if (c == '{') {
            return block(scope) == Next.END ? Next.END : Next.STATEMENT;
        }
        if (statement(scope) == Next.END) {
            return Next.END;
        }
        endTopStatement();
        return Next.STATEMENT;
    }

    /** A "}" is an end too: it closes a "{" before the first statement. */
    private void endTopStatement() throws ConfException {
        while (true) {
            int c = cursor.peek();
            if (c == END || startsComment()) {
                return;
            }
            cursor.next();
            if (isLineEnd(c) || c == ';' || c == ',' || c == '}') {
                return;
            }
            if (!isBlank(c) && c != '/') {
                throw scalars.failure("Expected a top-level value to end with a new line, comment or EOF, but got '"
                        + shown(c) + "' instead.");
            }
        }
    }

    /** Braces around statements, as around a JSON document; what is in them belongs to the map around them. */
    private Next block(Scope scope) throws ConfException {
        open();
        cursor.next();
        Next next = Next.STATEMENT;
        while (next == Next.STATEMENT) {
            next = blockStatement(scope);
        }
        depth--;
        return next;
    }

    private Next blockStatement(Scope scope) throws ConfException {
        skipSpaceAndComments();
        int c = cursor.peek();
        if (c == END) {
            return Next.END;
        }
        if (c == '/') {
            throw scalars.failure("Unexpected EOF.");
        }
        if (c == '}') {
            cursor.next();
            return Next.CLOSED;
        }
        if (c == '{') {
            return block(scope) == Next.END ? Next.END : afterInnerBlock();
        }
        return statement(scope) == Next.END ? Next.END : endBlockStatement();
    }

    private Next endBlockStatement() throws ConfException {
        while (true) {
            if (skipComment()) {
                continue;
            }
            int c = cursor.next();
            if (isLineEnd(c) || c == ';' || c == ',') {
                return Next.STATEMENT;
            }
            if (c == '}') {
                return Next.CLOSED;
            }
            if (!isBlank(c) && c != '/') {
                throw scalars.failure("Expected a block-level value to end with a new line, comment or EOF, but got '"
                        + shown(c) + "' instead.");
            }
        }
    }

    private Next afterInnerBlock() throws ConfException {
        while (true) {
            if (skipComment()) {
                return Next.STATEMENT;
            }
            int c = cursor.next();
            if (c == ';' || c == ',') {
                return Next.STATEMENT;
            }
            if (c == '}') {
                return Next.CLOSED;
            }
            if (!isBlank(c) && !isLineEnd(c) && c != '/') {
                throw scalars.failure("Expected a block-level to end with a '}', but got '" + shown(c) + "' instead.");
            }
        }
    }

    private Next statement(Scope scope) throws ConfException {
        int c = cursor.peek();
        if (isKeySeparator(c)) {
            throw scalars.failure("Unexpected key separator '" + shown(c) + "'");
        }
        Key key = key(c == '"' || c == '\'' ? c : BARE, "Unexpected EOF.");
        if (key.isInclude()) {
            include(scope);
            return Next.STATEMENT;
        }
        skipSpace();
        if (cursor.peek() == END) {
            if (key.isClosingBrace()) {
                return Next.END;
            }
            ConfPosition end = position(cursor.column());
            throw new ConfException("config is invalid (" + end + ")", end);
        }
        if (isKeySeparator(cursor.peek())) {
            cursor.next();
        }
        put(scope, key, value(scope, false));
        return Next.STATEMENT;
    }

    private Key key(int quote, String endOfFile) throws ConfException {
        if (quote != BARE) {
            cursor.next();
        }
        int start = cursor.position();
        int column = cursor.column();
        if (quote == BARE) {
            cursor.next(); // Whatever it is: the caller has looked at it.
        }
        while (!endsKey(cursor.peek(), quote)) {
            cursor.next();
        }
        int end = cursor.peek();
        Key key = new Key(cursor.text(start, cursor.position()), quote == BARE && isSpace(end), position(column));
        if (quote != BARE && cursor.next() == END) {
            throw scalars.failure(endOfFile);
        }
        return key;
    }

    private static boolean endsKey(int c, int quote) {
        return c == END || (quote == BARE ? isSpace(c) || isKeySeparator(c) : c == quote);
    }

    private void put(Scope scope, Key key, ConfNode node) {
        scope.nodes().put(key.name(), node.at(key.position()));
    }

    private void include(Scope scope) throws ConfException {
        while (isBlank(cursor.peek())) {
            cursor.next();
        }
        ConfPosition position = position(cursor.column());
        scope.nodes().putAll(session.include(scalars.includePath(), directory, position));
    }

    private ConfNode value(Scope scope, boolean inArray) throws ConfException {
        while (isBlank(cursor.peek())) {
            cursor.next();
        }
        return switch (cursor.peek()) {
            case '[' -> array(scope);
            case '{' -> map(scope);
            default -> scalar(scope, inArray);
        };
    }

    private ConfNode scalar(Scope scope, boolean inArray) throws ConfException {
        ScalarParser.Scalar scalar = scalars.scalar(inArray);
        return scalar.isVariable()
                ? variable(scope, scalar.value().text(), scalar.position())
                : counted(scalar.value(), 1, scalar.position());
    }

    private ConfNode variable(Scope scope, String name, ConfPosition position) throws ConfException {
        if (name.startsWith(BCRYPT_PREFIX)) {
            return counted(new StringValue("$" + name), 1, position);
        }
        ConfNode node = scope.find(name);
        if (node != null) {
            node.useAsVariable();
            return counted(node.value(), node.value().size(), position);
        }
        ConfNode fromEnvironment;
        String line = "variable reference for '" + name + "' on line " + position.line();
        try {
            fromEnvironment = session.environmentValue(name, position);
        } catch (ConfException e) {
            throw new ConfException(line + " could not be parsed: " + e.getMessage(), position);
        }
        if (fromEnvironment == null) {
            throw new ConfException(line + " can not be found", position);
        }
        return fromEnvironment.at(position);
    }

    private ConfNode map(Scope outer) throws ConfException {
        open();
        cursor.next();
        Scope scope = new Scope(new LinkedHashMap<>(), outer);
        Next next = Next.STATEMENT;
        while (next == Next.STATEMENT) {
            next = mapStatement(scope);
        }
        depth--;
        return counted(new MapValue(scope.nodes()), 1, position(cursor.column()));
    }

    private Next mapStatement(Scope scope) throws ConfException {
        skipSpaceAndComments();
        int c = cursor.peek();
        if (c == END) {
            throw scalars.failure("Unexpected EOF processing map.");
        }
        if (isKeySeparator(c)) {
            throw scalars.failure("Unexpected key separator '" + shown(c) + "'.");
        }
        if (c == ']') {
            throw scalars.failure("Unexpected array end ']' processing map.");
        }
        if (c == '}') {
            cursor.next();
            return Next.CLOSED;
        }
        Key key = mapKey(c);
        if (key.isInclude()) {
            include(scope);
            return endMapStatement();
        }
        skipSpace();
        if (isKeySeparator(cursor.peek())) {
            cursor.next();
            skipSpace();
        }
        c = cursor.peek();
        if (c == ',') {
            cursor.next();
            throw scalars.failure("Unexpected map value terminator \",\".");
        }
        if (c == '}') {
            throw scalars.failure("Unexpected end of a map: the key '" + key.name() + "' has no value.");
        }
        put(scope, key, value(scope, false));
        return endMapStatement();
    }

    private Key mapKey(int first) throws ConfException {
        if (first == '"') {
            return key(first, "Unexpected EOF processing double quoted map key.");
        }
        if (first == '\'') {
            return key(first, "Unexpected EOF processing quoted map key.");
        }
        if (first == '/') {
            cursor.next(); // A single slash before a key is no part of it.
        }
        Key key = key(BARE, "");
        if (cursor.peek() == END) {
            throw scalars.failure("Unexpected EOF processing map key.");
        }
        return key;
    }

    private Next endMapStatement() throws ConfException {
        while (true) {
            if (skipComment()) {
                continue;
            }
            int c = cursor.next();
            if (isLineEnd(c) || c == ',' || c == ';' || c == '/') {
                return Next.STATEMENT;
            }
            if (c == '}') {
                return Next.CLOSED;
            }
            if (!isBlank(c)) {
                throw scalars.failure("Expected a map value terminator \",\" or a map terminator \"}\", but got '"
                        + shown(c) + "' instead.");
            }
        }
    }

    private ConfNode array(Scope scope) throws ConfException {
        open();
        cursor.next();
        List<ConfNode> nodes = new ArrayList<>();
        Next next = Next.STATEMENT;
        while (next == Next.STATEMENT) {
            next = element(scope, nodes);
        }
        depth--;
        return counted(new ArrayValue(nodes), 1, position(cursor.column()));
    }

    private Next element(Scope scope, List<ConfNode> nodes) throws ConfException {
        skipSpaceAndComments();
        int c = cursor.peek();
        if (c == ',' || c == '/') {
            throw scalars.failure("Unexpected array value terminator ','.");
        }
        if (c == ']') {
            cursor.next();
            return Next.CLOSED;
        }
        nodes.add(value(scope, true));
        while (true) {
            if (skipComment()) {
                continue;
            }
            c = cursor.next();
            if (isLineEnd(c) || c == ',' || c == '/') {
                return Next.STATEMENT;
            }
            if (c == ']') {
                return Next.CLOSED;
            }
            if (!isBlank(c)) {
                throw scalars.failure("Expected an array value terminator \",\" or an array terminator \"]\", but got '"
                        + shown(c) + "' instead.");
            }
        }
    }

    private void open() throws ConfException {
        if (++depth > session.limits().depthMax()) {
            throw scalars.failure("More than " + session.limits().depthMax() + " maps and arrays inside each other");
        }
    }

    private void skipSpaceAndComments() {
        do {
            skipSpace();
        } while (skipComment());
    }

    private void skipSpace() {
        while (isSpace(cursor.peek())) {
            cursor.next();
        }
    }

    /** Skips a comment up to the end of its line, if one starts here. */
    private boolean skipComment() {
        if (!startsComment()) {
            return false;
        }
        while (cursor.peek() != END && !isLineEnd(cursor.peek())) {
            cursor.next();
        }
        return true;
    }

    private boolean startsComment() {
        int c = cursor.peek();
        return c == '#' || (c == '/' && cursor.peekSecond() == '/');
    }

    private ConfNode counted(ConfValue value, long size, ConfPosition position) throws ConfException {
        session.count(size, position);
        return new ConfNode(value, position);
    }

    private ConfPosition position(int column) {
        return new ConfPosition(file, cursor.line(), column);
    }

    /**
     * A key as it was read.
     *
     * @param bareBeforeSpace whether it has no quotes and white space follows: only then is {@code include} no key
     */
    private record Key(String name, boolean bareBeforeSpace, ConfPosition position) {
        boolean isInclude() {
            return bareBeforeSpace && name.equalsIgnoreCase("include");
        }

        /** A "}" at the end of the file closes a "{" at its start. */
        boolean isClosingBrace() {
            return name.equals("}");
        }
    }
}
