package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerWatcher;
import dev.gannet.jetstream.consumer.Sequences;
import dev.gannet.jetstream.consumer.StateWriter;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.subject.SubjectSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of one stream.
 *
 * <p><b>Owner:</b> the stream loop. It is made, changed and ended by entries of the log alone; what consumers know of what
 * they have sent is ahead of those.
 */
public final class StreamConsumers {
    /** So many messages go until others get their turn. */
    private static final int REMOVED_AT_A_TIME = 1024;

    private final TreeMap<Integer, Consumer> byId = new TreeMap<>();
    private final TreeMap<String, Consumer> byName = new TreeMap<>();
    private final Stream stream;
    private final Progress progress;
    private int lastId;
    private int counted; // Of all of them; there may be very many.
    private @Nullable SubjectSet interest; // Of all of them; made when it is asked for.
    private @Nullable ConsumerStart starting;
    private @Nullable ConsumerWatcher watcher;

    StreamConsumers(Stream stream) {
        this.stream = stream;
        this.progress = new Progress(stream, this);
    }

    public @Nullable Consumer find(String name) {
        return byName.get(name);
    }

    public @Nullable Consumer find(int id) {
        return byId.get(id);
    }

    /** Returns all of them, sorted by name. */
    public Collection<Consumer> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public boolean isEmpty() {
        return byId.isEmpty();
    }

    public int size() {
        return byId.size();
    }

    /** Returns how many of them count (CO-32). */
    public int counted() {
        return counted;
    }

    /** Returns the settings of all of them. */
    public List<ConsumerConfig> configs() {
        return byId.values().stream().map(Consumer::config).toList();
    }

    /** Returns a number for a new one. */
    public int nextId() {
        return lastId + 1;
    }

    /** Returns what of them is to be written into the log. */
    public Progress progress() {
        return progress;
    }

    /** They are at work from now on: what changes of them is to be written. */
    void work(ShardWatcher told) {
        progress.watcher(told);
        watcher = progress;
        byId.values().forEach(consumer -> consumer.watcher(progress));
        byId.values().forEach(consumer -> consumer.state().endAt(stream.store().lastSeq()));
    }

    /** Returns whether one of them wants messages on a subject. */
    boolean want(byte[] subject) {
        if (byId.isEmpty()) {
            return false;
        }
        SubjectSet known = interest;
        if (known == null) {
            Set<String> filters = new HashSet<>();
            for (Consumer consumer : byId.values()) {
                List<String> own = consumer.config().filters();
                filters.addAll(own.isEmpty() ? List.of(">") : own);
            }
            known = SubjectSet.of(new ArrayList<>(filters));
            interest = known;
        }
        return known.matches(subject, 0, subject.length);
    }

    /** Applies what makes, changes or ends a consumer; returns which, or null if it is not there. */
    @Nullable
    Consumer apply(Change change, Shard.Configs configs) {
        if (change instanceof Change.CreateConsumer create) {
            return create(create, configs);
        }
        if (change instanceof Change.UpdateConsumer update) {
            Consumer consumer = find(update.consumer());
            if (consumer != null) {
                counted -= one(consumer);
                consumer.config(configs.readConsumer(consumer.name(), update.config()), update.config());
                counted += one(consumer);
                interest = null;
            }
            return consumer;
        }
        if (change instanceof Change.ResetConsumer reset) {
            Consumer consumer = find(reset.consumer());
            if (consumer != null) {
                consumer.state().reset(reset.seq());
            }
            return consumer;
        }
        Consumer consumer = find(((Change.DeleteConsumer) change).consumer());
        if (consumer != null) {
            remove(consumer);
        }
        return consumer;
    }

    /** A consumer begins; where that is may have to be found in several steps. */
    private Consumer create(Change.CreateConsumer create, Shard.Configs configs) {
        ConsumerStart start = starting;
        if (start == null || start.consumer().id() != create.consumer()) {
            byte[] json = create.config();
            Consumer made = new Consumer(
                    create.consumer(), create.timeNanos(), configs.readConsumer(create.name(), json), json);
            start = new ConsumerStart(made, stream);
            starting = start;
        }
        start.begin();
        starting = null;
        add(start.consumer());
        return start.consumer();
    }

    private void add(Consumer consumer) {
        byId.put(consumer.id(), consumer);
        byName.put(consumer.name(), consumer);
        counted += one(consumer);
        lastId = Math.max(lastId, consumer.id());
        interest = null;
        consumer.watcher(watcher);
    }

    private void remove(Consumer consumer) {
        byId.remove(consumer.id());
        byName.remove(consumer.name());
        counted -= one(consumer);
        consumer.watcher(null);
        interest = null;
    }

    private static int one(Consumer consumer) {
        return consumer.config().isCounted() ? 1 : 0;
    }

    /** Ends those of which nothing lasts. */
    void removeForgetful() {
        new ArrayList<>(byId.values())
                .stream().filter(consumer -> consumer.config().memory()).forEach(this::remove);
    }

    /**
     * Messages were purged (CO-110); it may be called again, where something has to be fetched for it.
     *
     * @param filter whose messages; none is all
     */
    void purged(String filter) {
        String whole = filter.isEmpty() ? ">" : filter;
        SubjectSet purged = SubjectSet.of(List.of(whole));
        long next = firstOf(whole);
        for (Consumer consumer : byId.values()) {
            List<String> filters = consumer.config().filters();
            if (!filters.isEmpty() && filters.stream().noneMatch(purged::collides)) {
                continue;
            }
            boolean isNothingElse = !filters.isEmpty() && filters.stream().allMatch(purged::covers);
            consumer.state().dropBelow(isNothingElse ? next : stream.store().firstSeq());
            for (long seq = consumer.state().nextPending(1);
                    seq != 0;
                    seq = consumer.state().nextPending(seq + 1)) {
                if (!stream.store().has(seq)) {
                    consumer.state().drop(seq);
                }
            }
        }
    }

    /** Returns the first message of a filter, or what comes next if there is none. */
    private long firstOf(String filter) {
        long first = byId.isEmpty() ? 0 : stream.store().next(filter, 1);
        return first == 0 ? stream.store().lastSeq() + 1 : first;
    }

    /** Takes over what an entry says of their states. */
    void readProgress(byte[] states) {
        ByteBuffer in = ByteBuffer.wrap(states);
        while (in.hasRemaining()) {
            Consumer consumer = byId.get((int) StateWriter.number(in));
            byte[] state = StateWriter.text(in);
            if (consumer != null) {
                consumer.state().readChanges(ByteBuffer.wrap(state));
            }
        }
    }

    /**
     * Lets messages go that nobody needs; those that are gone already are passed over, so that it can go on where it was.
     *
     * @throws NotInMemoryException after some of them: it is to be called again, when others have had their turn
     */
    void remove(byte[] unneeded, boolean isAtOnce) {
        int[] removed = {0};
        Sequences.forEach(unneeded, seq -> {
            if (!isAtOnce && removed[0] == REMOVED_AT_A_TIME && stream.store().has(seq)) {
                throw new NotInMemoryException(Fetch.nothing());
            }
            removed[0] += stream.remove(seq, false) ? 1 : 0;
        });
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(lastId);
        out.writeInt(byId.size());
        StateWriter writer = new StateWriter();
        for (Consumer consumer : byId.values()) {
            out.writeInt(consumer.id());
            ShardImage.bytes(out, consumer.name().getBytes(ISO_8859_1));
            out.writeLong(consumer.createdNanos());
            ShardImage.bytes(out, consumer.json());
            writer.clear();
            consumer.state().write(writer);
            ShardImage.bytes(out, writer.bytes());
        }
    }

    void read(DataInput in, Shard.Configs configs) throws IOException {
        int last = in.readInt();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            int id = in.readInt();
            String name = new String(ShardImage.bytes(in), ISO_8859_1);
            long created = in.readLong();
            byte[] json = ShardImage.bytes(in);
            Consumer consumer = new Consumer(id, created, configs.readConsumer(name, json), json);
            consumer.state().read(ByteBuffer.wrap(ShardImage.bytes(in)));
            add(consumer);
        }
        lastId = Math.max(last, lastId);
    }
}
