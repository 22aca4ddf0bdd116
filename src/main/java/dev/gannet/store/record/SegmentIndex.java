package dev.gannet.store.record;

import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a segment are, when they came, whose subject they have and which is the next of it. Entries are
 * counted from the segment's base; one without a record takes no bytes.
 *
 * <p>Of a removed message the subject's number may since mean another subject; only those that are there are asked.
 *
 * <p><b>Owner:</b> the stream loop. Once its segment is sealed it does not change, and any thread may read it.
 *
 * <p><b>Hot path:</b> {@link #add} allocates nothing but when it grows.
 */
public final class SegmentIndex {
    /** The number of a subject that is not known. */
    public static final int NO_SUBJECT = -1;

    private static final int CAPACITY_MIN = 8;
    private static final int HAS_HEADERS = 1 << 31;

    private int[] offsets; // Where an entry begins; the highest bit says whether it has headers.
    private int[] subjects;
    private int[] nexts; // The next entry of the same subject, or 0.
    private long[] timestamps;
    private int size;
    private int end; // Behind the last entry.
    private long @Nullable [] firsts; // Subject and first entry of it, in order; made when it is needed.

    /** An index of nothing yet, of a segment whose records begin at {@code start}; it will have about so many entries. */
    public SegmentIndex(int start, int likely) {
        int capacity = Math.max(CAPACITY_MIN, likely);
        offsets = new int[capacity];
        subjects = new int[capacity];
        nexts = new int[capacity];
        timestamps = new long[capacity];
        end = start;
    }

    /** An index with these entries; {@code subjects} have been numbered by the table. */
    public SegmentIndex(int[] offsets, int[] subjects, int[] nexts, long[] timestamps) {
        this.offsets = offsets;
        this.subjects = subjects;
        this.nexts = nexts;
        this.timestamps = timestamps;
        this.size = subjects.length;
        this.end = offsets[size] & ~HAS_HEADERS;
    }

    public int size() {
        return size;
    }

    /** Adds an entry of {@code length} bytes. */
    public void add(int length, boolean hasHeaders, int subject, long timestampNanos) {
        if (size == subjects.length) {
            grow(size + (size >> 1) + CAPACITY_MIN);
        }
        offsets[size] = hasHeaders ? end | HAS_HEADERS : end;
        subjects[size] = subject;
        nexts[size] = 0;
        timestamps[size] = timestampNanos;
        size++;
        end += length;
    }

    /** Adds bytes to the last entry that belong to no record. */
    public void skipBytes(int length) {
        end += length;
    }

    /** Says which entry is the next of the same subject. */
    public void link(int entry, int next) {
        nexts[entry] = next;
    }

    /** Gives back the memory that no entry needs. */
    public void trim() {
        grow(size);
    }

    public int offset(int entry) {
        return offsets[entry] & ~HAS_HEADERS;
    }

    public int end() {
        return end;
    }

    /** Returns the length of an entry's record, zero if it has none. */
    public int length(int entry) {
        return (entry + 1 == size ? end : offset(entry + 1)) - offset(entry);
    }

    public boolean hasHeaders(int entry) {
        return offsets[entry] < 0;
    }

    public int subject(int entry) {
        return subjects[entry];
    }

    /** Returns the next entry of the same subject, or 0. */
    public int next(int entry) {
        return nexts[entry];
    }

    public long timestampNanos(int entry) {
        return timestamps[entry];
    }

    /** Returns the first entry that is not older, or {@link #size}. */
    public int at(long timestampNanos) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps[middle] < timestampNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the first entry from {@code from} on that has the subject, or -1. */
    public int find(int subject, int from) {
        for (int i = from; i < size; i++) {
            if (subjects[i] == subject) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the last entry up to {@code from} that has the subject, or -1. */
    public int findBack(int subject, int from) {
        for (int i = from; i >= 0; i--) {
            if (subjects[i] == subject) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether some entry has, or had, the subject; for an index that does not change any more. */
    public boolean has(int subject) {
        long[] all = firsts();
        int at = Arrays.binarySearch(all, (long) subject << Integer.SIZE);
        int from = at < 0 ? -at - 1 : at;
        return from < all.length && (int) (all[from] >>> Integer.SIZE) == subject;
    }

    /** Returns about how many bytes of memory it takes. */
    public long memoryBytes() {
        long each = 3L * Integer.BYTES + Long.BYTES;
        return each * subjects.length + (firsts == null ? 0 : (long) Long.BYTES * firsts.length);
    }

    /** Returns where each entry begins and the last one ends, as they stand in an index file. */
    public int[] offsets() {
        int[] all = Arrays.copyOf(offsets, size + 1);
        all[size] = end;
        return all;
    }

    /** Returns where entries begin when only those that are kept have bytes, as they stand in an index file. */
    public int[] offsetsOf(IntPredicate isLive, int start) {
        int[] all = new int[size + 1];
        int at = start;
        for (int i = 0; i < size; i++) {
            all[i] = at | (offsets[i] & HAS_HEADERS);
            at += isLive.test(i) ? length(i) : 0;
        }
        all[size] = at;
        return all;
    }

    public void putTimestamps(LongBuffer to) {
        to.put(timestamps, 0, size);
    }

    /** Returns the same index with other numbers: {@code numbers[ordinals[entry]]} of each entry. */
    public SegmentIndex numbered(int[] ordinals, int[] numbers) {
        int[] numbered = new int[size];
        for (int i = 0; i < size; i++) {
            numbered[i] = ordinals[i] < 0 ? NO_SUBJECT : numbers[ordinals[i]];
        }
        return new SegmentIndex(
                offsets.length > size && offset(size) == end ? offsets : offsets(), numbered, nexts, timestamps);
    }

    /** Returns the same index of records that stand elsewhere. */
    public SegmentIndex movedTo(int[] newOffsets) {
        return new SegmentIndex(newOffsets, subjects, nexts, timestamps);
    }

    private long[] firsts() {
        long[] all = firsts;
        if (all == null) {
            all = new long[size];
            boolean[] follows = new boolean[size];
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (nexts[i] > 0) {
                    follows[nexts[i]] = true;
                }
                if (!follows[i] && subjects[i] >= 0) {
                    all[count++] = ((long) subjects[i] << Integer.SIZE) | i;
                }
            }
            all = Arrays.copyOf(all, count);
            Arrays.sort(all);
            firsts = all;
        }
        return all;
    }

    private void grow(int capacity) {
        if (capacity == subjects.length) {
            return;
        }
        // One more offset than entries is what an index file has.
        offsets = Arrays.copyOf(offsets, capacity);
        subjects = Arrays.copyOf(subjects, capacity);
        nexts = Arrays.copyOf(nexts, capacity);
        timestamps = Arrays.copyOf(timestamps, capacity);
    }
}
