package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one shard, and what its log makes of them.
 *
 * <p><b>Owner:</b> its stream loop.
 */
public final class Shard {
    /** A longer image of a stream is made again for each checkpoint. */
    private static final int IMAGE_KEPT_MAX = 64 << 10;

    private final Parts parts;
    private final TreeMap<Integer, Stream> byId = new TreeMap<>();
    private final Map<String, TreeMap<String, Stream>> byAccount = new HashMap<>();
    private final AccountUsage serverUsage = new AccountUsage(null);
    private final Map<String, AccountUsage> usage = new TreeMap<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final MessageEntry entry = new MessageEntry();
    private final Outcome outcome = new Outcome();
    private Publishing publishing = new Publishing();
    private List<Stream> gone = new ArrayList<>();
    private final TouchedStreams touched = new TouchedStreams();
    private int lastId;

    /**
     * What a shard is made with.
     *
     * @param domain of the server, empty for none
     * @param sizes what its messages count for
     */
    public record Parts(String domain, MessageSize sizes, Stores stores, Configs configs) {}

    /** Makes the places that messages are stored in. */
    public interface Stores {
        /**
         * Makes room for a stream that may be made: what can fail there fails here, before the log says that there is one.
         * Any thread.
         */
        void prepare(int stream) throws IOException;

        /** Returns the store of a new stream. */
        MessageStore create(int stream) throws IOException;

        /** Returns a store as it was when this was written of it. */
        MessageStore open(int stream, ByteBuffer manifest) throws IOException;
    }

    /** Writes settings as entries hold them, and reads them. */
    public interface Configs {
        byte[] write(StreamConfig config);

        StreamConfig read(byte[] json);
    }

    /**
     * What came of a change.
     *
     * @param stream whose, or null if it was of none
     * @param count how many messages are gone by it
     * @param error why nothing came of it, or null
     */
    public record Applied(
            @Nullable Stream stream, long count, @Nullable ApiError error) {
        private static final Applied NOTHING = new Applied(null, 0, null);
    }

    /** When a stream has something to do. */
    private record Due(long timeNanos, Stream stream) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(timeNanos, other.timeNanos);
            return byTime != 0 ? byTime : Integer.compare(stream.id(), other.stream.id());
        }
    }

    public Shard(Parts parts) {
        this.parts = parts;
    }

    /**
     * Applies a message; the outcome is good until the next one.
     *
     * @throws NotInMemoryException if something has to be fetched before: then what {@link #takeUnfinished} says comes
     *     next of this stream
     */
    public Outcome applyMessage(ByteBuffer body) {
        entry.wrap(body);
        outcome.clear();
        Stream stream = byId.get(entry.stream());
        if (stream == null) {
            return outcome;
        }
        touch(stream);
        try {
            publishing.publish(stream, usageOf(stream.account()), entry, outcome);
            planSooner(stream);
        } catch (NotInMemoryException | UncheckedIOException e) {
            throw e; // The entry has another outcome when this is over.
        } catch (RuntimeException e) {
            // A mistake of ours, which the same entry makes wherever it is applied: it costs this message and no other.
            outcome.failed(stream, e);
        }
        return outcome;
    }

    /** A message that is stored, while something has to be fetched for what comes of that. */
    public static final class Unfinished {
        private final Stream stream;
        private final Publishing publishing;

        private Unfinished(Stream stream, Publishing publishing) {
            this.stream = stream;
            this.publishing = publishing;
        }
    }

    /**
     * Returns what is left to do of the message that could not be applied just now; null if nothing has been done of it, so
     * that it is to be applied again.
     */
    public @Nullable Unfinished takeUnfinished() {
        Stream stream = byId.get(entry.stream());
        if (stream == null || !publishing.isUnfinished()) {
            return null;
        }
        Unfinished taken = new Unfinished(stream, publishing);
        publishing = new Publishing();
        return taken;
    }

    /** Goes on with a message; it throws what {@link #applyMessage} does, and then is to be called again. */
    public Outcome finish(Unfinished unfinished) {
        outcome.clear();
        touch(unfinished.stream);
        try {
            unfinished.publishing.finish(unfinished.stream, outcome);
            planSooner(unfinished.stream);
        } catch (NotInMemoryException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            outcome.failed(unfinished.stream, e);
        }
        return outcome;
    }

    /** Applies whatever an entry says, and forgets what came of it: for a log that is read again. */
    public void replay(ByteBuffer body) {
        if (MessageEntry.streamOf(body) >= 0) {
            applyMessage(body);
        } else {
            apply(Change.read(body));
        }
    }

    /** Applies what is no message. */
    public Applied apply(Change change) {
        if (change instanceof Change.Create create) {
            return create(create);
        }
        if (change instanceof Change.Tick tick) {
            expire(tick.timeNanos());
            return Applied.NOTHING;
        }
        if (change instanceof Change.Limits limits) {
            (limits.account().isEmpty() ? serverUsage : usageOf(limits.account())).limit(limits.maxBytes());
            return Applied.NOTHING;
        }
        Stream stream = byId.get(streamOf(change));
        if (stream == null) {
            return new Applied(null, 0, ErrorCode.STREAM_NOT_FOUND.error());
        }
        touch(stream);
        Applied applied = apply(change, stream);
        plan(stream);
        return applied;
    }

    private static int streamOf(Change change) {
        if (change instanceof Change.Update update) {
            return update.stream();
        }
        if (change instanceof Change.Delete delete) {
            return delete.stream();
        }
        return change instanceof Change.Purge purge ? purge.stream() : ((Change.Remove) change).stream();
    }

    private Applied apply(Change change, Stream stream) {
        if (change instanceof Change.Update update) {
            stream.update(parts.configs().read(update.config()));
            return new Applied(stream, 0, null);
        }
        if (change instanceof Change.Delete) {
            return delete(stream);
        }
        if (change instanceof Change.Purge purge) {
            ApiError denied = stream.config().access().sealed()
                    ? ErrorCode.STREAM_SEALED.error()
                    : stream.config().access().denyPurge()
                            ? ErrorCode.STREAM_PURGE_FAILED.error("stream purge not permitted")
                            : null;
            return denied == null ? new Applied(stream, stream.purge(purge), null) : new Applied(stream, 0, denied);
        }
        Change.Remove remove = (Change.Remove) change;
        ApiError denied = denied(stream, remove.seq());
        if (denied == null) {
            stream.remove(remove.seq(), remove.erase());
        }
        return new Applied(stream, denied == null ? 1 : 0, denied);
    }

    /** Returns why a message cannot be taken out (ST-235, ST-236). */
    private static @Nullable ApiError denied(Stream stream, long seq) {
        if (stream.config().access().sealed()) {
            return ErrorCode.STREAM_SEALED.error();
        }
        if (stream.config().access().denyDelete()) {
            return ErrorCode.STREAM_MSG_DELETE_FAILED.error("message delete not permitted");
        }
        MessageStore store = stream.store();
        if (seq > store.lastSeq()) {
            return ErrorCode.STREAM_MSG_DELETE_FAILED.error("stream store EOF");
        }
        return seq == 0 || store.sizeOf(seq) == 0 ? ErrorCode.STREAM_MSG_DELETE_FAILED.error("no message found") : null;
    }

    private Applied create(Change.Create create) {
        StreamConfig config = parts.configs().read(create.config());
        try {
            MessageStore store = parts.stores().create(create.stream());
            if (config.firstSeq() > 1) {
                store.skipTo(config.firstSeq());
            }
            Stream stream = make(create.stream(), create.account(), create.timeNanos(), config, store);
            return new Applied(stream, 0, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream make(int id, String account, long createdNanos, StreamConfig config, MessageStore store) {
        Stream.Origin origin = new Stream.Origin(id, account, parts.domain(), createdNanos, parts.sizes());
        Stream stream = new Stream(origin, config, store, usageOf(account));
        byId.put(id, stream);
        touch(stream);
        byAccount.computeIfAbsent(account, none -> new TreeMap<>()).put(config.name(), stream);
        lastId = Math.max(lastId, id);
        return stream;
    }

    private Applied delete(Stream stream) {
        byId.remove(stream.id());
        TreeMap<String, Stream> others = byAccount.get(stream.account());
        if (others != null) {
            others.remove(stream.config().name());
        }
        stream.leave();
        gone.add(stream);
        return new Applied(stream, 0, null);
    }

    /** Messages of a stream are lost before they could be applied: those behind them keep the sequences that they had. */
    public void lose(Stream stream, long messages, String what) {
        touch(stream);
        for (long i = 0; i < messages; i++) {
            stream.store().lose(stream.store().lastSeq() + 1, what);
        }
    }

    private void expire(long nowNanos) {
        while (!due.isEmpty() && due.peek().timeNanos() <= nowNanos) {
            expire(takeDue(), nowNanos);
        }
    }

    private Stream takeDue() {
        Stream stream = due.remove().stream();
        stream.planned(Lifetimes.NEVER);
        return stream;
    }

    /** Lets go what is due of one stream at a time; it may be called again when something has to be fetched. */
    public void expire(Stream stream, long nowNanos) {
        if (byId.get(stream.id()) == stream) {
            touch(stream);
            if (stream.dueNanos() <= nowNanos) {
                stream.expire(nowNanos);
            }
            plan(stream);
        }
    }

    /** Returns the streams, and forgets that they are, of which something may be due at a time. */
    public List<Stream> takeDue(long nowNanos) {
        List<Stream> taken = new ArrayList<>();
        while (!due.isEmpty() && due.peek().timeNanos() <= nowNanos) {
            taken.add(takeDue());
        }
        return taken;
    }

    /** Returns whether an account has room for so much more, whatever becomes of what is held. */
    public boolean hasRoom(String account, long bytes) {
        return usageOf(account).hasRoom(bytes);
    }

    /** Entries of an account wait to be applied that may store so much; with a minus, not any more. */
    public void hold(String account, long bytes) {
        usageOf(account).hold(bytes);
    }

    /** Notes when a stream has something to do next; that is in a moment, if its oldest message has to be fetched first. */
    private void plan(Stream stream) {
        try {
            plan(stream, stream.dueNanos());
        } catch (NotInMemoryException e) {
            plan(stream, 0);
        }
    }

    /** The same behind a message: unless that is the only one, it ends sooner than what is planned only by itself. */
    private void planSooner(Stream stream) {
        if (stream.planned() == Lifetimes.NEVER || stream.store().messages() <= 1) {
            plan(stream);
        } else {
            plan(stream, stream.lifetimeEndNanos());
        }
    }

    private void plan(Stream stream, long next) {
        if (next < stream.planned()) {
            stream.planned(next);
            due.add(new Due(next, stream));
        }
    }

    /** Returns when there will be something to do; {@link Long#MAX_VALUE} is never. */
    public long dueNanos() {
        return due.isEmpty() ? Lifetimes.NEVER : due.peek().timeNanos();
    }

    private AccountUsage usageOf(String account) {
        return usage.computeIfAbsent(account, none -> new AccountUsage(serverUsage));
    }

    /** Returns how many bytes the streams of an account take, or those of all if it is empty. */
    public long usedBytes(String account) {
        AccountUsage known = account.isEmpty() ? serverUsage : usage.get(account);
        return known == null ? 0 : known.bytes();
    }

    /** Returns how many bytes they may take; -1 is any number. */
    public long maxBytes(String account) {
        AccountUsage known = account.isEmpty() ? serverUsage : usage.get(account);
        return known == null ? -1 : known.maxBytes();
    }

    public @Nullable Stream find(String account, String name) {
        TreeMap<String, Stream> streams = byAccount.get(account);
        return streams == null ? null : streams.get(name);
    }

    public @Nullable Stream find(int id) {
        return byId.get(id);
    }

    /** Returns the streams of an account, sorted by name. */
    public List<Stream> streams(String account) {
        TreeMap<String, Stream> streams = byAccount.get(account);
        return streams == null ? List.of() : new ArrayList<>(streams.values());
    }

    /** Returns all streams, in the order in which they began. */
    public Collection<Stream> streams() {
        return byId.values();
    }

    /**
     * Returns the streams that were deleted since this was asked last. Their stores are there until it is certain that their
     * end will not be forgotten.
     */
    public List<Stream> takeGone() {
        List<Stream> taken = gone;
        gone = new ArrayList<>();
        return taken;
    }

    /** Takes back what {@link #takeGone} has returned. */
    public void giveBackGone(List<Stream> taken) {
        gone.addAll(taken);
    }

    /** Returns whether there is a stream of this number, or was and may have files. */
    public boolean knows(int id) {
        return byId.containsKey(id) || gone.stream().anyMatch(stream -> stream.id() == id);
    }

    /** Makes room for a stream with this number; see {@link Stores#prepare}. Any thread. */
    public void prepare(int stream) throws IOException {
        parts.stores().prepare(stream);
    }

    /** Returns a number for a new stream. */
    public int nextId() {
        return lastId + 1;
    }

    /** A stream may change. */
    private void touch(Stream stream) {
        stream.image(null);
        touched.add(stream);
    }

    public TouchedStreams touched() {
        return touched;
    }

    /** Returns everything but what is in the stores, as it is now. */
    public ShardImage image() {
        try {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(head);
            out.writeInt(lastId);
            out.writeLong(serverUsage.maxBytes());
            out.writeInt(usage.size());
            for (Map.Entry<String, AccountUsage> account : usage.entrySet()) {
                ShardImage.bytes(out, account.getKey().getBytes(UTF_8));
                out.writeLong(account.getValue().maxBytes());
            }
            out.writeInt(byId.size());
            List<ShardImage.Part> images = new ArrayList<>(byId.size());
            for (Stream stream : byId.values()) {
                byte[] known = stream.image();
                byte[] bytes = known == null ? image(stream) : known;
                stream.image(bytes.length > IMAGE_KEPT_MAX ? null : bytes);
                images.add(new ShardImage.Part(stream, bytes));
            }
            return new ShardImage(head.toByteArray(), images);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Never: it is written to memory.
        }
    }

    private byte[] image(Stream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(stream.id());
        ShardImage.bytes(out, stream.account().getBytes(UTF_8));
        out.writeLong(stream.createdNanos());
        ShardImage.bytes(out, parts.configs().write(stream.config()));
        stream.write(out);
        return bytes.toByteArray();
    }

    /** Takes over what an image holds, into a shard that is empty. */
    public void read(DataInput in) throws IOException {
        int last = in.readInt();
        serverUsage.limit(in.readLong());
        int accounts = in.readInt();
        for (int i = 0; i < accounts; i++) {
            usageOf(new String(ShardImage.bytes(in), UTF_8)).limit(in.readLong());
        }
        int streams = in.readInt();
        for (int i = 0; i < streams; i++) {
            int id = in.readInt();
            String account = new String(ShardImage.bytes(in), UTF_8);
            long created = in.readLong();
            StreamConfig config = parts.configs().read(ShardImage.bytes(in));
            StreamMemory memory = StreamMemory.read(in);
            MessageStore store = parts.stores().open(id, ByteBuffer.wrap(ShardImage.bytes(in)));
            Stream stream = make(id, account, created, config, store);
            stream.remember(memory);
            plan(stream);
        }
        lastId = Math.max(last, lastId);
    }
}
