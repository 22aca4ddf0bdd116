package dev.gannet.shard;

import dev.gannet.store.disk.BlockFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes on their way to a journal file, in whole blocks: what stands in the first block already, then what is put, then
 * zeros. What does not fit is written before the rest is put.
 *
 * <p><b>Owner:</b> the journal's thread.
 */
final class JournalStage {
    private static final int BLOCKS_MIN = 16;
    private static final int BLOCKS_MAX = 256;

    private ByteBuffer blocks = BlockFile.buffer(BLOCKS_MIN);
    private long position; // Of the first block in the file.

    /**
     * Begins with the bytes before a position.
     *
     * @param block the bytes of its block before it
     */
    void begin(long from, byte[] block) {
        int before = (int) (from % BlockFile.BLOCK_BYTES);
        position = from - before;
        blocks.clear().put(block, 0, before);
    }

    /** Puts bytes behind those that were put. */
    void put(BlockFile file, ByteBuffer bytes) throws IOException {
        while (bytes.remaining() > blocks.remaining()) {
            int limit = bytes.limit();
            blocks.put(bytes.limit(bytes.position() + blocks.remaining()));
            bytes.limit(limit);
            makeRoom(file);
        }
        blocks.put(bytes);
    }

    private void makeRoom(BlockFile file) throws IOException {
        int blocksNow = blocks.capacity() / BlockFile.BLOCK_BYTES;
        if (blocksNow < BLOCKS_MAX) {
            blocks = BlockFile.buffer(2 * blocksNow).put(blocks.flip());
            return;
        }
        write(file);
        position += blocks.capacity();
        blocks.clear();
    }

    /**
     * Nothing is put any more.
     *
     * @param block gets the bytes of the last block that is not full
     * @param zerosMin at least so many zeros stand behind what was put
     */
    void end(BlockFile file, byte[] block, int zerosMin) throws IOException {
        int inBlock = blocks.position() % BlockFile.BLOCK_BYTES;
        blocks.get(blocks.position() - inBlock, block, 0, inBlock);
        int zeros = (BlockFile.BLOCK_BYTES - inBlock) % BlockFile.BLOCK_BYTES;
        zero(zeros);
        if (zeros < zerosMin) {
            if (!blocks.hasRemaining()) {
                makeRoom(file);
            }
            zero(BlockFile.BLOCK_BYTES);
        }
    }

    private void zero(int count) {
        for (int i = 0; i < count; i++) {
            blocks.put((byte) 0);
        }
    }

    /** Writes what was not written yet; when this returns, all of it is there for good. */
    void write(BlockFile file) throws IOException {
        if (blocks.position() > 0) {
            file.write(blocks.flip(), position);
        }
    }
}
