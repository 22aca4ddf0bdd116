package dev.gannet.jetstream.stream;

import dev.gannet.protocol.PublishFrame;
import java.nio.ByteBuffer;

/**
 * A message as it lies in a log, with the stream that it is for and the time at which it came.
 *
 * <p><b>Owner:</b> who reads the log; {@link #wrap} makes it the next one.
 */
public final class MessageEntry {
    private static final int STREAM = 1;
    private static final int TIME = 5;
    private static final int SUBJECT_LENGTH = 13;
    private static final int HEADER_LENGTH = 15;
    private static final int FIXED_BYTES = 19;

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int start;
    private int end;
    private int subjectLength;
    private int headerLength;

    /** Returns how many bytes the entry of a message takes. */
    public static int length(PublishFrame frame) {
        return FIXED_BYTES + frame.subjectLength() + frame.size();
    }

    /** Writes the entry of a message, whose subject has at most 65,535 bytes. */
    public static void write(ByteBuffer into, int stream, long timeNanos, PublishFrame frame) {
        int headers = Math.max(0, frame.headerLength());
        head(into, stream, timeNanos, frame.subjectLength(), headers);
        frame.chunk().copyOut(frame.subjectStart(), into, frame.subjectLength());
        frame.chunk().copyOut(frame.bodyStart(), into, frame.size());
    }

    /** Returns the entry of a message. */
    public static ByteBuffer of(int stream, long timeNanos, byte[] subject, byte[] headers, byte[] payload) {
        ByteBuffer entry = ByteBuffer.allocate(FIXED_BYTES + subject.length + headers.length + payload.length)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        head(entry, stream, timeNanos, subject.length, headers.length);
        return entry.put(subject).put(headers).put(payload).flip();
    }

    private static void head(ByteBuffer into, int stream, long timeNanos, int subjectLength, int headerLength) {
        into.put(EntryKind.MESSAGE.code)
                .putInt(stream)
                .putLong(timeNanos)
                .putShort((short) subjectLength)
                .putInt(headerLength);
    }

    /** Returns which stream an entry is for that is a message, or -1. */
    public static int streamOf(ByteBuffer entry) {
        int at = entry.position();
        return entry.get(at) == EntryKind.MESSAGE.code ? entry.getInt(at + STREAM) : -1;
    }

    /** Returns how many bytes of headers and payload an entry has that is a message. */
    public static int sizeOf(ByteBuffer entry) {
        return entry.remaining() - FIXED_BYTES - (entry.getShort(entry.position() + SUBJECT_LENGTH) & 0xffff);
    }

    void wrap(ByteBuffer entry) {
        bytes = entry;
        start = entry.position();
        end = entry.limit();
        subjectLength = entry.getShort(start + SUBJECT_LENGTH) & 0xffff;
        headerLength = entry.getInt(start + HEADER_LENGTH);
    }

    ByteBuffer bytes() {
        return bytes;
    }

    int stream() {
        return bytes.getInt(start + STREAM);
    }

    long timeNanos() {
        return bytes.getLong(start + TIME);
    }

    int subjectStart() {
        return start + FIXED_BYTES;
    }

    int subjectLength() {
        return subjectLength;
    }

    int headerStart() {
        return start + FIXED_BYTES + subjectLength;
    }

    int headerLength() {
        return headerLength;
    }

    int payloadStart() {
        return headerStart() + headerLength;
    }

    int payloadLength() {
        return end - payloadStart();
    }

    byte[] subject() {
        return copy(subjectStart(), subjectLength);
    }

    byte[] headers() {
        return copy(headerStart(), headerLength);
    }

    /** Returns the payload where it lies: good for as long as the entry is. */
    StoredParts.Bytes payload() {
        return new StoredParts.Bytes(bytes, payloadStart(), payloadLength());
    }

    private byte[] copy(int from, int length) {
        byte[] copy = new byte[length];
        bytes.get(from, copy, 0, length);
        return copy;
    }
}
