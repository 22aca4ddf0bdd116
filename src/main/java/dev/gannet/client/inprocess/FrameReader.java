package dev.gannet.client.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server sends: operations of the client protocol, cut anywhere.
 *
 * <p><b>Owner:</b> whoever calls {@link #read}, one at a time. What is unfinished is kept, at most {@link #FRAME_MAX} bytes of
 * it.
 */
final class FrameReader {
    /** No server may send a message longer than this, its line included: more than that is not this protocol. */
    static final int FRAME_MAX = 70 * 1024 * 1024;

    private static final int FIELDS_MAX = 6;

    /** What is told of what was read. */
    interface Listener {
        /**
         * A message.
         *
         * @param headers the header block, empty without headers
         */
        void message(int sid, String subject, @Nullable String reply, byte[] headers, byte[] payload);

        void info(String json);

        void ping();

        void pong();

        /** The server says what is wrong, mostly before it ends the connection. */
        void error(String text);
    }

    private final Listener listener;
    private final int[] starts = new int[FIELDS_MAX];
    private final int[] ends = new int[FIELDS_MAX];
    private byte[] kept = {};
    private int keptLength;
    private int needed;
    private byte[] lastSubjectBytes = {};
    private String lastSubject = "";

    FrameReader(Listener listener) {
        this.listener = listener;
    }

    /** Reads all of {@code in}, and keeps what is unfinished. */
    void read(ByteBuffer in) throws IOException {
        if (keptLength == 0) {
            readFrames(in);
            keep(in);
            return;
        }
        keep(in);
        if (keptLength < needed) {
            return;
        }
        ByteBuffer all = ByteBuffer.wrap(kept, 0, keptLength);
        readFrames(all);
        int rest = all.remaining();
        System.arraycopy(kept, all.position(), kept, 0, rest);
        keptLength = rest;
        if (rest == 0 && kept.length > 1024 * 1024) {
            kept = new byte[0];
        }
    }

    private void keep(ByteBuffer in) throws IOException {
        int length = in.remaining();
        if (length == 0) {
            return;
        }
        if (keptLength + length > FRAME_MAX) {
            throw new IOException("a frame of more than " + FRAME_MAX + " bytes");
        }
        if (kept.length < keptLength + length) {
            int doubled = Math.max(512, Math.min(FRAME_MAX, kept.length * 2));
            kept = Arrays.copyOf(kept, Math.max(keptLength + length, doubled));
        }
        in.get(kept, keptLength, length);
        keptLength += length;
    }

    private void readFrames(ByteBuffer in) throws IOException {
        needed = 0;
        while (in.hasRemaining()) {
            int start = in.position();
            int lineEnd = lineEnd(in, start);
            if (lineEnd < 0) {
                return;
            }
            int end = frame(in, start, lineEnd);
            if (end < 0) {
                return;
            }
            in.position(end);
        }
    }

    /** Returns where the CR of the line is, or -1 if it has not come. */
    private static int lineEnd(ByteBuffer in, int from) {
        int limit = in.limit() - 1;
        for (int i = from; i < limit; i++) {
            if (in.get(i) == '\r' && in.get(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads one operation; returns where the next one begins, or -1 if this one is not there as a whole. */
    private int frame(ByteBuffer in, int start, int lineEnd) throws IOException {
        return switch (in.get(start)) {
            case 'M' -> message(in, start, lineEnd, false);
            case 'H' -> message(in, start, lineEnd, true);
            case 'P' -> {
                if (in.get(start + 1) == 'I') {
                    listener.ping();
                } else {
                    listener.pong();
                }
                yield lineEnd + 2;
            }
            case 'I' -> {
                listener.info(text(in, start + "INFO ".length(), lineEnd));
                yield lineEnd + 2;
            }
            case '-' -> {
                listener.error(text(in, start + "-ERR ".length(), lineEnd).replace("'", ""));
                yield lineEnd + 2;
            }
            case '+' -> lineEnd + 2;
            default -> throw new IOException("unknown operation: " + text(in, start, Math.min(lineEnd, start + 32)));
        };
    }

    /** {@code MSG subject sid [reply] bytes} or {@code HMSG subject sid [reply] header-bytes bytes}. */
    private int message(ByteBuffer in, int start, int lineEnd, boolean hasHeaders) throws IOException {
        int fields = split(in, start, lineEnd);
        int least = hasHeaders ? 5 : 4;
        if (fields < least || fields > least + 1) {
            throw new IOException("cannot be read: " + text(in, start, lineEnd));
        }
        int size = number(in, fields - 1);
        int headerSize = hasHeaders ? number(in, fields - 2) : 0;
        int body = lineEnd + 2;
        if (headerSize > size || size > FRAME_MAX) {
            throw new IOException("cannot be read: " + text(in, start, lineEnd));
        }
        if (in.limit() - body < size + 2) {
            needed = body - start + size + 2;
            return -1;
        }
        String reply = fields > least ? text(in, starts[3], ends[3]) : null;
        byte[] headers = bytes(in, body, headerSize);
        byte[] payload = bytes(in, body + headerSize, size - headerSize);
        listener.message(number(in, 2), subject(in), reply, headers, payload);
        return body + size + 2;
    }

    private int split(ByteBuffer in, int start, int lineEnd) throws IOException {
        int fields = 0;
        int from = start;
        for (int i = start; i <= lineEnd; i++) {
            if (i == lineEnd || in.get(i) == ' ') {
                if (i > from) {
                    if (fields == FIELDS_MAX) {
                        throw new IOException("cannot be read: " + text(in, start, lineEnd));
                    }
                    starts[fields] = from;
                    ends[fields++] = i;
                }
                from = i + 1;
            }
        }
        return fields;
    }

    private int number(ByteBuffer in, int field) throws IOException {
        long value = 0;
        for (int i = starts[field]; i < ends[field]; i++) {
            int digit = in.get(i) - '0';
            value = value * 10 + digit;
            if (digit < 0 || digit > 9 || value > Integer.MAX_VALUE) {
                throw new IOException("not a number: " + text(in, starts[field], ends[field]));
            }
        }
        return (int) value;
    }

    /** Most messages have the subject of the one before. */
    private String subject(ByteBuffer in) {
        int length = ends[1] - starts[1];
        if (length != lastSubjectBytes.length || !isLastSubject(in, length)) {
            lastSubjectBytes = bytes(in, starts[1], length);
            lastSubject = new String(lastSubjectBytes, UTF_8);
        }
        return lastSubject;
    }

    private boolean isLastSubject(ByteBuffer in, int length) {
        for (int i = length - 1; i >= 0; i--) {
            if (in.get(starts[1] + i) != lastSubjectBytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(ByteBuffer in, int from, int length) {
        byte[] copy = new byte[length];
        in.get(from, copy, 0, length);
        return copy;
    }

    private static String text(ByteBuffer in, int from, int to) {
        return new String(bytes(in, from, Math.max(0, to - from)), UTF_8);
    }
}
