package dev.gannet.jetstream.stream;

import dev.gannet.jetstream.config.Compression;
import dev.gannet.jetstream.config.Retention;
import dev.gannet.jetstream.config.StorageType;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfig.StreamLimits;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.stream.MessageHeaders.Field;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.StoreRecord;
import dev.gannet.store.segment.DamagedException;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import dev.gannet.store.segment.StoredMessage;
import dev.gannet.store.segment.SubjectTotals;
import dev.gannet.subject.transform.SubjectTransform;
import dev.gannet.subject.transform.TransformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A stream: its settings, its messages, and what it remembers of them.
 *
 * <p><b>Owner:</b> the stream loop of its shard, but for what is said to be for any thread. It changes by entries of the log
 * alone.
 */
public final class Stream {
    private static final byte[] NOTHING = {};

    private final int id;
    private final String account;
    private final String domain;
    private final long createdNanos;
    private final MessageStore store;
    private final MessageSize sizes;
    private final AccountUsage usage;
    private final StoreRecord record = new StoreRecord();
    private final SubjectTotals totals = new SubjectTotals();
    private StreamConfig config;
    private Acks acks;
    private @Nullable SubjectTransform transform;
    private @Nullable Republishing republishing;
    private final StreamConsumers consumers;
    private @Nullable ShardWatcher watcher;
    private StreamMemory memory = new StreamMemory();
    private long plannedNanos = Lifetimes.NEVER;
    private ShardImage.@Nullable Part image; // As it was taken last, if nothing has changed since.
    private long imagedChanges;
    private boolean touched;
    private long purged; // By a purge that is not done yet.

    Stream(Origin origin, StreamConfig config, MessageStore store, AccountUsage usage) {
        this.id = origin.id();
        this.account = origin.account();
        this.domain = origin.domain();
        this.createdNanos = origin.createdNanos();
        this.store = store;
        this.sizes = origin.sizes();
        this.usage = usage;
        this.config = config;
        this.acks = new Acks(config.name(), domain);
        this.consumers = new StreamConsumers(this);
        configure(config);
    }

    /** What a stream is from its first moment on. */
    record Origin(int id, String account, String domain, long createdNanos, MessageSize sizes) {}

    private void configure(StreamConfig other) {
        config = other;
        store.pack(other.storage().compression() == Compression.S2);
        republishing = Republishing.of(other.name(), other.republish());
        StreamConfig.SubjectTransformConfig subjects = other.subjectTransform();
        try {
            transform = subjects == null ? null : SubjectTransform.of(subjects.source(), subjects.destination());
        } catch (TransformException e) {
            throw new IllegalArgumentException("subject_transform: " + e.getMessage() + " (expected: checked)", e);
        }
    }

    /** Takes over other settings; what they do not allow goes at once (ST-74). */
    void update(StreamConfig other) {
        boolean losesInterest = other.storage().retention() == Retention.INTEREST
                && config.storage().retention() != Retention.INTEREST;
        configure(other);
        if (losesInterest && consumers.isEmpty()) {
            removeBelow(store.lastSeq() + 1); // RL-2211
        }
        if (other.limits().maxMessagesPerSubject() > 0) {
            enforceSubjectLimits();
        }
        enforceLimits(NOTHING);
    }

    public int id() {
        return id;
    }

    public String account() {
        return account;
    }

    public long createdNanos() {
        return createdNanos;
    }

    public StreamConfig config() {
        return config;
    }

    public MessageStore store() {
        return store;
    }

    public StreamConsumers consumers() {
        return consumers;
    }

    /** Its consumers are at work from now on, and somebody is told of what happens. */
    void work(ShardWatcher newWatcher) {
        watcher = newWatcher;
        consumers.work(newWatcher);
    }

    public Acks acks() {
        return acks;
    }

    @Nullable
    Republishing republishing() {
        return republishing;
    }

    String lastMessageId() {
        return memory.lastMessageId();
    }

    /** Returns a message as it would be stored: its time is later than that of the last one. */
    StoredParts parts(MessageEntry entry, MessageHeaders headers) {
        long time = Math.max(entry.timeNanos(), memory.lastTimeNanos() + 1);
        byte[] subject = entry.subject();
        SubjectTransform mapping = transform;
        if (mapping != null && mapping.matches(subject, 0, subject.length)) {
            subject = mapping.apply(subject, bound -> (int) Long.remainderUnsigned(store.lastSeq() + 1, bound));
        }
        return new StoredParts(time, subject, headers.stored(), entry.payload(), headers.get(Field.TTL));
    }

    /** Returns how many bytes a message counts for. */
    long sizeOf(StoredParts parts) {
        int bytes = parts.subject().length
                + parts.headers().length
                + parts.payload().length();
        return sizes.of(bytes, parts.headers().length > 0);
    }

    /** Returns whether somebody waits for messages on a subject, where that decides whether they are kept. */
    boolean hasInterest(byte[] subject) {
        return consumers.want(subject);
    }

    /** Returns the sequence of a message with the same id, or zero. */
    long findDuplicate(MessageHeaders headers, long nowNanos) {
        String messageId = headers.get(Field.MSG_ID);
        long window = config.limits().duplicateWindowNanos();
        return messageId == null || messageId.isEmpty() || window <= 0
                ? 0
                : memory.duplicates().find(messageId, nowNanos, window);
    }

    /** Returns when the last message came, kept or not, or 0. */
    public long lastTimeNanos() {
        return Math.max(memory.lastTimeNanos(), store.lastTimestampNanos());
    }

    /** Uses a sequence for a message that nobody wants; returns it. */
    long skip(StoredParts parts, @Nullable String messageId) {
        long seq = store.lastSeq() + 1;
        memory.lastTimeNanos(parts.timeNanos());
        store.skip(seq);
        remember(messageId, seq, parts.timeNanos());
        return seq;
    }

    /** Stores a message; returns its sequence. */
    long append(StoredParts parts, @Nullable String messageId) {
        long seq = store.lastSeq() + 1;
        memory.lastTimeNanos(parts.timeNanos());
        live(parts, seq);
        store.append(parts.to(record.message(seq, parts.timeNanos())));
        usage.add(sizeOf(parts));
        remember(messageId, seq, parts.timeNanos());
        ShardWatcher told = watcher;
        if (told != null) {
            told.stored(this, seq, parts);
        }
        return seq;
    }

    private void remember(@Nullable String messageId, long seq, long timeNanos) {
        String kept = messageId == null ? "" : messageId;
        memory.lastMessageId(kept);
        if (!kept.isEmpty() && config.limits().duplicateWindowNanos() > 0) {
            memory.duplicates().forget(timeNanos, config.limits().duplicateWindowNanos());
            memory.duplicates().add(kept, seq, timeNanos);
        }
    }

    /** Notes when the message goes; no sooner than a marker of its going would (ST-128). */
    private void live(StoredParts parts, long seq) {
        long seconds = parts.ttlSeconds();
        if (seconds == 0 || !config.features().messageTtl()) {
            return;
        }
        if (seconds == StoredParts.NEVER) {
            memory.lifetimes().add(seq, Lifetimes.NEVER);
            return;
        }
        long markerSeconds = config.features().subjectDeleteMarkerTtlNanos() / 1_000_000_000L;
        if (seconds < markerSeconds && config.limits().maxMessagesPerSubject() != 1) {
            seconds = markerSeconds;
            parts.headers(MessageHeaders.withValue(parts.headers(), Field.TTL, Long.toString(seconds)));
        }
        long nanos = seconds > Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : seconds * 1_000_000_000L;
        long end = parts.timeNanos() + nanos;
        memory.lifetimes().add(seq, end < 0 ? Lifetimes.NEVER : end);
    }

    /** Lets the oldest messages go that are more than there may be (ST-113, ST-114). */
    void enforceLimits(byte[] subject) {
        StreamLimits limits = config.limits();
        if (limits.maxMessagesPerSubject() > 0 && subject.length > 0) {
            while (store.messagesOf(subject, 0, subject.length) > limits.maxMessagesPerSubject()
                    && store.subject(subject, 0, subject.length, totals)) {
                remove(totals.firstSeq(), false);
            }
        }
        while (limits.maxMessages() > 0 && store.messages() > limits.maxMessages()) {
            remove(store.firstSeq(), false);
        }
        while (limits.maxBytes() > 0 && store.bytes() > limits.maxBytes() && store.messages() > 0) {
            remove(store.firstSeq(), false);
        }
    }

    private void enforceSubjectLimits() {
        long max = config.limits().maxMessagesPerSubject();
        java.util.List<byte[]> full = new java.util.ArrayList<>();
        store.forEachSubject(">", NOTHING, (subject, messages) -> {
            if (messages > max) {
                full.add(subject.clone());
            }
            return true;
        });
        full.forEach(this::enforceLimits);
    }

    /** Returns why a message cannot be taken out (ST-235, ST-236). */
    @Nullable
    ApiError denies(Change.Remove remove) {
        if (config.access().sealed()) {
            return ErrorCode.STREAM_SEALED.error();
        }
        if (config.access().denyDelete()) {
            return ErrorCode.STREAM_MSG_DELETE_FAILED.error("message delete not permitted");
        }
        long seq = remove.seq();
        if (seq != 0 && (store.sizeOf(seq) != 0 || store.losses().has(seq))) {
            return null;
        }
        boolean isAmongOthers = seq >= store.firstSeq() && seq <= store.lastSeq() && store.messages() > 0;
        if (isAmongOthers || config.storage().type() == StorageType.MEMORY) {
            return ErrorCode.SEQUENCE_NOT_FOUND.error(Long.toUnsignedString(seq));
        }
        return ErrorCode.STREAM_MSG_DELETE_FAILED.error(
                seq > store.lastSeq() ? "stream store EOF" : "no message found");
    }

    /** Lets a message go; returns whether it was there. */
    boolean remove(long seq, boolean erase) {
        long size = store.sizeOf(seq);
        ShardWatcher told = watcher;
        if (told != null && size > 0) {
            told.removing(this, seq);
        }
        boolean wasThere = erase ? store.erase(seq) : store.remove(seq);
        if (wasThere) {
            usage.add(-size);
            if (!memory.lifetimes().isEmpty()) {
                memory.lifetimes().remove(seq);
            }
        }
        return wasThere;
    }

    /** Lets every message below a sequence go; returns how many those were. */
    long removeBelow(long seq) {
        long before = store.messages();
        long bytes = store.bytes();
        try {
            store.removeUpTo(seq - 1);
        } finally {
            usage.add(store.bytes() - bytes); // Also of what went before something had to be fetched.
        }
        forgetLifetimes();
        ShardWatcher told = watcher;
        if (told != null) {
            told.removedBelow(this, seq);
        }
        return before - store.messages();
    }

    private void forgetLifetimes() {
        if (!memory.lifetimes().isEmpty()) {
            memory.lifetimes().removeIf(seq -> !store.has(seq));
        }
    }

    /** Lets messages of a filter go that are below a sequence, but for the newest; returns how many those were. */
    long removeOfSubject(String filter, long below, long keep) {
        long left = keep == 0 ? Long.MAX_VALUE : Math.max(0, store.messages(filter) - keep);
        long removed = 0;
        long seq = store.next(filter, 1);
        while (seq != 0 && seq < below && removed < left) {
            removed += remove(seq, false) ? 1 : 0;
            seq = store.next(filter, seq + 1);
        }
        return removed;
    }

    /**
     * Lets messages go as somebody asks for (ST-230 to ST-232); returns how many. Where something has to be fetched for
     * that it may be called again.
     */
    long purge(Change.Purge purge) {
        long before = store.messages();
        try {
            letGo(purge);
            consumers.purged(purge.filter());
        } catch (NotInMemoryException e) {
            purged += before - store.messages();
            throw e;
        }
        long all = purged + before - store.messages();
        purged = 0;
        return all;
    }

    private void letGo(Change.Purge purge) {
        boolean isAll = purge.filter().isEmpty() || purge.filter().equals(">");
        if (!isAll) {
            long below = purge.seq() == 0 ? store.lastSeq() + 1 : purge.seq();
            removeOfSubject(purge.filter(), below, purge.keep());
            return;
        }
        if (purge.keep() > 0) {
            long first = store.lastSeq() + 1;
            for (long kept = 0; kept < purge.keep() && first > 0; kept++) {
                first = store.previousSeq(first - 1);
            }
            removeBelow(first);
            return;
        }
        long below = purge.seq() == 0 ? store.lastSeq() + 1 : purge.seq();
        removeBelow(Math.min(below, store.lastSeq() + 1));
        if (below > store.lastSeq() + 1) {
            store.skipTo(below);
        }
    }

    /** Returns when something will be due, or {@link Lifetimes#NEVER}. */
    long dueNanos() {
        long due = memory.lifetimes().nextEndNanos();
        long maxAge = config.limits().maxAgeNanos();
        if (maxAge > 0 && store.messages() > 0 && !config.access().sealed()) {
            long oldest = oldestMortal();
            due = oldest == 0 ? due : Math.min(due, store.timestampOf(oldest) + maxAge);
        }
        return due;
    }

    /** Returns when the next message goes that said so itself, or {@link Lifetimes#NEVER}. */
    long lifetimeEndNanos() {
        return memory.lifetimes().nextEndNanos();
    }

    private long oldestMortal() {
        long seq = store.firstSeq();
        while (seq != 0 && !memory.lifetimes().isEmpty() && memory.lifetimes().isImmortal(seq)) {
            seq = store.nextSeq(seq + 1);
        }
        return seq;
    }

    /** Lets go what is due at this time. */
    void expire(long nowNanos) {
        memory.duplicates().forget(nowNanos, Math.max(1, config.limits().duplicateWindowNanos()));
        long maxAge = config.limits().maxAgeNanos();
        if (maxAge > 0 && !config.access().sealed()) {
            long seq = oldestMortal();
            while (seq != 0 && seq <= store.lastSeq() && store.timestampOf(seq) + maxAge <= nowNanos) {
                expire(seq, nowNanos);
                seq = oldestMortal();
            }
        }
        for (long seq = memory.lifetimes().due(nowNanos);
                seq != 0;
                seq = memory.lifetimes().due(nowNanos)) {
            if (store.has(seq)) {
                expire(seq, nowNanos);
            }
            memory.lifetimes().remove(seq);
        }
    }

    /** Returns how many bytes more it may have at most when messages have gone because of their age. */
    public long expiryBytesMax() {
        return config.features().subjectDeleteMarkerTtlNanos() > 0 ? store.messages() * DeleteMarker.MORE_BYTES_MAX : 0;
    }

    /** Lets one message go because of its age, and says so if it was the last of its subject (ST-129). */
    private void expire(long seq, long nowNanos) {
        long markerTtl = config.features().subjectDeleteMarkerTtlNanos();
        byte[] subject = markerTtl > 0 ? subjectWithoutMarker(seq) : NOTHING;
        boolean isLast = subject.length > 0 && store.messagesOf(subject, 0, subject.length) == 1;
        remove(seq, false); // Whatever has to be fetched was before this: it is not asked again.
        if (isLast) {
            long time = Math.max(nowNanos, memory.lastTimeNanos() + 1);
            append(DeleteMarker.of(subject, time, markerTtl), null);
        }
    }

    private byte[] subjectWithoutMarker(long seq) {
        StoredMessage message = load(seq);
        return message == null || DeleteMarker.is(message.headers()) ? NOTHING : message.subject();
    }

    /**
     * Returns a message; null if it is not there, or is damaged, which is said elsewhere.
     *
     * @throws NotInMemoryException if it has to be fetched
     * @throws UncheckedIOException if the disk fails: what comes of the entry cannot be told then
     */
    @Nullable
    StoredMessage load(long seq) {
        try {
            return store.message(seq);
        } catch (DamagedException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ShardImage.@Nullable Part image() {
        return imagedChanges == consumers.progress().changes() ? image : null;
    }

    void image(ShardImage.@Nullable Part newImage) {
        image = newImage;
        imagedChanges = consumers.progress().changes();
    }

    boolean isTouched() {
        return touched;
    }

    void touched(boolean isTouched) {
        touched = isTouched;
    }

    /** Returns what is not in the store. */
    StreamMemory.Image memory() {
        return memory.image();
    }

    /** Takes over what was written, with a store that is open as it was then. */
    void remember(StreamMemory before) {
        memory = before;
        usage.add(store.bytes());
    }

    /** Returns for when its shard has planned to look at it; {@link Lifetimes#NEVER} is not at all. */
    long planned() {
        return plannedNanos;
    }

    void planned(long timeNanos) {
        plannedNanos = timeNanos;
    }

    /** Takes its messages out of what its account uses. */
    void leave() {
        usage.add(-store.bytes());
    }
}
