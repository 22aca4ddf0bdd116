package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a stream remembers beside its messages.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class StreamMemory {
    private final DuplicateWindow duplicates = new DuplicateWindow();
    private final Lifetimes lifetimes = new Lifetimes();
    private String lastMessageId = "";
    private long lastTimeNanos;

    DuplicateWindow duplicates() {
        return duplicates;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    /** Returns the id of the last message, empty if it had none. */
    String lastMessageId() {
        return lastMessageId;
    }

    /** Returns the time of the last message. */
    long lastTimeNanos() {
        return lastTimeNanos;
    }

    void lastTimeNanos(long time) {
        lastTimeNanos = time;
    }

    void lastMessageId(String id) {
        lastMessageId = id;
    }

    /** Returns what is remembered now; quick, however much that is. */
    Image image() {
        return new Image(lastTimeNanos, lastMessageId, duplicates.image(), lifetimes.image());
    }

    /** What was remembered at one moment. Immutable. */
    record Image(
            long lastTimeNanos, String lastMessageId, DuplicateWindow.Image duplicates, Lifetimes.Image lifetimes) {
        void write(DataOutput out) throws IOException {
            out.writeLong(lastTimeNanos);
            byte[] id = lastMessageId.getBytes(ISO_8859_1);
            out.writeInt(id.length);
            out.write(id);
            duplicates.write(out);
            lifetimes.write(out);
        }
    }

    static StreamMemory read(DataInput in) throws IOException {
        StreamMemory memory = new StreamMemory();
        memory.lastTimeNanos = in.readLong();
        byte[] id = new byte[in.readInt()];
        in.readFully(id);
        memory.lastMessageId = new String(id, ISO_8859_1);
        memory.duplicates.read(in);
        memory.lifetimes.read(in);
        return memory;
    }
}
