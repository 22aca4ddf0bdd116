package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one shard, and what its log makes of them.
 *
 * <p><b>Owner:</b> its stream loop.
 */
public final class Shard {
    private final Parts parts;
    private final TreeMap<Integer, Stream> byId = new TreeMap<>();
    private final Map<String, TreeMap<String, Stream>> byAccount = new HashMap<>();
    private final Usages usages = new Usages();
    private final Schedule schedule = new Schedule();
    private final MessageEntry entry = new MessageEntry();
    private final Outcome outcome = new Outcome();
    private Publishing publishing = new Publishing();
    private List<Stream> gone = new ArrayList<>();
    private final TouchedStreams touched = new TouchedStreams();
    private @Nullable ShardWatcher watcher;
    private boolean isReplaying; // What entries say of consumers' states is news then; or else it comes from here.
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

        /** Reads those of a consumer, which are kept as they were written. */
        ConsumerConfig readConsumer(String name, byte[] json);
    }

    /**
     * What came of a change.
     *
     * @param stream whose, or null if it was of none
     * @param consumer which, if it was of one
     * @param count how many messages are gone by it
     * @param error why nothing came of it, or null
     */
    public record Applied(
            @Nullable Stream stream,
            @Nullable Consumer consumer,
            long count,
            @Nullable ApiError error) {
        private static final Applied NOTHING = new Applied(null, 0, null);

        public Applied(@Nullable Stream stream, long count, @Nullable ApiError error) {
            this(stream, null, count, error);
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
        Stream stream = begin(body);
        if (stream == null) {
            return outcome;
        }
        touch(stream);
        try {
            publishing.publish(stream, usages.of(stream.account()), entry, outcome);
            schedule.planSooner(stream);
        } catch (NotInMemoryException | UncheckedIOException e) {
            throw e; // The entry has another outcome when this is over.
        } catch (RuntimeException e) {
            // A mistake of ours, which the same entry makes wherever it is applied: it costs this message and no other.
            outcome.failed(stream, e);
        }
        return outcome;
    }

    private @Nullable Stream begin(ByteBuffer body) {
        entry.wrap(body);
        outcome.clear();
        return byId.get(entry.stream());
    }

    /** Says what would become of a message that is not to be stored, and changes nothing; it throws what the above does. */
    public Outcome checkMessage(ByteBuffer body) {
        Stream stream = begin(body);
        if (stream != null) {
            publishing.check(stream, entry, outcome);
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
            schedule.planSooner(unfinished.stream);
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
            return;
        }
        isReplaying = true;
        try {
            apply(Change.read(body));
        } finally {
            isReplaying = false;
        }
    }

    /** It is at work from now on: what consumers do is noted, and somebody is told. */
    public void work(ShardWatcher newWatcher) {
        watcher = newWatcher;
        byId.values().forEach(stream -> stream.work(newWatcher));
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
            usages.of(limits.account()).limit(limits.maxBytes());
            return Applied.NOTHING;
        }
        if (change instanceof Change.Begin) {
            byId.values().forEach(this::forgetConsumers);
            return Applied.NOTHING;
        }
        Stream stream = byId.get(change.stream());
        if (stream == null) {
            return new Applied(null, 0, ErrorCode.STREAM_NOT_FOUND.error());
        }
        touch(stream);
        Applied applied = apply(change, stream);
        schedule.plan(stream);
        return applied;
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
        if (change instanceof Change.Remove remove) {
            ApiError denied = stream.denies(remove);
            if (denied == null) {
                stream.remove(remove.seq(), remove.erase());
            }
            return new Applied(stream, denied == null ? 1 : 0, denied);
        }
        if (change instanceof Change.Progress progress) {
            if (isReplaying) {
                stream.consumers().readProgress(progress.states());
            }
            stream.consumers().remove(progress.unneeded(), isReplaying);
            return new Applied(stream, 0, null);
        }
        Consumer consumer = stream.consumers().apply(change, parts.configs());
        return new Applied(stream, consumer, 0, consumer == null ? ErrorCode.CONSUMER_NOT_FOUND.error() : null);
    }

    private void forgetConsumers(Stream stream) {
        if (!stream.consumers().isEmpty()) {
            touch(stream);
            stream.consumers().removeForgetful();
        }
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
        Stream stream = new Stream(origin, config, store, usages.of(account));
        byId.put(id, stream);
        touch(stream);
        byAccount.computeIfAbsent(account, none -> new TreeMap<>()).put(config.name(), stream);
        lastId = Math.max(lastId, id);
        ShardWatcher told = watcher;
        if (told != null) {
            stream.work(told);
        }
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
        while (schedule.isDue(nowNanos)) {
            expire(schedule.take(), nowNanos);
        }
    }

    /** Lets go what is due of one stream at a time; it may be called again when something has to be fetched. */
    public void expire(Stream stream, long nowNanos) {
        if (byId.get(stream.id()) == stream) {
            touch(stream);
            if (stream.dueNanos() <= nowNanos) {
                stream.expire(nowNanos);
            }
            schedule.plan(stream);
        }
    }

    /** Returns the streams, and forgets that they are, of which something may be due at a time. */
    public List<Stream> takeDue(long nowNanos) {
        List<Stream> taken = new ArrayList<>();
        while (schedule.isDue(nowNanos)) {
            taken.add(schedule.take());
        }
        return taken;
    }

    /** Returns whether an account has room for so much more, whatever becomes of what is held. */
    public boolean hasRoom(String account, long bytes) {
        return usages.of(account).hasRoom(bytes);
    }

    /** Entries of an account wait to be applied that may store so much; with a minus, not any more. */
    public void hold(String account, long bytes) {
        usages.of(account).hold(bytes);
    }

    /** Returns when there will be something to do; {@link Long#MAX_VALUE} is never. */
    public long dueNanos() {
        return schedule.dueNanos();
    }

    /** Returns how many bytes the streams of an account take, or those of all if it is empty. */
    public long usedBytes(String account) {
        return usages.usedBytes(account);
    }

    /** Returns how many bytes they may take; -1 is any number. */
    public long maxBytes(String account) {
        return usages.maxBytes(account);
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
            usages.write(out);
            out.writeInt(byId.size());
            List<ShardImage.Part> images = new ArrayList<>(byId.size());
            for (Stream stream : byId.values()) {
                ShardImage.Part known = stream.image();
                ShardImage.Part image = known == null ? image(stream) : known;
                stream.image(image);
                images.add(image);
            }
            return new ShardImage(head.toByteArray(), images);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Never: it is written to memory.
        }
    }

    private ShardImage.Part image(Stream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(stream.id());
        ShardImage.bytes(out, stream.account().getBytes(UTF_8));
        out.writeLong(stream.createdNanos());
        ShardImage.bytes(out, parts.configs().write(stream.config()));
        ByteArrayOutputStream consumers = new ByteArrayOutputStream();
        stream.consumers().write(new DataOutputStream(consumers));
        return new ShardImage.Part(stream, bytes.toByteArray(), stream.memory(), consumers.toByteArray());
    }

    /** Takes over what an image holds, into a shard that is empty. */
    public void read(DataInput in) throws IOException {
        int last = in.readInt();
        usages.read(in);
        int streams = in.readInt();
        for (int i = 0; i < streams; i++) {
            int id = in.readInt();
            String account = new String(ShardImage.bytes(in), UTF_8);
            long created = in.readLong();
            StreamConfig config = parts.configs().read(ShardImage.bytes(in));
            StreamMemory memory = StreamMemory.read(in);
            DataInput consumers = new DataInputStream(new ByteArrayInputStream(ShardImage.bytes(in)));
            MessageStore store = parts.stores().open(id, ByteBuffer.wrap(ShardImage.bytes(in)));
            Stream stream = make(id, account, created, config, store);
            stream.remember(memory);
            stream.consumers().read(consumers, parts.configs());
            schedule.plan(stream);
        }
        lastId = Math.max(last, lastId);
    }
}
