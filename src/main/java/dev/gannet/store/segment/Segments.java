package dev.gannet.store.segment;

import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentBytes;
import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.record.Sight;
import dev.gannet.store.record.StoredBlock;
import dev.gannet.store.record.StoredView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a stream in the order of their sequences, and what they have together.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Segments {
    private static final int ENTRIES_MAX = 1 << 20;

    /** So many sequences without a message are entries of a segment; more of them begin another one. */
    private static final int GAP_MAX = 1 << 16;

    /** A segment that is emptied is given up when it has this part of the bytes of a full one. */
    private static final int EMPTIED_PART = 8;

    /** How large a segment gets that gives its memory back: little, because it does so as a whole. */
    private static final int MEMORY_SEGMENT_BYTES_MAX = 2 << 20;

    /** A smaller file is not moved. */
    private static final int MOVED_BYTES_MIN = 4096;

    private final MessageStore.Settings settings;
    private final String directory;
    private final SegmentIndexes indexes;
    private final Leftovers leftovers;
    private final int segmentBytes;
    private final List<Segment> list = new ArrayList<>();
    private final List<SegmentFile> behind = new ArrayList<>(); // Sealed, and not all of it is written yet.
    private boolean packs; // What is sealed from now on.
    private @Nullable Exception writeProblem;
    private int lastNumber;
    private long messages;
    private long bytes;
    private long firstSeq;
    private long lastSeq;
    private long lastTimestampNanos;
    private long firstTimestampNanos; // Of the message that had the sequence below.
    private long firstTimestampOf;

    Segments(MessageStore.Settings settings, String directory, SegmentIndexes indexes, Leftovers leftovers) {
        this.settings = settings;
        this.directory = directory;
        this.indexes = indexes;
        this.leftovers = leftovers;
        this.segmentBytes = settings.lasting()
                ? settings.segmentBytes()
                : Math.min(settings.segmentBytes(), MEMORY_SEGMENT_BYTES_MAX);
    }

    List<Segment> list() {
        return list;
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        return lastSeq;
    }

    long lastTimestampNanos() {
        return lastTimestampNanos;
    }

    int lastNumber() {
        return lastNumber;
    }

    /** See {@link MessageStore#pack}. */
    void pack(boolean newPacks) {
        packs = newPacks && settings.lasting();
    }

    /** Returns the place of another file for a sealed segment. */
    SegmentPlace newPlace(long baseSeq) {
        lastNumber++;
        return SegmentPlace.of(directory, lastNumber, baseSeq).packed(packs);
    }

    /** Says what a manifest does, or what is there when nothing is. */
    void restore(int newLastNumber, long newLastSeq, long newLastTimestampNanos) {
        lastNumber = newLastNumber;
        lastSeq = newLastSeq;
        lastTimestampNanos = newLastTimestampNanos;
        firstSeq = lastSeq + 1;
    }

    /** Adds a segment that was found. */
    void restored(Segment segment) {
        if (segment.live() > 0) {
            list.add(segment);
            messages += segment.live();
            bytes += segment.bytes();
            firstSeq = list.get(0).baseSeq() + list.get(0).nextLive(0);
        } else {
            leftovers.add(segment);
        }
    }

    /** Returns the segment that the next message goes to; the sequences before it are entries. */
    Segment forAppend(long seq, long recordLength) {
        Segment last = list.isEmpty() ? null : list.get(list.size() - 1);
        if (last != null && !last.isSealed()) {
            long gap = seq - last.endSeq() - 1;
            boolean full = last.file().end() + recordLength > segmentBytes && last.entries() > 0;
            if (!full && gap <= GAP_MAX && last.entries() + gap < ENTRIES_MAX) {
                fill(last, seq);
                return last;
            }
            flush(last.file());
            last.seal(packs);
            if (last.file().unwrittenBytes() > 0) {
                behind.add(last.file());
            }
            last.file().rest();
        }
        int likely = last == null || last.entries() < 1024 ? 0 : last.entries();
        SegmentFile file = SegmentFile.create(newPlace(seq).packed(false), settings.files());
        Segment next = new Segment(file, likely);
        list.add(next);
        return next;
    }

    /** A message was added to the segment that {@link #forAppend} gave. */
    void added(long seq, long timestampNanos, long size) {
        if (messages == 0) {
            firstSeq = seq;
        }
        lastSeq = seq;
        lastTimestampNanos = timestampNanos;
        messages++;
        bytes += size;
    }

    /** Sequences up to this one have no message. */
    void skip(long seq) {
        lastSeq = seq;
        if (messages == 0) {
            firstSeq = seq + 1;
        }
    }

    /** Returns the segment that has an entry for a sequence, or null. */
    @Nullable
    Segment find(long seq) {
        int at = at(seq);
        if (at == list.size()) {
            return null;
        }
        Segment segment = list.get(at);
        return seq >= segment.baseSeq() ? segment : null;
    }

    boolean isLive(long seq) {
        Segment segment = find(seq);
        return segment != null && segment.isLive(segment.entry(seq));
    }

    /** Returns the place in the list of the first segment that ends at this sequence or behind it. */
    int at(long seq) {
        int high = list.size();
        if (high > 0 && list.get(high - 1).baseSeq() <= seq) {
            return list.get(high - 1).endSeq() >= seq ? high - 1 : high;
        }
        int low = 0;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (list.get(middle).endSeq() < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the first sequences without a message, of which there are at least so many. */
    long[] deleted(int count) {
        long[] deleted = new long[count];
        long next = firstSeq;
        for (int i = 0; i < count; next++) {
            if (!isLive(next)) {
                deleted[i++] = next;
            }
        }
        return deleted;
    }

    /** Returns the lowest sequence from {@code from} on that has a message, or 0. */
    long next(long from) {
        for (int i = at(from); i < list.size(); i++) {
            Segment segment = list.get(i);
            int entry = segment.nextLive((int) Math.max(0, from - segment.baseSeq()));
            if (entry >= 0) {
                return segment.baseSeq() + entry;
            }
        }
        return 0;
    }

    /** Returns how many messages there are from a sequence on. */
    long messagesFrom(long from) {
        long count = 0;
        for (int i = at(from); i < list.size(); i++) {
            Segment segment = list.get(i);
            count += segment.live() - segment.liveBelow((int) Math.max(0, from - segment.baseSeq()));
        }
        return count;
    }

    /** Returns the lowest sequence with a message that is not older, or that of the next one that may come. */
    long seqAt(long timestampNanos) {
        for (Segment segment : list) {
            if (segment.lastTimestampNanos() >= timestampNanos) {
                int entry = segment.nextLive(index(segment).at(timestampNanos));
                if (entry >= 0) {
                    return segment.baseSeq() + entry;
                }
            }
        }
        return lastSeq + 1;
    }

    /** Returns the first sealed segment that begins at a sequence or behind it and is in its file, or null. */
    @Nullable
    Segment readable(long fromSeq) {
        for (Segment segment : list) {
            if (segment.baseSeq() >= fromSeq
                    && segment.isSealed()
                    && segment.file().unwrittenBytes() == 0) {
                return segment;
            }
        }
        return null;
    }

    /** See {@link MessageStore#look}. */
    Sight look(long seq, @Nullable StoredBlock block, StoredView into, Losses losses) {
        Segment segment = find(seq);
        if (segment == null || !segment.isLive(segment.entry(seq))) {
            return Sight.GONE;
        }
        SegmentIndex index = index(segment);
        int entry = segment.entry(seq);
        int position = index.offset(entry);
        int length = index.length(entry);
        SegmentFile file = segment.file();
        ByteBuffer memory = file.inMemory(position, length);
        if (memory != null) {
            into.set(memory, file.inMemoryAt(position));
            return Sight.SHOWN;
        }
        if (block == null || !block.has(file, position, length)) {
            return Sight.ELSEWHERE;
        }
        if (block.show(seq, position, length, into)) {
            return Sight.SHOWN;
        }
        losses.add(
                seq,
                "no whole record stands at " + position + " of " + file.place().path());
        return Sight.GONE;
    }

    /** See {@link MessageStore#block}. */
    @Nullable
    StoredBlock block(long seq, int bytes) {
        Segment segment = find(seq);
        if (segment == null || !segment.isLive(segment.entry(seq))) {
            return null;
        }
        SegmentIndex index = index(segment);
        int entry = segment.entry(seq);
        int from = index.offset(entry);
        SegmentFile file = segment.file();
        int end = Math.min(index.end(), file.end() - file.unwrittenBytes());
        return new StoredBlock(
                content(segment), file, from, Math.max(index.length(entry), Math.min(bytes, end - from)));
    }

    /** Returns the highest sequence up to {@code upTo} that has a message, or 0. */
    long previous(long upTo) {
        for (int i = Math.min(at(upTo), list.size() - 1); i >= 0; i--) {
            Segment segment = list.get(i);
            int entry = segment.previousLive((int) Math.min(segment.entries(), upTo - segment.baseSeq()));
            if (entry >= 0) {
                return segment.baseSeq() + entry;
            }
        }
        return 0;
    }

    /** Returns what reads the records of a segment, for any thread. */
    SegmentBytes content(Segment segment) {
        SegmentFile file = segment.file();
        return SegmentBytes.of(
                file.place(), settings.files(), file.end(), settings.indexes().blocks());
    }

    /** See {@link SegmentIndexes#of}. */
    SegmentIndex index(Segment segment) {
        return indexes.of(segment);
    }

    /** Returns the timestamp of the first message, of which there is one. */
    long firstTimestampNanos() {
        if (firstTimestampOf != firstSeq) {
            Segment first = list.get(at(firstSeq)); // Before it may be one in which nothing is left.
            int entry = first.entry(firstSeq);
            firstTimestampNanos =
                    entry == 0 ? first.firstTimestampNanos() : index(first).timestampNanos(entry);
            firstTimestampOf = firstSeq;
        }
        return firstTimestampNanos;
    }

    /** Returns whether the index that a sequence needs is in memory, or may be waited for. */
    boolean hasIndex(long seq) {
        Segment segment = find(seq);
        return segment == null || segment.index() != null || !mayNotWait();
    }

    boolean mayNotWait() {
        return settings.mayNotWait();
    }

    /** A message is gone; its segment with it if it was the last. */
    void removed(Segment segment, int entry) {
        SegmentIndex index = index(segment);
        int length = index.length(entry);
        long size = settings.size().of((long) length - RecordLayout.HEAD_BYTES, index.hasHeaders(entry));
        segment.removed(entry, length, size);
        messages--;
        bytes -= size;
        if (segment.live() == 0 && (segment.isSealed() || isLarge(segment))) {
            drop(segment);
        } else if (!settings.lasting() && shouldMove(segment)) {
            moveNow(segment);
        }
        if (segment.baseSeq() + entry == firstSeq) {
            long next = next(firstSeq + 1);
            firstSeq = next == 0 ? lastSeq + 1 : next;
        }
    }

    /** All messages of a segment are gone. */
    void drop(Segment segment) {
        messages -= segment.live();
        bytes -= segment.bytes();
        list.remove(segment);
        indexes.letGo(segment);
        behind.remove(segment.file());
        leftovers.add(segment);
        if (!settings.lasting()) {
            leftovers.unneeded(leftovers.now());
            leftovers.deleteUnneeded();
        }
    }

    /** Says that nothing below is stored any more, after segments were dropped. */
    void firstChanged() {
        long next = next(0);
        firstSeq = next == 0 ? lastSeq + 1 : next;
    }

    /** Begins another file with the next message. */
    void giveUp(Segment segment) {
        if (!list.contains(segment)) {
            return; // Nothing in it is needed.
        }
        segment.giveUpFile();
        if (segment.file().unwrittenBytes() > 0 && !behind.contains(segment.file())) {
            behind.add(segment.file());
        }
    }

    /** Returns whether what is left of a segment should go to another file: because of what is not, or of that file. */
    boolean shouldMove(Segment segment) {
        long used = (long) segment.file().end() - SegmentHead.BYTES;
        return segment.isFileGivenUp()
                || segment.isErasing()
                || (packs && segment.isToPack())
                || (segment.isSealed() && used >= MOVED_BYTES_MIN && 2 * segment.recordBytes() <= used);
    }

    /** Moves what is left of a segment of a store without checkpoints. */
    private void moveNow(Segment segment) {
        SegmentMove move =
                new SegmentMove(segment, new SegmentCheckpoint.Target(newPlace(segment.baseSeq()), index(segment)));
        try {
            move.run(settings.files(), segment.file().end());
            SegmentFile before = segment.file();
            segment.moved(
                    SegmentFile.open(move.place(), settings.files(), move.length()),
                    move.offsets(),
                    segment.erasures());
            leftovers.unneeded(before, 0);
            leftovers.deleteUnneeded();
        } catch (IOException e) {
            writeProblem = e;
        }
    }

    /** Gives back memory and files. */
    void close() throws IOException {
        for (Segment segment : list) {
            segment.file().gone();
            indexes.letGo(segment);
            settings.files().forget(segment.file().place().path());
        }
    }

    private boolean isLarge(Segment segment) {
        return segment.file().end() > segmentBytes / EMPTIED_PART || segment.entries() > ENTRIES_MAX / 2;
    }

    /** Writes what is pending of all segments; what cannot be written stays pending. */
    void flush() {
        List.copyOf(behind).forEach(this::flush);
        behind.removeIf(file -> file.unwrittenBytes() == 0);
        Segment last = list.isEmpty() ? null : list.get(list.size() - 1);
        if (last != null) {
            flush(last.file());
        }
    }

    /** Gives back the memory that writing took, until something is written. */
    void rest() {
        if (!list.isEmpty()) {
            list.get(list.size() - 1).file().rest();
        }
    }

    private void flush(SegmentFile file) {
        try {
            file.flush();
            if (behind.stream().allMatch(other -> other.unwrittenBytes() == 0)) {
                writeProblem = null;
            }
        } catch (IOException e) {
            writeProblem = e;
        }
    }

    /** Returns why the last write failed, or null if it did not. */
    @Nullable
    Exception writeProblem() {
        return writeProblem;
    }

    long unwrittenBytes() {
        long sum = list.isEmpty() ? 0 : list.get(list.size() - 1).file().unwrittenBytes();
        for (SegmentFile file : behind) {
            sum += file.unwrittenBytes();
        }
        return sum;
    }

    private void fill(Segment segment, long seq) {
        SegmentIndex index = index(segment);
        while (segment.endSeq() + 1 < seq) {
            index.add(0, false, SegmentIndex.NO_SUBJECT, segment.lastTimestampNanos());
            segment.gap();
        }
    }

    static UncheckedIOException unreadable(Segment segment, IOException cause) {
        return new UncheckedIOException(segment.file().place().path() + ": its index cannot be read", cause);
    }
}
