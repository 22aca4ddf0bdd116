package dev.gannet.shard;

import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A journal file that is written.
 *
 * <p><b>Owner:</b> the journal's thread.
 */
final class JournalFile implements AutoCloseable {
    /**
     * So many zeros stand behind the last entry of a file that is used again: what is behind them is older than the file,
     * and what is in their place was being written.
     */
    static final int CLEARED_BYTES = EntryLayout.HEAD_BYTES;

    /** How far a file that was not made in advance is made longer at first, and at most: what it is filled with is waited for. */
    private static final int AHEAD_MIN_BYTES = 64 << 10;

    private static final int AHEAD_MAX_BYTES = 1 << 20;

    private final JournalPlace place;
    private final DiskFile file;
    private final EntryLayout layout = new EntryLayout();
    private final ByteBuffer mark =
            ByteBuffer.allocateDirect(EntryLayout.HEAD_BYTES + CLEARED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final boolean isReused;
    private final int fileBytes;
    private long length; // How far the file reaches.
    private int position;
    private int synced;
    private boolean marked;

    /**
     * Begins a file: when this returns it counts.
     *
     * @param fileBytes how long it becomes, if no single batch is longer
     */
    JournalFile(JournalPlace place, DiskFile file, JournalHead head, int fileBytes) throws IOException {
        this.place = place;
        this.file = file;
        this.isReused = head.isReused();
        this.fileBytes = fileBytes;
        this.length = file.size();
        file.write(head.bytes(place), 0);
        file.sync();
        position = JournalHead.BYTES;
        synced = position;
        marked = true; // Of nothing.
    }

    JournalPlace place() {
        return place;
    }

    /** Returns how many bytes of it are good. */
    int synced() {
        return synced;
    }

    /** Returns whether a batch of this length still belongs here; the first one does, however long. */
    boolean hasRoom(long length, int fileBytes) {
        return position == JournalHead.BYTES || position + length <= fileBytes;
    }

    void write(EntryBatch batch, long firstIndex) throws IOException {
        int end = Math.addExact(position, batch.length());
        boolean clears = isReused && end <= length - CLEARED_BYTES;
        file.write(batch.bytes(place, position, firstIndex, synced, clears), position);
        position = end;
        if (end > length) {
            lengthen();
        }
    }

    /** Has the file end well behind what was written: to make it longer costs the disk as much as all else of a sync. */
    private void lengthen() throws IOException {
        int ahead = Math.min(Math.min(Math.max(position, AHEAD_MIN_BYTES), AHEAD_MAX_BYTES), fileBytes - position);
        if (ahead > 0) {
            file.write(ByteBuffer.allocateDirect(ahead), position);
        }
        length = position + (long) Math.max(ahead, 0);
    }

    void sync() throws IOException {
        file.sync();
        synced = position;
        marked = false;
    }

    /**
     * Notes behind the last entry that it is durable, unless the next entry is to say so. It is not waited for: it is
     * there to tell damage from a write that was cut short.
     */
    void mark(long lastIndex) throws IOException {
        if (!marked && position < Integer.MAX_VALUE - EntryLayout.HEAD_BYTES) {
            layout.mark(mark, 0, place, position, lastIndex);
            boolean clears = isReused && position + mark.capacity() <= length;
            file.write(mark.clear().limit(clears ? mark.capacity() : EntryLayout.HEAD_BYTES), position);
            position += EntryLayout.HEAD_BYTES;
            marked = true;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
