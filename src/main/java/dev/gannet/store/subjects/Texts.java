package dev.gannet.store.subjects;

import java.util.Arrays;

/**
 * The bytes of all subjects, one behind the other: two bytes of length, the text, up to a multiple of four. A place is
 * counted in fours, so that an int reaches 8 GB. What is freed is used again for a text of the same room.
 *
 * <p><b>Owner:</b> the owner of the table it belongs to.
 */
final class Texts {
    private static final int UNIT_BITS = 2;
    private static final int UNIT = 1 << UNIT_BITS;
    private static final int LENGTH_BYTES = 2;
    private static final int CHUNK_UNITS_BITS = 16;
    private static final int CHUNK_BYTES = 1 << (CHUNK_UNITS_BITS + UNIT_BITS);
    private static final int FIRST_MIN = 256;
    private static final int NONE = -1;

    private byte[][] chunks = {new byte[FIRST_MIN]};
    private int end; // In units; the next text goes there.
    private int[] free = {}; // By the units of a room: the first free one, which says the next.

    /** Returns the place of a copy of the text. */
    int add(byte[] text, int from, int length) {
        int units = units(length);
        int place = takeFree(units);
        if (place == NONE) {
            place = reserve(units);
        }
        byte[] chunk = chunk(place);
        int at = at(place);
        chunk[at] = (byte) length;
        chunk[at + 1] = (byte) (length >>> Byte.SIZE);
        System.arraycopy(text, from, chunk, at + LENGTH_BYTES, length);
        return place;
    }

    void remove(int place) {
        int units = units(length(place));
        if (units >= free.length) {
            int before = free.length;
            free = Arrays.copyOf(free, units + 1);
            Arrays.fill(free, before, free.length, NONE);
        }
        putInt(place, free[units]);
        free[units] = place;
    }

    int length(int place) {
        byte[] chunk = chunk(place);
        int at = at(place);
        return (chunk[at] & 0xff) | ((chunk[at + 1] & 0xff) << Byte.SIZE);
    }

    boolean equal(int place, byte[] text, int from, int length) {
        byte[] chunk = chunk(place);
        int at = at(place) + LENGTH_BYTES;
        return length(place) == length && Arrays.equals(chunk, at, at + length, text, from, from + length);
    }

    /** Compares as unsigned bytes, as {@link Arrays#compareUnsigned(byte[], byte[])}. */
    int compare(int place, byte[] text, int from, int length) {
        byte[] chunk = chunk(place);
        int at = at(place) + LENGTH_BYTES;
        return Arrays.compareUnsigned(chunk, at, at + length(place), text, from, from + length);
    }

    /** Copies the text to the beginning of an array that is long enough; returns its length. */
    int copy(int place, byte[] into) {
        int length = length(place);
        System.arraycopy(chunk(place), at(place) + LENGTH_BYTES, into, 0, length);
        return length;
    }

    byte[] bytes(int place) {
        int at = at(place) + LENGTH_BYTES;
        return Arrays.copyOfRange(chunk(place), at, at + length(place));
    }

    long memoryBytes() {
        return (long) (chunks.length - 1) * CHUNK_BYTES + chunks[0].length;
    }

    private static int units(int length) {
        return (LENGTH_BYTES + length + UNIT - 1) >>> UNIT_BITS;
    }

    private int takeFree(int units) {
        if (units >= free.length || free[units] == NONE) {
            return NONE;
        }
        int place = free[units];
        free[units] = intAt(place);
        return place;
    }

    /** A text does not cross the end of a chunk; what is left of one then is lost. */
    private int reserve(int units) {
        int mask = (1 << CHUNK_UNITS_BITS) - 1;
        if ((end & mask) + units > mask + 1) {
            end = (end | mask) + 1;
        }
        int place = end;
        end = Math.addExact(end, units);
        int needed = (place >>> CHUNK_UNITS_BITS) + 1;
        if (needed == 1) {
            int bytes = end << UNIT_BITS;
            if (bytes > chunks[0].length) {
                chunks[0] = Arrays.copyOf(chunks[0], Math.min(CHUNK_BYTES, Math.max(bytes, 2 * chunks[0].length)));
            }
        } else if (needed > chunks.length) {
            chunks[0] = chunks[0].length < CHUNK_BYTES ? Arrays.copyOf(chunks[0], CHUNK_BYTES) : chunks[0];
            chunks = Arrays.copyOf(chunks, needed);
            chunks[needed - 1] = new byte[CHUNK_BYTES];
        }
        return place;
    }

    private byte[] chunk(int place) {
        return chunks[place >>> CHUNK_UNITS_BITS];
    }

    private static int at(int place) {
        return (place & ((1 << CHUNK_UNITS_BITS) - 1)) << UNIT_BITS;
    }

    private int intAt(int place) {
        byte[] chunk = chunk(place);
        int at = at(place);
        return (chunk[at] & 0xff)
                | ((chunk[at + 1] & 0xff) << 8)
                | ((chunk[at + 2] & 0xff) << 16)
                | ((chunk[at + 3] & 0xff) << 24);
    }

    private void putInt(int place, int value) {
        byte[] chunk = chunk(place);
        int at = at(place);
        for (int i = 0; i < Integer.BYTES; i++) {
            chunk[at + i] = (byte) (value >>> (i * Byte.SIZE));
        }
    }
}
