package dev.gannet.store.record;

import java.nio.ByteBuffer;

/**
 * A message as it lies in memory; valid until its store is changed or another one is looked at.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class StoredView {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer bytes = NOTHING;
    private int at;

    /** Has it show what stands in a buffer. */
    public void set(ByteBuffer buffer, int recordAt) {
        bytes = buffer;
        at = recordAt;
    }

    /** Keeps nothing in memory. */
    public void clear() {
        bytes = NOTHING;
    }

    /** Returns what it lies in; position and limit do not matter. */
    public ByteBuffer bytes() {
        return bytes;
    }

    public long seq() {
        return RecordLayout.seq(bytes, at);
    }

    /** Returns when it came, in nanoseconds since 1970. */
    public long timestampNanos() {
        return RecordLayout.timestampNanos(bytes, at);
    }

    public int subjectStart() {
        return at + RecordLayout.HEAD_BYTES;
    }

    public int subjectLength() {
        return RecordLayout.subjectLength(bytes, at);
    }

    /** Returns the length of the headers, which stand behind the subject. */
    public int headersLength() {
        return RecordLayout.headersLength(bytes, at);
    }

    /** Returns the length of the payload, which stands behind the headers. */
    public int payloadLength() {
        return RecordLayout.payloadLength(bytes, at);
    }
}
