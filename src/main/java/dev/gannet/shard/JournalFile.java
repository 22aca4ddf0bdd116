package dev.gannet.shard;

import dev.gannet.store.disk.BlockFile;
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
    private final BlockFile file;
    private final JournalStage stage;
    private final EntryLayout layout = new EntryLayout();
    private final ByteBuffer mark = ByteBuffer.allocate(EntryLayout.HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] block = new byte[BlockFile.BLOCK_BYTES]; // The bytes of the last block that is not full.
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
    JournalFile(JournalPlace place, BlockFile file, JournalStage stage, JournalHead head, int fileBytes)
            throws IOException {
        this.place = place;
        this.file = file;
        this.stage = stage;
        this.isReused = head.isReused();
        this.fileBytes = fileBytes;
        this.length = file.size();
        stage.begin(0, block);
        stage.put(file, head.bytes(place));
        position = JournalHead.BYTES;
        sync();
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

    /** Has a group begin behind the last one. */
    void begin() {
        stage.begin(position, block);
    }

    /** Puts a batch into the group. */
    void put(EntryBatch batch, long firstIndex) throws IOException {
        int end = Math.addExact(position, batch.length());
        stage.put(file, batch.bytes(place, position, firstIndex, synced));
        position = end;
    }

    /** Writes the group; when this returns, it is there for good. */
    void sync() throws IOException {
        if (position > length) {
            lengthen();
        }
        stage.end(file, block, isReused && position <= length - CLEARED_BYTES ? CLEARED_BYTES : 0);
        stage.write(file);
        synced = position;
        marked = false;
    }

    /** Has the file end well behind what is written: to make it longer costs the disk as much as all else of a write. */
    private void lengthen() throws IOException {
        long from = BlockFile.ceiling(position);
        long ahead = Math.min(Math.min(Math.max(position, AHEAD_MIN_BYTES), AHEAD_MAX_BYTES), fileBytes - from);
        int blocks = (int) Math.max(0, ahead / BlockFile.BLOCK_BYTES);
        if (blocks > 0) {
            file.write(BlockFile.buffer(blocks), from);
        }
        length = from + (long) blocks * BlockFile.BLOCK_BYTES;
    }

    /**
     * Notes behind the last entry that it is durable, unless the next entry is to say so: it is there to tell damage from
     * a write that was cut short.
     */
    void mark(long lastIndex) throws IOException {
        if (!marked && position < Integer.MAX_VALUE - 2 * BlockFile.BLOCK_BYTES) {
            layout.mark(mark, 0, place, position, lastIndex);
            begin();
            stage.put(file, mark.clear());
            int before = synced; // Of entries; the mark itself need not be there.
            position += EntryLayout.HEAD_BYTES;
            sync();
            synced = before;
            marked = true;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
