package dev.gannet.protocol;

import static dev.gannet.protocol.PublishFrame.NO_HEADERS;

import dev.gannet.base.Chunk;
import dev.gannet.subject.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Turns a client's bytes into calls of its {@link ClientHandler}, in one pass. It keeps nothing between two calls: what
 * is not a whole line or message is left where it is and parsed again when more has come.
 *
 * <p>Messages in their usual form, one space between the words and a line that ends in CR LF, take the short way here:
 * the subject is compared with that of the client's last message, or scanned once, eight bytes at a time, for its end
 * and its hash together. Whatever looks different in any way is left to {@link LineParser}, which decides as the
 * reference does.
 *
 * <p><b>Owner:</b> an event loop, for all of its clients.
 *
 * <p><b>Hot path:</b> messages on the short way allocate nothing.
 */
public final class Parser {
    /** Returned where a line or message is not complete, or must not be looked at now. */
    static final int STOP = -1;

    private static final int PUB = 0x20627570; // "pub " as a little-endian int
    private static final int HPUB = 0x62757068; // "hpub"
    private static final int SIZE_DIGITS_MAX = 9; // CP-106

    private static final long SPACES_AND_ONE = 0x2121212121212121L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final PublishFrame frame;
    private final LineParser lines;
    private int needed;
    private int number;

    public Parser() {
        this.frame = new PublishFrame(Chunk.allocate(0));
        this.lines = new LineParser(frame);
    }

    /**
     * Parses {@code [start, limit)} of {@code in} as far as it goes.
     *
     * @return where the first byte stands that was not consumed
     */
    public int parse(ClientHandler client, Chunk in, int start, int limit) {
        frame.chunk = in;
        frame.publisher = client;
        needed = 0;
        forgetIfStale(client);
        int position = client.skipping == null ? start : lines.skip(client, in, start, limit);
        while (position < limit && !client.suspended) {
            int next = client.direct ? direct(client, in, position, limit) : line(client, in, position, limit);
            if (next < 0) {
                break;
            }
            position = next;
        }
        return position;
    }

    /** Returns how many bytes the message will have at which the last call stopped, or zero if that is not known. */
    public int needed() {
        return needed;
    }

    private static void forgetIfStale(ClientHandler client) {
        SubjectKey last = client.last;
        if (last != null && !client.isCurrent(last)) {
            client.last = null;
        }
    }

    private int direct(ClientHandler client, Chunk in, int position, int limit) {
        int verb = in.intAt(position);
        if ((verb | 0x00202020) == PUB) {
            return publish(client, in, position, limit);
        }
        if ((verb | 0x20202020) == HPUB && in.byteAt(position + 4) == ' ') {
            return publishWithHeaders(client, in, position, limit);
        }
        return line(client, in, position, limit);
    }

    private int line(ClientHandler client, Chunk in, int position, int limit) {
        int next = lines.parse(client, in, position, limit);
        needed = lines.needed();
        frame.chunk = in;
        forgetIfStale(client);
        return next;
    }

    private int publish(ClientHandler client, Chunk in, int position, int limit) {
        int subject = position + 4;
        SubjectKey key = subject(client, in, subject, limit);
        if (key == null) {
            return line(client, in, position, limit);
        }
        int tail = subject + frame.subjectLength + 1;
        int at = number(in, tail, limit);
        int replyLength = 0;
        if (at == tail || in.byteAt(at) != '\r') {
            int space = wordEnd(in, tail, limit);
            at = number(in, space + 1, limit);
            replyLength = space - tail;
            if (at == space + 1 || space >= limit || replyLength == 0 || in.byteAt(space) != ' ') {
                return line(client, in, position, limit);
            }
        }
        frame.headerLength = NO_HEADERS;
        frame.tail = tail;
        frame.replyLength = replyLength;
        return deliver(client, key, position, at, limit);
    }

    private int publishWithHeaders(ClientHandler client, Chunk in, int position, int limit) {
        int subject = position + 5;
        SubjectKey key = client.headersEnabled ? subject(client, in, subject, limit) : null;
        if (key == null) {
            return line(client, in, position, limit);
        }
        int tail = subject + frame.subjectLength + 1;
        int at = number(in, tail, limit);
        int replyLength = 0;
        int second = at + 1;
        if (at == tail || in.byteAt(at) != ' ') {
            int space = wordEnd(in, tail, limit);
            at = number(in, space + 1, limit);
            replyLength = space - tail;
            second = at + 1;
            if (at == space + 1 || at >= limit || replyLength == 0 || in.byteAt(space) != ' ' || in.byteAt(at) != ' ') {
                return line(client, in, position, limit);
            }
        }
        int headerLength = number;
        at = number(in, second, limit);
        if (at == second || headerLength > number || headerLength == 0) {
            return line(client, in, position, limit);
        }
        frame.headerLength = headerLength;
        frame.tail = tail;
        frame.replyLength = replyLength;
        return deliver(client, key, position, at, limit);
    }

    /** Ends the message in {@link #frame}, whose last size ends at {@code at}. */
    private int deliver(ClientHandler client, SubjectKey key, int position, int at, int limit) {
        Chunk in = frame.chunk;
        int size = number;
        int end = at + 2 + size + 2;
        int maxPayload = client.maxPayload;
        if (at + 1 >= limit
                || in.byteAt(at) != '\r'
                || in.byteAt(at + 1) != '\n'
                || (size > maxPayload && maxPayload >= 0)
                || at - position > client.maxControlLine) {
            return line(client, in, position, limit);
        }
        if (end > limit) {
            if (end - 2 < limit) {
                return line(client, in, position, limit); // The first byte of the line end is there and may be wrong.
            }
            needed = end - position;
            return STOP;
        }
        if (in.byteAt(end - 2) != '\r' || in.byteAt(end - 1) != '\n') {
            return line(client, in, position, limit);
        }
        frame.size = size;
        frame.end = end;
        client.lineTaken = false;
        client.publish(key, frame);
        return end;
    }

    /** Returns what is known of the subject at {@code start} and sets its length; null if it has no plain end or is too long. */
    private @Nullable SubjectKey subject(ClientHandler client, Chunk in, int start, int limit) {
        frame.subjectStart = start;
        SubjectKey last = client.last;
        if (last != null && last.startsAt(in, start)) {
            frame.subjectLength = last.length() - 1;
            return last;
        }
        long hash = 0;
        int at = start;
        long word = in.longAt(at);
        long below = belowSpaceAndOne(word);
        while (below == 0) {
            hash = SubjectKey.mix(hash, word);
            at += Long.BYTES;
            if (at >= limit) {
                return null;
            }
            word = in.longAt(at);
            below = belowSpaceAndOne(word);
        }
        int rest = Long.numberOfTrailingZeros(below) >> 3;
        if (rest > 0) {
            hash = SubjectKey.mix(hash, word & (-1L >>> (64 - (rest << 3))));
        }
        at += rest;
        if (at >= limit || at == start || in.byteAt(at) != ' ' || at - start > client.maxControlLine) {
            return null;
        }
        frame.subjectLength = at - start;
        SubjectKey key = client.resolve(frame, SubjectKey.finish(hash, at - start));
        client.last = key.length() > 0 ? key : null;
        return key;
    }

    /** Returns where the digits end that begin at {@code start}, and leaves their value in {@link #number}. */
    private int number(Chunk in, int start, int limit) {
        int value = 0;
        int at = start;
        int end = Math.min(limit, start + SIZE_DIGITS_MAX);
        while (at < end) {
            int digit = in.byteAt(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            at++;
        }
        number = value;
        return at;
    }

    /** Returns the index of the first byte from {@code start} on that is a space or below, or at least {@code limit}. */
    private static int wordEnd(Chunk in, int start, int limit) {
        int at = start;
        while (at < limit) {
            long below = belowSpaceAndOne(in.longAt(at));
            if (below != 0) {
                return at + (Long.numberOfTrailingZeros(below) >> 3);
            }
            at += Long.BYTES;
        }
        return limit;
    }

    /** Returns a word whose lowest set bit is in the first byte of {@code word} that is a space or below. */
    private static long belowSpaceAndOne(long word) {
        return (word - SPACES_AND_ONE) & ~word & HIGH_BITS;
    }
}
