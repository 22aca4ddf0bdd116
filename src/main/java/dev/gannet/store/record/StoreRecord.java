package dev.gannet.store.record;

import java.nio.ByteBuffer;

/**
 * A message on its way into a store: carried, not kept, so that one carrier serves all messages of a loop. The bytes are
 * parts of buffers, whose positions and limits do not matter.
 *
 * <p><b>Owner:</b> the stream loop.
 *
 * <p><b>Units:</b> positions and lengths are bytes, timestamps nanoseconds since 1970.
 */
public final class StoreRecord {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private long seq;
    private long timestampNanos;
    private final Part subject = new Part();
    private final Part headers = new Part();
    private final Part payload = new Part();

    /** Some bytes of a buffer. */
    public static final class Part {
        private ByteBuffer buffer = NOTHING;
        private int from;
        private int length;

        void set(ByteBuffer newBuffer, int newFrom, int newLength) {
            buffer = newBuffer;
            from = newFrom;
            length = newLength;
        }

        public int length() {
            return length;
        }

        void copy(ByteBuffer to, int at) {
            to.put(at, buffer, from, length);
        }

        /** Copies them to the beginning of an array. */
        public void copy(byte[] to) {
            buffer.get(from, to, 0, length);
        }
    }

    /** Begins another message, of no bytes yet. */
    public StoreRecord message(long newSeq, long newTimestampNanos) {
        seq = newSeq;
        timestampNanos = newTimestampNanos;
        subject.set(NOTHING, 0, 0);
        headers.set(NOTHING, 0, 0);
        payload.set(NOTHING, 0, 0);
        return this;
    }

    public StoreRecord subject(ByteBuffer buffer, int from, int length) {
        subject.set(buffer, from, length);
        return this;
    }

    /** None is the same as empty ones. */
    public StoreRecord headers(ByteBuffer buffer, int from, int length) {
        headers.set(buffer, from, length);
        return this;
    }

    public StoreRecord payload(ByteBuffer buffer, int from, int length) {
        payload.set(buffer, from, length);
        return this;
    }

    public long seq() {
        return seq;
    }

    public long timestampNanos() {
        return timestampNanos;
    }

    public Part subject() {
        return subject;
    }

    public Part headers() {
        return headers;
    }

    public Part payload() {
        return payload;
    }
}
