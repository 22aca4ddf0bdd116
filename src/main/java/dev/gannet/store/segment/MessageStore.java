package dev.gannet.store.segment;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.Erasure;
import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.record.Sight;
import dev.gannet.store.record.StoreRecord;
import dev.gannet.store.record.StoredBlock;
import dev.gannet.store.record.StoredView;
import dev.gannet.store.subjects.SubjectFilter;
import dev.gannet.store.subjects.SubjectTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one stream. What they say is in files, what is known of them is answered from memory or from small
 * files of their index, never by reading messages.
 *
 * <p>Nothing here is durable by itself: a {@linkplain #checkpoint checkpoint} is, and what is done after it is repeated
 * from the log. So all that can be asked follows from the manifest of a checkpoint and the calls after it.
 *
 * <p>A write that fails loses nothing: the bytes stay in memory and are written with the next ones ({@link #writeProblem},
 * {@link #unwrittenBytes}).
 *
 * <p>What is not in memory is read where it is asked for, until {@link IndexBudget#fetchElsewhere}; from then on whatever
 * cannot be told without the disk says so with a {@link NotInMemoryException}, of the sort that may be asked again.
 *
 * <p><b>Owner:</b> the stream loop of its shard; every method is called there. {@link StoredRead#load},
 * {@link StoreCheckpoint#sync}, {@link StoreCheckpoint#manifest} and {@link Scrub#run} are for other threads.
 *
 * <p><b>Units:</b> timestamps are nanoseconds since 1970. A sequence is at least 1; 0 means none.
 *
 * <p><b>Hot path:</b> {@link #append} allocates nothing but when memory grows.
 */
public final class MessageStore {
    /** How large a segment file gets, unless one message is larger. */
    public static final int SEGMENT_BYTES = 64 << 20;

    private final Settings settings;
    private final String directory;
    private final SubjectTable table;
    private final Segments segments;
    private final StoreSubjects subjects;
    private final Losses losses;
    private final Leftovers leftovers;
    private final Erasures erasures = new Erasures();
    private @Nullable StoreCheckpoint unkept;
    private StoredRead.@Nullable Later fetched;
    private long changes; // Counts them, so that it is known whether there are any since the last checkpoint.
    private long changesKept = -1;

    /**
     * What the stores of a loop have in common, or all but that.
     *
     * @param files the open files of {@code disk}
     * @param indexes what the indexes of all stores of the loop may take
     * @param segmentBytes how large a segment file gets, unless one message is larger; without checkpoints a part of it
     * @param size what a message counts for
     * @param lasting whether checkpoints are made; without, files are deleted as soon as nothing is in them
     */
    public record Settings(
            Disk disk,
            OpenFiles files,
            IndexBudget indexes,
            int segmentBytes,
            MessageSize size,
            boolean lasting,
            ServerLog log) {
        private static final int SEGMENT_BYTES_MIN = 256;
        private static final int SEGMENT_BYTES_MAX = 1 << 30;

        public Settings {
            if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > SEGMENT_BYTES_MAX) {
                throw new IllegalArgumentException("segmentBytes: " + segmentBytes + " (expected: " + SEGMENT_BYTES_MIN
                        + " to " + SEGMENT_BYTES_MAX + ")");
            }
        }

        /** Returns whether what is not in memory is fetched elsewhere. Heap files do not wait. */
        boolean mayNotWait() {
            return lasting && indexes.isFetchedElsewhere();
        }
    }

    MessageStore(Settings settings, String directory, DamageListener damage) {
        this.settings = settings;
        this.directory = directory;
        this.losses = new Losses(directory, damage, settings.log());
        this.table = new SubjectTable();
        this.leftovers = new Leftovers(settings);
        this.segments = new Segments(settings, directory, new SegmentIndexes(settings, table, losses), leftovers);
        this.subjects = new StoreSubjects(table, segments);
    }

    /** Makes a store of nothing; files of a store that are there already are deleted. */
    public static MessageStore create(Settings settings, String directory, DamageListener damage) throws IOException {
        settings.disk().createDirectory(directory);
        return open(settings, directory, StoreManifest.ofNothing().bytes(), damage);
    }

    /**
     * Returns a store as it was when a checkpoint made this manifest. Files that the manifest does not name are deleted
     * if their names are a store's.
     *
     * @throws IOException if a file cannot be read, or is of another version; what is damaged is told instead
     */
    public static MessageStore open(Settings settings, String directory, ByteBuffer manifest, DamageListener damage)
            throws IOException {
        MessageStore store = new MessageStore(settings, directory, damage);
        StoreManifest state = StoreManifest.read(manifest);
        new StoreRecovery(settings, directory, store.table, store.losses).restore(state, store.segments);
        store.erasures.restore(state.erasures());
        return store;
    }

    /** Has files be packed in the background when they are full, or not any more. */
    public void pack(boolean packs) {
        segments.pack(packs);
    }

    /** Adds a message, whose sequence is higher than all before; those between are gaps. */
    public void append(StoreRecord message) {
        long seq = message.seq();
        int subjectLength = message.subject().length();
        if (seq <= segments.lastSeq() || subjectLength > SubjectTable.LENGTH_MAX) {
            throw new IllegalArgumentException("message " + seq + ", subject of " + subjectLength
                    + " bytes (expected: above " + segments.lastSeq() + ", <= " + SubjectTable.LENGTH_MAX + ")");
        }
        long body = (long) subjectLength
                + message.headers().length()
                + message.payload().length();
        int length = Math.toIntExact(RecordLayout.HEAD_BYTES + body);
        boolean hasHeaders = message.headers().length() > 0;
        long size = settings.size().of(body, hasHeaders);

        Segment segment = segments.forAppend(seq, length);
        SegmentIndex index = segments.index(segment);
        boolean flush = segment.file().append(message);
        int subject = subjects.number(message);
        index.add(length, hasHeaders, subject, message.timestampNanos());
        segment.added(message.timestampNanos(), length, size);
        segments.added(seq, message.timestampNanos(), size);
        subjects.added(subject, seq, segment, index);
        fetched = null;
        changes++;
        if (flush) {
            segments.flush();
        }
    }

    /** Takes a message away; returns whether it was there. If it was lost, it is not any more. */
    public boolean remove(long seq) {
        losses.gone(seq);
        Segment segment = segments.find(seq);
        if (segment == null || !segment.isLive(segment.entry(seq))) {
            return false;
        }
        int subject = segments.index(segment).subject(segment.entry(seq));
        segments.removed(segment, segment.entry(seq));
        subjects.removed(subject);
        changes++;
        return true;
    }

    /**
     * Takes a message away and overwrites its bytes; returns whether it was there. They are overwritten for good when the
     * second checkpoint after this is kept: until the first one is, the message may be needed to repeat what was done.
     */
    public boolean erase(long seq) {
        Segment segment = segments.find(seq);
        if (segment == null || !segment.isLive(segment.entry(seq))) {
            return remove(seq);
        }
        SegmentIndex index = segments.index(segment);
        int entry = segment.entry(seq);
        int position = index.offset(entry);
        SegmentPlace place = segment.file().place();
        segment.erased();
        if (settings.lasting() && !place.isPacked()) {
            erasures.add(new Erasure(place.baseSeq(), place.number(), position, index.length(entry)));
        }
        return remove(seq);
    }

    /** Takes all messages up to a sequence away. */
    public void removeUpTo(long seq) {
        if (seq < segments.firstSeq() || segments.messages() == 0) {
            return;
        }
        changes++;
        boolean all = seq >= segments.lastSeq();
        if (all) {
            table.clear();
        }
        try {
            while (!segments.list().isEmpty() && segments.list().get(0).endSeq() <= seq) {
                Segment segment = segments.list().get(0);
                if (!all) {
                    removeAll(segment);
                }
                segments.drop(segment);
            }
        } finally {
            segments.firstChanged(); // Also where the next segment's index has to be fetched.
        }
        for (long next = segments.firstSeq(); segments.messages() > 0 && next <= seq; next = segments.firstSeq()) {
            remove(next);
        }
    }

    private void removeAll(Segment segment) {
        SegmentIndex index = segments.index(segment);
        for (int entry = segment.nextLive(0); entry >= 0; entry = segment.nextLive(entry + 1)) {
            subjects.removed(index.subject(entry));
        }
    }

    /** Takes all messages away; the next one has at least this sequence, which is higher than all before. */
    public void skipTo(long nextSeq) {
        if (nextSeq <= segments.lastSeq()) {
            throw new IllegalArgumentException("nextSeq: " + nextSeq + " (expected: above " + segments.lastSeq() + ")");
        }
        removeUpTo(segments.lastSeq());
        skip(nextSeq - 1);
    }

    /** Takes note that sequences up to this one have no message. */
    public void skip(long seq) {
        if (seq > segments.lastSeq()) {
            segments.skip(seq);
            changes++;
        }
    }

    /** Takes note that a message, whose sequence is higher than all before, was lost on its way here. */
    public void lose(long seq, String what) {
        skip(seq);
        losses.add(seq, what);
    }

    public long messages() {
        return segments.messages();
    }

    /** Returns the bytes that the messages count for. */
    public long bytes() {
        return segments.bytes();
    }

    /** Returns the sequence of the first message; if there is none, the next that may come, or 0 if none ever came. */
    public long firstSeq() {
        return segments.lastSeq() == 0 ? 0 : segments.firstSeq();
    }

    /** Returns the highest sequence that was ever used, or 0. */
    public long lastSeq() {
        return segments.lastSeq();
    }

    /** Returns the timestamp of the first message, or 0 if there is none. */
    public long firstTimestampNanos() {
        return messages() == 0 ? 0 : segments.firstTimestampNanos();
    }

    /** Returns the timestamp of the last message that was appended, or 0. */
    public long lastTimestampNanos() {
        return segments.lastTimestampNanos();
    }

    /** Returns how many subjects the messages have. */
    public long subjects() {
        return subjects.size();
    }

    /** Returns how many sequences between the first and the last have no message. */
    public long deleted() {
        return messages() == 0 ? 0 : segments.lastSeq() - segments.firstSeq() + 1 - messages();
    }

    /** Returns the first of the sequences between the first and the last that have no message. */
    public long[] deletedSequences(int max) {
        return segments.deleted((int) Math.min(max, deleted()));
    }

    public boolean has(long seq) {
        return segments.isLive(seq);
    }

    /** Returns the bytes that a message counts for, or 0 if it is not there. */
    public long sizeOf(long seq) {
        Segment segment = segments.find(seq);
        if (segment == null || !segment.isLive(segment.entry(seq))) {
            return 0;
        }
        SegmentIndex index = segments.index(segment);
        int entry = segment.entry(seq);
        return settings.size().of((long) index.length(entry) - RecordLayout.HEAD_BYTES, index.hasHeaders(entry));
    }

    /** Returns the timestamp of a message, or 0 if it is not there. */
    public long timestampOf(long seq) {
        if (seq == segments.firstSeq() && messages() > 0) {
            return segments.firstTimestampNanos();
        }
        Segment segment = segments.find(seq);
        return segment == null || !segment.isLive(segment.entry(seq))
                ? 0
                : segments.index(segment).timestampNanos(segment.entry(seq));
    }

    /** Finds out about a literal subject; returns whether there are messages of it. */
    public boolean subject(byte[] bytes, int from, int length, SubjectTotals into) {
        return subjects.totals(bytes, from, length, into);
    }

    /** Returns how many messages there are of a literal subject. */
    public long messagesOf(byte[] bytes, int from, int length) {
        return subjects.messages(bytes, from, length);
    }

    /** Returns the highest sequence with a literal subject, or 0. */
    public long lastOf(byte[] bytes, int from, int length) {
        return subjects.last(bytes, from, length);
    }

    /** Returns the lowest sequence from {@code from} on that has a message, or 0. */
    public long nextSeq(long from) {
        return segments.next(from);
    }

    /** Returns how many messages there are from a sequence on. */
    public long messagesFrom(long from) {
        return segments.messagesFrom(from);
    }

    /** Returns the highest sequence up to {@code upTo} that has a message, or 0. */
    public long previousSeq(long upTo) {
        return segments.previous(upTo);
    }

    /** Returns the lowest sequence from {@code from} on whose subject matches a valid filter, or 0. */
    public long next(String filter, long from) {
        return subjects.next(SubjectFilter.of(filter), from);
    }

    /** Returns the lowest sequence from {@code from} on whose subject matches, or 0. */
    public long next(SubjectFilter filter, long from) {
        return subjects.next(filter, from);
    }

    /** Returns the highest sequence whose subject matches a valid filter, or 0. */
    public long last(String filter) {
        return subjects.last(SubjectFilter.of(filter));
    }

    /** Returns the highest sequence below {@code before} with a literal subject, or 0. */
    public long previousOf(byte[] bytes, int from, int length, long before) {
        return subjects.previous(bytes, from, length, before);
    }

    /** Returns how many messages a valid filter matches; cost as many steps as subjects that it matches. */
    public long messages(String filter) {
        return subjects.messages(SubjectFilter.of(filter));
    }

    /** Returns the lowest sequence with a message that is not older, or that of the next one that may come. */
    public long seqAt(long timestampNanos) {
        return segments.seqAt(timestampNanos);
    }

    /** Returns the subject of a message that is there. */
    public byte[] subjectOf(long seq) {
        return subjects.bytesOf(seq);
    }

    /**
     * Shows subjects that a valid filter matches, in the order of their bytes, those behind {@code after}, until the
     * visitor says no. The visitor must not change the store.
     *
     * @param after empty for all
     */
    public void forEachSubject(String filter, byte[] after, SubjectVisitor visitor) {
        subjects.forEach(SubjectFilter.of(filter), after, visitor);
    }

    /** Returns a read of a message, or null if it is not there. It must be loaded or closed. */
    public @Nullable StoredRead read(long seq) {
        Segment segment = segments.find(seq);
        if (segment == null || !segment.isLive(segment.entry(seq))) {
            return null;
        }
        SegmentIndex index = segments.index(segment);
        int entry = segment.entry(seq);
        var where = new StoredRead.Where(seq, index.offset(entry), index.length(entry));
        return new StoredRead(segments.content(segment), segment.file(), losses, where);
    }

    /** Shows a message if it is in memory; it may be in {@code block} too, unless that is null. */
    public Sight look(long seq, @Nullable StoredBlock block, StoredView into) {
        return segments.look(seq, block, into, losses);
    }

    /** Returns a read of a message and what stands behind it in its file, of about so many bytes; null if it is not there. */
    public @Nullable StoredBlock block(long seq, int bytes) {
        return segments.block(seq, bytes);
    }

    /**
     * Returns a message, or null if it is not there.
     *
     * @throws DamagedException if it is not what was stored
     * @throws NotInMemoryException if it has to be fetched; then it is here until something is appended
     */
    public @Nullable StoredMessage message(long seq) throws IOException {
        if (fetched != null && fetched.seq() == seq) {
            return fetched.message();
        }
        StoredRead read = read(seq);
        if (read == null || read.isInMemory() || !settings.mayNotWait()) {
            return read == null ? null : read.load();
        }
        read.close();
        throw new NotInMemoryException(new StoredRead.Later(() -> read(seq), seq, done -> fetched = done));
    }

    /** Returns a look through the first sealed segment that begins at a sequence or behind it, or null if there is none. */
    public @Nullable Scrub scrub(long fromSeq) {
        Segment segment = segments.readable(fromSeq);
        return segment == null ? null : new Scrub(segment, segments.index(segment), settings.files(), losses);
    }

    /** Returns what was found damaged since the store was opened. */
    public Losses losses() {
        return losses;
    }

    /**
     * Takes what is to be made durable. One is under way at a time: without {@link StoreCheckpoint#kept} for the one
     * before, that one has failed.
     */
    public StoreCheckpoint checkpoint() {
        segments.flush();
        segments.rest();
        StoreCheckpoint before = unkept;
        if (before != null) {
            before.abandon();
        }
        boolean clean = changes == changesKept && before == null && !leftovers.hasUnneeded();
        long changesThen = changes;
        StoreCheckpoint checkpoint = new StoreCheckpoint(
                new StoreCheckpoint.Of(settings, directory, table, segments, leftovers, erasures), clean, () -> {
                    changesKept = changesThen;
                    unkept = null;
                });
        unkept = checkpoint;
        return checkpoint;
    }

    /** Returns why the last write failed, or null if all is well. Each append tries again now and then. */
    public @Nullable Exception writeProblem() {
        return segments.writeProblem();
    }

    /** Returns the bytes that are only in memory; many mean that writing fails. */
    public long unwrittenBytes() {
        return segments.unwrittenBytes();
    }

    /** Deletes all files. */
    public void delete() throws IOException {
        close();
        deleteFiles();
    }

    /** Deletes the files of a store that is closed. Any thread. */
    public void deleteFiles() throws IOException {
        for (String name : settings.disk().list(directory)) {
            if (SegmentPlace.numberOf(name).isPresent()) {
                settings.files().delete(directory + "/" + name);
            }
        }
        try {
            settings.disk().delete(directory);
        } catch (IOException e) {
            settings.log().warn(directory + ": the empty directory cannot be deleted: " + e);
        }
    }

    /** Gives back memory and files; what was not in a checkpoint is not written. */
    public void close() throws IOException {
        segments.close();
    }
}
