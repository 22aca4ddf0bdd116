package dev.gannet.store.subjects;

/**
 * Where a subject's number is found by the hash of its bytes: open addressing, in one part as long as there are few
 * subjects and in many that grow one by one when there are more, so that nobody waits until a million have moved.
 *
 * <p><b>Owner:</b> the owner of the table it belongs to.
 */
final class SubjectSlots {
    private static final int PARTS_BITS = 8;
    private static final int WHOLE_MAX = 1 << 14; // Slots of a table of one part.
    private static final int SLOTS_MIN = 16;

    private final SubjectTable table;
    private int[][] parts = {new int[SLOTS_MIN]}; // A number + 1; zero for none. At most two thirds full.
    private int[] sizes = {0};

    SubjectSlots(SubjectTable table) {
        this.table = table;
    }

    int find(long hash, byte[] subject, int from, int length) {
        int[] slots = parts[part(hash)];
        int mask = slots.length - 1;
        for (int slot = (int) hash & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int id = slots[slot] - 1;
            if (table.is(id, subject, from, length)) {
                return id;
            }
        }
        return SubjectTable.NONE;
    }

    void add(long hash, int id) {
        int part = part(hash);
        if (3L * (sizes[part] + 1) > 2L * parts[part].length) {
            grow(part);
            part = part(hash);
        }
        put(parts[part], hash, id);
        sizes[part]++;
    }

    /** Takes a number away, and moves those behind it up that would not be found any more. */
    void remove(long hash, int id) {
        int part = part(hash);
        int[] slots = parts[part];
        int mask = slots.length - 1;
        int hole = (int) hash & mask;
        while (slots[hole] != id + 1) {
            hole = (hole + 1) & mask;
        }
        for (int slot = (hole + 1) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int home = (int) table.hash(slots[slot] - 1) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = slots[slot];
                hole = slot;
            }
        }
        slots[hole] = 0;
        sizes[part]--;
    }

    long memoryBytes() {
        long bytes = 0;
        for (int[] slots : parts) {
            bytes += (long) Integer.BYTES * slots.length;
        }
        return bytes;
    }

    private int part(long hash) {
        return parts.length == 1 ? 0 : (int) (hash >>> (Long.SIZE - PARTS_BITS));
    }

    private void grow(int part) {
        if (parts.length == 1 && parts[0].length == WHOLE_MAX) {
            split();
            return;
        }
        int[] before = parts[part];
        int[] slots = new int[2 * before.length];
        for (int slot : before) {
            if (slot != 0) {
                put(slots, table.hash(slot - 1), slot - 1);
            }
        }
        parts[part] = slots;
    }

    private void split() {
        int[] before = parts[0];
        parts = new int[1 << PARTS_BITS][(2 * WHOLE_MAX) >>> PARTS_BITS];
        sizes = new int[parts.length];
        for (int slot : before) {
            if (slot != 0) {
                add(table.hash(slot - 1), slot - 1);
            }
        }
    }

    private static void put(int[] slots, long hash, int id) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = id + 1;
    }
}
