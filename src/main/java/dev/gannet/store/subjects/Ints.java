package dev.gannet.store.subjects;

import java.util.Arrays;

/**
 * Ints by index, in chunks, so that growing copies little and wastes little.
 *
 * <p><b>Owner:</b> the owner of the table it is a column of.
 */
final class Ints {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int FIRST_MIN = 8;

    private int[][] chunks = {new int[FIRST_MIN]};

    int get(int index) {
        return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    }

    void set(int index, int value) {
        chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)] = value;
    }

    /** Makes room for an index. */
    void reserve(int index) {
        int chunk = index >>> CHUNK_BITS;
        if (chunk == 0) {
            if (index >= chunks[0].length) {
                chunks[0] = Arrays.copyOf(chunks[0], Math.min(CHUNK, Math.max(index + 1, 2 * chunks[0].length)));
            }
            return;
        }
        if (chunks[0].length < CHUNK) {
            chunks[0] = Arrays.copyOf(chunks[0], CHUNK);
        }
        if (chunk >= chunks.length) {
            int length = chunks.length;
            chunks = Arrays.copyOf(chunks, chunk + 1);
            for (int i = length; i <= chunk; i++) {
                chunks[i] = new int[CHUNK];
            }
        }
    }

    long memoryBytes() {
        return (long) Integer.BYTES * (chunks.length - 1) * CHUNK + (long) Integer.BYTES * chunks[0].length;
    }
}
