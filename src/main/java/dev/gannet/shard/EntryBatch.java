package dev.gannet.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Entries on their way to a log, with room for what the log writes before each: they go to the disk from here.
 *
 * <p><b>Owner:</b> whoever fills it, and the log from {@link ShardLog#append} to the answer.
 */
public final class EntryBatch {
    private final ByteBuffer buffer;
    private final ShardLog.Fate fate;
    private final EntryLayout layout = new EntryLayout();
    private int begunAt;
    private long handedOverNanos;
    private int count;

    /**
     * Makes an empty batch.
     *
     * @param capacityBytes for bodies, and {@value EntryLayout#HEAD_BYTES} bytes and some more before each
     */
    public EntryBatch(int capacityBytes, ShardLog.Fate fate) {
        this.buffer = ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN);
        this.fate = fate;
    }

    /** Adds an entry; returns false, with nothing added, if there is no room. */
    public boolean add(int shard, ByteBuffer body) {
        ByteBuffer into = begin(body.remaining());
        if (into == null) {
            return false;
        }
        into.put(body);
        end(shard);
        return true;
    }

    /**
     * Begins an entry. Its body is written into what is returned, up to the limit, and then {@link #end} is called.
     *
     * @return the batch's own buffer, or null if there is no room
     */
    public @Nullable ByteBuffer begin(int bodyLength) {
        int at = buffer.position();
        if (bodyLength > buffer.remaining() - EntryLayout.HEAD_BYTES
                || EntryLayout.length(bodyLength) > buffer.remaining()) {
            return null;
        }
        begunAt = at;
        return buffer.limit(at + EntryLayout.HEAD_BYTES + bodyLength).position(at + EntryLayout.HEAD_BYTES);
    }

    /** Ends the entry that was begun last; its body must have been written up to the limit. */
    public void end(int shard) {
        end(shard, 0);
    }

    /**
     * The same for an entry about something, whatever that is to its shard: when the body is damaged, this is what is left.
     *
     * @param about from 1 to {@value EntryLayout#ABOUT_MAX}; 0 is nothing
     */
    public void end(int shard, int about) {
        int bodyLength = buffer.position() - begunAt - EntryLayout.HEAD_BYTES;
        buffer.limit(buffer.capacity());
        while (buffer.position() < begunAt + EntryLayout.length(bodyLength)) {
            buffer.put((byte) 0);
        }
        layout.begin(buffer, begunAt, EntryLayout.whose(shard, about), bodyLength);
        count++;
    }

    /** Takes what one entry holds. */
    @FunctionalInterface
    public interface Reader {
        /** {@code body} is the batch's own buffer between position and limit, for the time of the call. */
        void entry(int shard, ByteBuffer body);
    }

    /** Calls {@code reader} for each entry, in order. */
    public void forEach(Reader reader) {
        ByteBuffer body = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < buffer.position(); at += EntryLayout.length(EntryLayout.bodyLength(buffer, at))) {
            int from = at + EntryLayout.HEAD_BYTES;
            body.limit(from + EntryLayout.bodyLength(buffer, at)).position(from);
            reader.entry(EntryLayout.shard(buffer, at), body);
        }
    }

    /** Returns how many bytes a batch needs for one entry with such a body. */
    public static int lengthFor(int bodyLength) {
        return EntryLayout.length(bodyLength);
    }

    public int count() {
        return count;
    }

    /** Returns how many bytes of the log the entries take. */
    public int length() {
        return buffer.position();
    }

    /** Forgets the entries. */
    public void clear() {
        buffer.clear();
        count = 0;
    }

    /** It is handed over to the log, at this time. */
    void handedOver(long nowNanos) {
        handedOverNanos = nowNanos;
    }

    long handedOverNanos() {
        return handedOverNanos;
    }

    ShardLog.Fate fate() {
        return fate;
    }

    /** Completes the entries for a place in a file and returns their bytes. */
    ByteBuffer bytes(JournalPlace file, int position, long firstIndex, int synced) {
        ByteBuffer bytes = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
        long index = firstIndex;
        for (int at = 0; at < bytes.limit(); at += EntryLayout.length(EntryLayout.bodyLength(bytes, at))) {
            EntryLayout.stamp(bytes, at, index, synced);
            layout.end(bytes, at, file, position + at);
            index++;
        }
        return bytes;
    }
}
