package dev.gannet.store.record;

import dev.gannet.store.subjects.SubjectTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.zip.CRC32C;

/**
 * The index of a sealed segment as a file has it, with its own numbers for the subjects and their bytes; and how the one
 * becomes the other. Of an entry whose message is gone the subject is not kept.
 *
 * <p>It never changes; any thread.
 */
public final class IndexImage {
    private final SegmentPlace place;
    private final SegmentIndex index;
    private final int[] ordinals; // Of the subject of each entry; -1 for one that is not kept.
    private final int[] textEnds; // Of each subject, in the order of their first entries.
    private final byte[] texts;

    private IndexImage(SegmentPlace place, SegmentIndex index, int[] ordinals, int[] textEnds, byte[] texts) {
        this.place = place;
        this.index = index;
        this.ordinals = ordinals;
        this.textEnds = textEnds;
        this.texts = texts;
    }

    /** Takes what a segment's index says now of entries that have a message; quick, since it looks up nothing. */
    public static IndexImage of(SegmentPlace place, SegmentIndex index, IntPredicate isLive, SubjectTable subjects) {
        int[] ordinals = new int[index.size()];
        Arrays.fill(ordinals, -1);
        int[] ends = new int[16];
        byte[] texts = new byte[256];
        int count = 0;
        int end = 0;
        for (int i = 0; i < ordinals.length; i++) {
            if (ordinals[i] < 0 && isLive.test(i) && index.subject(i) >= 0) {
                int length = subjects.length(index.subject(i));
                texts = end + length > texts.length ? Arrays.copyOf(texts, Math.max(2 * end, end + length)) : texts;
                System.arraycopy(subjects.bytes(index.subject(i)), 0, texts, end, length);
                end += length;
                ends = count == ends.length ? Arrays.copyOf(ends, 2 * count) : ends;
                ends[count] = end;
                ordinals[i] = count++;
            }
            if (index.next(i) > 0) {
                ordinals[index.next(i)] = ordinals[i];
            }
        }
        return new IndexImage(place, index, ordinals, Arrays.copyOf(ends, count), Arrays.copyOf(texts, end));
    }

    public int entries() {
        return ordinals.length;
    }

    public int subjects() {
        return textEnds.length;
    }

    public int ordinal(int entry) {
        return ordinals[entry];
    }

    public byte[] texts() {
        return texts;
    }

    public int textFrom(int ordinal) {
        return ordinal == 0 ? 0 : textEnds[ordinal - 1];
    }

    public int textLength(int ordinal) {
        return textEnds[ordinal] - textFrom(ordinal);
    }

    /** Returns the index, whose subjects have their ordinals as numbers until {@link #numbered}. */
    public SegmentIndex index() {
        return index;
    }

    /** Returns the index with the numbers of a table instead of ordinals. */
    public SegmentIndex numbered(int[] numbers) {
        return index.numbered(ordinals, numbers);
    }

    /** Returns the bytes of the file for a segment that may stand in another file than the index says. */
    public ByteBuffer bytes(SegmentPlace newPlace, int[] offsets) {
        int entries = ordinals.length;
        long length = SegmentHead.BYTES
                + 3L * Integer.BYTES
                + (long) Integer.BYTES * (offsets.length + entries + textEnds.length)
                + (long) Long.BYTES * entries
                + texts.length
                + Integer.BYTES;
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        SegmentHead.write(file, SegmentHead.Kind.INDEX, newPlace);
        file.position(SegmentHead.BYTES);
        file.putInt(entries).putInt(textEnds.length).putInt(texts.length);
        file.asIntBuffer().put(offsets).put(ordinals).put(textEnds);
        file.position(file.position() + Integer.BYTES * (offsets.length + entries + textEnds.length));
        index.putTimestamps(file.asLongBuffer());
        file.position(file.position() + Long.BYTES * entries).put(texts);
        file.putInt(checksum(file, file.position()));
        return file.flip();
    }

    public ByteBuffer bytes() {
        return bytes(place, index.offsets());
    }

    /** Returns what a file has, if it is whole and fits the segment. */
    public static Optional<IndexImage> read(ByteBuffer file, SegmentPlace place, int entries) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        int fixed = SegmentHead.BYTES + 3 * Integer.BYTES;
        if (file.limit() < fixed + Integer.BYTES
                || !SegmentHead.isWhole(file, SegmentHead.Kind.INDEX, place)
                || file.getInt(file.limit() - Integer.BYTES) != checksum(file, file.limit() - Integer.BYTES)
                || file.getInt(SegmentHead.BYTES) != entries) {
            return Optional.empty();
        }
        int[] offsets = new int[entries + 1];
        int[] ordinals = new int[entries];
        int[] textEnds = new int[file.getInt(SegmentHead.BYTES + Integer.BYTES)];
        byte[] texts = new byte[file.getInt(SegmentHead.BYTES + 2 * Integer.BYTES)];
        long[] timestamps = new long[entries];
        file.position(fixed);
        file.asIntBuffer().get(offsets).get(ordinals).get(textEnds);
        file.position(fixed + Integer.BYTES * (offsets.length + entries + textEnds.length));
        file.asLongBuffer().get(timestamps);
        file.position(file.position() + Long.BYTES * entries).get(texts);
        SegmentIndex index = new SegmentIndex(offsets, ordinals, nexts(ordinals, textEnds.length), timestamps);
        return Optional.of(new IndexImage(place, index, ordinals, textEnds, texts));
    }

    private static int[] nexts(int[] ordinals, int subjects) {
        int[] last = new int[subjects];
        Arrays.fill(last, -1);
        int[] nexts = new int[ordinals.length];
        for (int i = 0; i < ordinals.length; i++) {
            int ordinal = ordinals[i];
            if (ordinal >= 0) {
                if (last[ordinal] >= 0) {
                    nexts[last[ordinal]] = i;
                }
                last[ordinal] = i;
            }
        }
        return nexts;
    }

    private static int checksum(ByteBuffer file, int length) {
        CRC32C crc = new CRC32C();
        crc.update(file.array(), file.arrayOffset(), length);
        return (int) crc.getValue();
    }
}
