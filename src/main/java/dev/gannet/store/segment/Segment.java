package dev.gannet.store.segment;

import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of a stream: the entries from its base on, which of them have a message, and how much that is. Which ones is
 * always known; the index only while it is loaded.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Segment {
    private SegmentFile file;
    private final long baseSeq;
    private int entries;
    private long @Nullable [] dead; // A bit for each entry that has no message; null for none such.
    private int live;
    private long bytes; // That its messages count for.
    private long recordBytes; // That their records take.
    private long firstTimestampNanos = Long.MAX_VALUE;
    private long lastTimestampNanos = Long.MIN_VALUE;
    private boolean sealed;
    private boolean indexDurable;
    private boolean fileGivenUp;
    private boolean erasing; // What is left goes to another file, since messages that were erased are in this one.
    private long erasures; // Counts the messages that were erased.
    private boolean toPack;
    private @Nullable SegmentIndex index;
    private int deletesVersion; // Of the file of deletes that the last manifest names, or 0.
    private int deletesVersionLast; // Of the newest file of deletes.
    private long deletes; // Counts what changes the dead entries, so that a checkpoint knows whether it has the last.
    private long deletesDurable;

    /** A segment of nothing yet, which will have about so many entries. */
    Segment(SegmentFile file, int likely) {
        this.file = file;
        this.baseSeq = file.place().baseSeq();
        this.index = new SegmentIndex(SegmentHead.BYTES, likely);
    }

    /** A segment as a checkpoint has it; what is in it is counted by {@link #found}. */
    Segment(SegmentFile file, SegmentState state, long @Nullable [] dead) {
        this.file = file;
        this.baseSeq = file.place().baseSeq();
        this.entries = state.entries();
        this.dead = dead;
        this.firstTimestampNanos = state.firstTimestampNanos();
        this.lastTimestampNanos = state.lastTimestampNanos();
        this.sealed = state.isSealed();
        this.erasing = state.flags().erasing();
        this.toPack = state.flags().toPack();
        this.indexDurable = state.isSealed();
        this.deletesVersion = state.deletesVersion();
        this.deletesVersionLast = state.deletesVersion();
    }

    SegmentFile file() {
        return file;
    }

    long baseSeq() {
        return baseSeq;
    }

    /** Returns the sequence of the last entry. */
    long endSeq() {
        return baseSeq + entries - 1;
    }

    int entries() {
        return entries;
    }

    int entry(long seq) {
        return (int) (seq - baseSeq);
    }

    int live() {
        return live;
    }

    long bytes() {
        return bytes;
    }

    long recordBytes() {
        return recordBytes;
    }

    long firstTimestampNanos() {
        return firstTimestampNanos;
    }

    long lastTimestampNanos() {
        return lastTimestampNanos;
    }

    boolean isSealed() {
        return sealed;
    }

    SegmentState.Flags flags() {
        return new SegmentState.Flags(sealed, file.place().isPacked(), erasing, toPack);
    }

    /** A message in it is to be nowhere any more. In a packed file it cannot be overwritten by itself. */
    void erased() {
        erasures++;
        erasing |= file.place().isPacked();
    }

    long erasures() {
        return erasures;
    }

    boolean isErasing() {
        return erasing;
    }

    boolean isToPack() {
        return toPack;
    }

    /** From now on, nothing is added, and its file may be packed if it {@code packs}. */
    void seal(boolean packs) {
        toPack = packs;
        seal();
    }

    private void seal() {
        sealed = true;
        if (index != null) {
            index.trim();
        }
    }

    @Nullable
    SegmentIndex index() {
        return index;
    }

    void index(@Nullable SegmentIndex newIndex) {
        index = newIndex;
    }

    /** Returns whether the index can be loaded again when it is let go. */
    boolean isIndexDurable() {
        return indexDurable;
    }

    void indexDurable() {
        indexDurable = true;
    }

    /** Counts an entry that was added to the index. */
    void added(long timestampNanos, int recordLength, long size) {
        if (dead != null) {
            reserve(entries);
        }
        entries++;
        live++;
        bytes += size;
        recordBytes += recordLength;
        firstTimestampNanos = Math.min(firstTimestampNanos, timestampNanos);
        lastTimestampNanos = Math.max(lastTimestampNanos, timestampNanos);
    }

    /** Counts an entry that was known already. */
    void found(int recordLength, long size) {
        live++;
        bytes += size;
        recordBytes += recordLength;
    }

    /** Adds an entry without a message. */
    void gap() {
        int entry = entries++;
        kill(entry);
    }

    /** An entry has no message any more. */
    void removed(int entry, int recordLength, long size) {
        kill(entry);
        live--;
        bytes -= size;
        recordBytes -= recordLength;
    }

    /** An entry that was never counted has no message. */
    void kill(int entry) {
        reserve(entry);
        dead()[entry >>> 6] |= 1L << entry;
        deletes++;
    }

    boolean isLive(int entry) {
        long[] bits = dead;
        return entry >= 0
                && entry < entries
                && (bits == null || entry >>> 6 >= bits.length || (bits[entry >>> 6] & (1L << entry)) == 0);
    }

    /** Returns the first entry with a message from {@code from} on, or -1. */
    int nextLive(int from) {
        long[] bits = dead;
        if (from >= entries) {
            return -1;
        }
        int entry = Math.max(0, from);
        if (bits == null) {
            return entry;
        }
        int word = entry >>> 6;
        long alive = word < bits.length ? ~bits[word] & (-1L << entry) : -1L << entry;
        while (alive == 0) {
            word++;
            if (word << 6 >= entries) {
                return -1;
            }
            alive = word < bits.length ? ~bits[word] : -1L;
        }
        int found = (word << 6) + Long.numberOfTrailingZeros(alive);
        return found < entries ? found : -1;
    }

    /** Returns the last entry with a message up to {@code from}, or -1. */
    int previousLive(int from) {
        for (int entry = Math.min(from, entries - 1); entry >= 0; entry--) {
            if (isLive(entry)) {
                return entry;
            }
            if ((entry & 63) == 63 && dead()[entry >>> 6] == -1L) {
                entry -= 63;
            }
        }
        return -1;
    }

    /** Returns how many entries below this one have a message. */
    int liveBelow(int entry) {
        long[] bits = dead;
        int gone = 0;
        for (int word = 0; bits != null && word < bits.length && word << 6 < entry; word++) {
            int more = entry - (word << 6);
            gone += Long.bitCount(more >= Long.SIZE ? bits[word] : bits[word] & ((1L << more) - 1));
        }
        return entry - gone;
    }

    long deletes() {
        return deletes;
    }

    boolean hasDeletesToKeep() {
        return deletes != deletesDurable;
    }

    int deletesVersion() {
        return deletesVersion;
    }

    /** Returns a version for another file of deletes. */
    int newDeletesVersion() {
        deletesVersionLast++;
        return deletesVersionLast;
    }

    /** Returns a copy of the bits of the entries without a message. */
    long[] copyOfDead() {
        long[] bits = dead;
        return bits == null ? new long[0] : bits.clone();
    }

    /** The first {@code deletesThen} changes are in a file of this version. */
    void deletesKept(long deletesThen, int version) {
        deletesDurable = deletesThen;
        deletesVersion = version;
    }

    /** Its file is done for: what is in it must go to another one. */
    void giveUpFile() {
        seal();
        fileGivenUp = true;
    }

    boolean isFileGivenUp() {
        return fileGivenUp;
    }

    /** The records that were left after so many were erased stand in another file, in the same order. */
    void moved(SegmentFile newFile, int[] newOffsets, long erasuresThen) {
        erasing = erasures != erasuresThen;
        file = newFile;
        fileGivenUp = false;
        toPack = false;
        index = index == null ? null : index.movedTo(newOffsets);
    }

    private long[] dead() {
        long[] bits = dead;
        if (bits == null) {
            bits = new long[1];
            dead = bits;
        }
        return bits;
    }

    private void reserve(int entry) {
        long[] bits = dead();
        if (entry >>> 6 >= bits.length) {
            dead = Arrays.copyOf(bits, Math.max((entry >>> 6) + 1, bits.length + (bits.length >> 1)));
        }
    }
}
