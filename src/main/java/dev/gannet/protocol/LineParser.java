package dev.gannet.protocol;

import static dev.gannet.protocol.Parser.STOP;
import static dev.gannet.protocol.PublishFrame.NO_HEADERS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.base.Quoted;
import dev.gannet.subject.SubjectKey;
import java.util.ArrayList;
import java.util.List;

/**
 * The long way for everything that is not a message in its usual form: each line is looked at byte by byte, an error is
 * found at the first byte that is wrong, and the decisions are the reference's (CP-97..127).
 *
 * <p><b>Owner:</b> the parser's event loop.
 */
final class LineParser {
    private static final int SIZE_DIGITS_MAX = 9; // CP-106
    private static final byte[] NOTHING = {};

    private final PublishFrame frame;
    private int needed;

    LineParser(PublishFrame frame) {
        this.frame = frame;
    }

    /** Returns how many bytes the incomplete message at which {@link #parse} stopped will have, or zero. */
    int needed() {
        return needed;
    }

    /** Parses one line, and its payload, at {@code position}. Returns where the next one begins, or {@link Parser#STOP}. */
    int parse(ClientHandler client, Chunk in, int position, int limit) {
        needed = 0;
        byte first = in.byteAt(position);
        if (client.connectExpected && (first | 0x20) != 'c' && !client.admitWithoutConnect()) {
            return STOP;
        }
        Verb verb = Verb.of(in, position, limit);
        int matched = verb == null ? 0 : verb.matched(in, position, limit);
        if (verb == null || (matched < verb.length() && position + matched < limit)) {
            return unknown(client, in, position + matched, limit);
        }
        if (matched < verb.length()) {
            return STOP;
        }
        int at = position + matched;
        if (!verb.hasArguments()) {
            client.skipping = verb;
            return skip(client, in, at, limit);
        }
        if (verb.needsSpace()) {
            if (at == limit) {
                return STOP;
            }
            if (!isSpace(in.byteAt(at))) {
                return unknown(client, in, at, limit);
            }
        }
        int start = skipSpaces(in, at, limit);
        int newline = indexOfNewline(in, start, limit);
        int argumentsEnd = newline < 0 ? limit : newline;
        if (argumentsEnd > start && in.byteAt(argumentsEnd - 1) == '\r') {
            argumentsEnd--;
        }
        if (argumentsEnd - start > client.maxControlLine) {
            client.violation(
                    WireError.MAXIMUM_CONTROL_LINE,
                    CloseReason.MAXIMUM_CONTROL_LINE,
                    "maximum control line exceeded: " + verb + ", max_control_line " + client.maxControlLine
                            + " (snip: " + ClientHandler.snippet(in, start, limit) + "...)");
            return STOP;
        }
        if (newline < 0) {
            return STOP;
        }
        if (verb == Verb.PUB || verb == Verb.HPUB) {
            return publish(client, in, new Line(verb, position, start, argumentsEnd, newline), limit);
        }
        control(client, verb, in.bytes(start, argumentsEnd - start));
        return newline + 1;
    }

    /** Passes over what follows a verb without arguments, which may be anything of any length, to the end of its line. */
    int skip(ClientHandler client, Chunk in, int position, int limit) {
        needed = 0;
        int newline = indexOfNewline(in, position, limit);
        if (newline < 0) {
            return limit;
        }
        Verb verb = client.skipping;
        client.skipping = null;
        if (verb != null) {
            control(client, verb, NOTHING);
        }
        return newline + 1;
    }

    private static int unknown(ClientHandler client, Chunk in, int at, int limit) {
        client.violation(
                WireError.UNKNOWN_OPERATION,
                CloseReason.PROTOCOL_VIOLATION,
                "Client parser ERROR: proto='" + ClientHandler.snippet(in, at, limit) + "...'");
        return STOP;
    }

    private static void control(ClientHandler client, Verb verb, byte[] arguments) {
        switch (verb) {
            case CONNECT -> client.connect(arguments);
            case SUB -> subscribe(client, arguments);
            case UNSUB -> unsubscribe(client, arguments);
            case PING -> client.ping();
            case PONG -> client.pong();
            case INFO -> client.info(arguments);
            case OK -> client.ok();
            case ERR -> client.error(text(arguments));
            case PUB, HPUB -> throw new AssertionError(verb);
        }
    }

    private static void subscribe(ClientHandler client, byte[] arguments) {
        List<String> words = words(arguments, true);
        switch (words.size()) {
            case 2 -> client.subscribe(words.get(0), null, words.get(1));
            case 3 -> client.subscribe(words.get(0), words.get(1), words.get(2));
            default -> malformed(client, "processSub Parse Error: ", arguments);
        }
    }

    private static void unsubscribe(ClientHandler client, byte[] arguments) {
        List<String> words = words(arguments, true);
        switch (words.size()) {
            case 1 -> client.unsubscribe(words.get(0), -1);
            case 2 -> client.unsubscribe(words.get(0), size(words.get(1)));
            default -> malformed(client, "processUnsub Parse Error: ", arguments);
        }
    }

    /** A line whose arguments cannot be understood closes the connection without an {@code -ERR}. */
    private static void malformed(ClientHandler client, String what, byte[] arguments) {
        client.violation(null, CloseReason.PROTOCOL_VIOLATION, what + Quoted.ofBytes(text(arguments)));
    }

    /** Where the parts of a line stand: the verb's first byte, the arguments, the line feed. */
    private record Line(Verb verb, int position, int start, int end, int newline) {}

    private int publish(ClientHandler client, Chunk in, Line line, int limit) {
        byte[] arguments = in.bytes(line.start, line.end - line.start);
        boolean headers = line.verb == Verb.HPUB;
        if (!client.lineTaken) {
            client.publishLine(line.verb.name(), text(arguments));
        }
        if (headers && !client.headersEnabled) {
            client.violation(null, CloseReason.PROTOCOL_VIOLATION, "message headers not supported");
            return STOP;
        }
        List<String> words = words(arguments, false); // Here a stray CR is part of a word, and spoils the size.
        int sizes = headers ? 2 : 1;
        String name = headers ? "processHeaderPub " : "processPub ";
        if (words.size() < 1 + sizes || words.size() > 2 + sizes) {
            malformed(client, name + "Parse Error: ", arguments);
            return STOP;
        }
        int headerLength = headers ? size(words.get(words.size() - 2)) : NO_HEADERS;
        int size = size(words.get(words.size() - 1));
        if (headers && headerLength < 0) {
            malformed(client, name + "Bad or Missing Header Size: ", arguments);
            return STOP;
        }
        if (size < 0) {
            malformed(client, name + (headers ? "Bad or Missing Total Size: " : "Bad or Missing Size: "), arguments);
            return STOP;
        }
        if (headerLength > size) {
            malformed(client, name + "Header Size larger then TotalSize: ", arguments);
            return STOP;
        }
        if (client.maxPayload >= 0 && size > client.maxPayload) {
            int body = line.newline + 1;
            if (headers && headerLength > 0 && body < limit) {
                client.tooLarge(in, body, Math.min(headerLength, limit - body), words.get(0), size);
            }
            client.violation(
                    WireError.MAXIMUM_PAYLOAD,
                    CloseReason.MAXIMUM_PAYLOAD,
                    "maximum payload exceeded: " + size + " vs " + client.maxPayload);
            return STOP;
        }
        if (!client.lineTaken) {
            client.lineTaken = true;
            client.publishSubject(words.get(0));
        }
        return body(client, in, new Publish(line, words, headerLength, size), limit);
    }

    private record Publish(Line line, List<String> words, int headerLength, int size) {}

    private int body(ClientHandler client, Chunk in, Publish message, int limit) {
        int bodyEnd = message.line.newline + 1 + message.size;
        if (bodyEnd < limit && in.byteAt(bodyEnd) != '\r') {
            return unknown(client, in, bodyEnd, limit);
        }
        if (bodyEnd + 1 < limit && in.byteAt(bodyEnd + 1) != '\n') {
            return unknown(client, in, bodyEnd + 1, limit);
        }
        if (bodyEnd + 2 > limit) {
            needed = bodyEnd + 2 - message.line.position;
            return STOP;
        }
        client.lineTaken = false;
        normalize(in, message);
        long hash = SubjectKey.hash(frame.chunk, frame.subjectStart, frame.subjectLength);
        SubjectKey key = client.resolve(frame, hash);
        client.last = null;
        client.publish(key, frame);
        return bodyEnd + 2;
    }

    /** Sets the frame to the message in its usual form, for which it is copied: this way is rare. */
    private void normalize(Chunk in, Publish message) {
        List<String> words = message.words;
        int sizes = message.headerLength == NO_HEADERS ? 1 : 2;
        if (message.headerLength == 0) { // CP-107: a message without headers.
            words.remove(words.size() - 2);
            sizes = 1;
        }
        byte[] line = (String.join(" ", words) + "\r\n").getBytes(ISO_8859_1);
        Chunk copy = Chunk.allocate(line.length + message.size + 2);
        copy.append(line);
        copy.append(in, message.line.newline + 1, message.size + 2);
        frame.chunk = copy;
        frame.subjectStart = 0;
        frame.subjectLength = words.get(0).length();
        frame.tail = frame.subjectLength + 1;
        frame.replyLength = words.size() == 2 + sizes ? words.get(1).length() : 0;
        frame.headerLength = sizes == 1 ? NO_HEADERS : message.headerLength;
        frame.size = message.size;
        frame.end = copy.written;
    }

    private static int skipSpaces(Chunk in, int from, int limit) {
        int at = from;
        while (at < limit && isSpace(in.byteAt(at))) {
            at++;
        }
        return at;
    }

    private static int indexOfNewline(Chunk in, int from, int limit) {
        for (int at = from; at < limit; at++) {
            if (in.byteAt(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static List<String> words(byte[] arguments, boolean crSeparates) {
        List<String> words = new ArrayList<>(4);
        int start = -1;
        for (int i = 0; i <= arguments.length; i++) {
            boolean inside = i < arguments.length && !isSpace(arguments[i]) && !(crSeparates && arguments[i] == '\r');
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(new String(arguments, start, i - start, ISO_8859_1));
                start = -1;
            }
        }
        return words;
    }

    /** Returns the number, or -1 for what has no digits, too many, or something else among them. */
    private static int size(String digits) {
        if (digits.isEmpty() || digits.length() > SIZE_DIGITS_MAX) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
