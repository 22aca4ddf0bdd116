package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.base.Chance;
import dev.gannet.base.Clock;
import dev.gannet.base.LoopEnd;
import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.Consumers;
import dev.gannet.jetstream.DeliveryCounts;
import dev.gannet.jetstream.Faults;
import dev.gannet.jetstream.Pulls;
import dev.gannet.jetstream.Streams;
import dev.gannet.jetstream.Tails;
import dev.gannet.jetstream.config.StreamConfig;
import dev.gannet.jetstream.config.StreamConfigJson;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.config.consumer.ConsumerConfig;
import dev.gannet.jetstream.config.consumer.ConsumerConfigReader;
import dev.gannet.jetstream.delivery.Deliveries;
import dev.gannet.jetstream.delivery.DeliveryIntakes;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.jetstream.event.AdvisoryHost;
import dev.gannet.jetstream.loop.Fetches;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.jetstream.loop.Readers;
import dev.gannet.jetstream.loop.RecentBlocks;
import dev.gannet.jetstream.loop.Retrieval;
import dev.gannet.jetstream.loop.StreamLoop;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.tail.FollowedStreams;
import dev.gannet.jetstream.tail.StreamTail;
import dev.gannet.protocol.EventIds;
import dev.gannet.protocol.json.JsonException;
import dev.gannet.shard.JournalTimes;
import dev.gannet.shard.LocalJournal;
import dev.gannet.shard.VolatileLog;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.HeapDisk;
import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.segment.IndexBudget;
import dev.gannet.store.segment.MessageSize;
import dev.gannet.store.segment.MessageStore;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All streams of a server: those on the disk, which are read when it begins, and those in memory.
 *
 * <p><b>Owner:</b> who starts and ends the server; {@link #streams()} is for any thread.
 */
public final class JetStream implements AutoCloseable {
    private static final int DISK = 0;
    private static final int MEMORY = 1;
    private static final int INDEX_SHARE =
            8; // Of the heap, for the indexes that are kept in memory because they are used.

    /** What is read for who follows a stream does not push out what others ask for again. */
    private static final long TAIL_BYTES = 256 << 10;

    private final Parts parts;
    private final StreamLoop loop;
    private final EventIds ids = new EventIds();
    private final DeliveryIntakes intakes;
    private final Readers readers;
    private final Readers fetchers;
    private final IndexBudget indexes;
    private final Damage damage;
    private final ExecutorService background;
    private final List<OpenFiles> files;
    private final LocalJournal journal;
    private final LiveShard disk;
    private final LiveShard memory;
    private final Checkpoints checkpoints;
    private final Scrubber scrubber;
    private final Desk desk;
    private final LiveStreams streams;
    private final LiveConsumers consumers;
    private final DeliveryCounts deliveries = new DeliveryCounts();
    private final FollowedStreams followed = new FollowedStreams();

    /**
     * What streams need of the server.
     *
     * @param accounts finds accounts by their names; null is none
     * @param settings what streams may be, and how much there may be of them
     * @param domain empty for none
     * @param advisories what tells what becomes of messages that are sent
     */
    public record Parts(
            Disk disk,
            LoopAccess loops,
            Function<String, @Nullable Account> accounts,
            StreamRules.Settings settings,
            IngestLimits limits,
            String domain,
            Sizes sizes,
            ThreadFactory threads,
            Clock clock,
            Chance chance,
            AdvisoryHost advisories,
            ServerLog log) {}

    /**
     * How large files become, and how often there is a checkpoint.
     *
     * @param checkpointBytes after how many bytes of log there is one
     * @param checkpointNanos after how long there is one at the latest, if anything has changed
     * @param lookNanos how often it is looked whether it is time
     * @param scrub how fast it is looked for damage
     * @param indexBytes how much memory the indexes may take that can be loaded again
     */
    public record Sizes(
            int journalFileBytes,
            int segmentBytes,
            long checkpointBytes,
            long checkpointNanos,
            long lookNanos,
            long indexBytes,
            Scrubber.Pace scrub) {
        /** What a server has. */
        public static Sizes usual(long scrubBytes) {
            return new Sizes(
                    64 << 20,
                    MessageStore.SEGMENT_BYTES,
                    256L << 20,
                    TimeUnit.SECONDS.toNanos(30),
                    TimeUnit.SECONDS.toNanos(1),
                    Runtime.getRuntime().maxMemory() / INDEX_SHARE,
                    Scrubber.Pace.usual(scrubBytes));
        }
    }

    private JetStream(Parts parts) throws IOException {
        this.parts = parts;
        this.loop = new StreamLoop(parts.loops(), parts.clock(), parts.log());
        this.readers = Readers.ofMessages(parts.threads());
        this.fetchers = Readers.ofFetches(parts.threads());
        this.background = java.util.concurrent.Executors.newFixedThreadPool(2, parts.threads());
        this.damage = new Damage(parts.log());
        this.indexes = new IndexBudget(parts.sizes().indexBytes());
        this.files = List.of(
                new OpenFiles(parts.disk(), OpenFiles.FILES_MAX), new OpenFiles(new HeapDisk(), Integer.MAX_VALUE));
        Stores diskStores = stores(DISK);
        Stores heapStores = stores(MEMORY);
        Shard onDisk = shard(MessageSize.FILE, diskStores);
        ManifestFiles manifests = new ManifestFiles(parts.disk(), "shards/" + DISK);
        Checkpoints.Kept kept = read(manifests, onDisk, diskStores);
        Recovery recovery = new Recovery(onDisk, DISK, parts.log());
        this.journal = journal(kept.index(), recovery);
        diskStores.sweep(onDisk.nextId() - 1, onDisk::knows);
        LiveShard.Surroundings around = new LiveShard.Surroundings(
                parts.loops(),
                parts.accounts(),
                parts.limits(),
                new Fetches(loop, fetchers),
                damage,
                followed,
                parts.clock(),
                parts.log());
        this.disk = new LiveShard(DISK, onDisk, journal, loop, around);
        disk.applied(Math.max(kept.index(), recovery.lastIndex()));
        this.memory = new LiveShard(MEMORY, shard(MessageSize.MEMORY, heapStores), new VolatileLog(), loop, around);
        this.checkpoints = new Checkpoints(
                new Checkpoints.Parts(journal, manifests, parts.sizes(), background, parts.log()), disk, kept);
        this.scrubber = new Scrubber(disk, parts.sizes().scrub(), background, parts.log());
        this.desk = new Desk(disk, memory);
        StreamRules rules = new StreamRules(parts.settings());
        this.streams = new LiveStreams(desk, rules, readers, parts.clock());
        this.consumers = new LiveConsumers(desk, rules, parts.chance()::nextSeed, parts.clock());
        this.intakes = new DeliveryIntakes(LiveDelivery.loops(parts.loops(), loop));
        send(disk);
        send(memory);
    }

    /** Has the messages of a shard sent to its consumers. */
    private void send(LiveShard live) {
        LiveDelivery.Parts rest = new LiveDelivery.Parts(
                parts.accounts(),
                readers,
                parts.settings(),
                parts.domain(),
                new Advisories(parts.advisories(), ids),
                ids,
                deliveries,
                (stream, consumer) -> consumers.end(live, stream, consumer));
        live.senders(new Deliveries(new LiveDelivery(live, rest), intakes));
    }

    /** Returns what takes requests for messages. */
    public Pulls pulls() {
        return intakes;
    }

    private LocalJournal journal(long keptIndex, Recovery recovery) throws IOException {
        LocalJournal.Settings settings = new LocalJournal.Settings(
                parts.disk(),
                "journal",
                parts.sizes().journalFileBytes(),
                parts.log(),
                parts.threads(),
                background,
                parts.clock());
        try {
            return LocalJournal.open(settings, keptIndex, parts.chance().nextSeed(), recovery);
        } catch (UncheckedIOException e) {
            throw new IOException("what the journal says cannot be applied: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the streams that there are, and begins to take messages for them.
     *
     * @throws IOException if they cannot be read; nothing was changed then but what the log had left over
     */
    public static JetStream start(Parts parts) throws IOException {
        JetStream made = new JetStream(parts);
        made.loop.start(parts.threads());
        made.loop.post(made::begin);
        return made;
    }

    private void begin() {
        indexes.fetchElsewhere();
        disk.start();
        memory.start();
        checkpoints.start(parts.clock().nanoTime());
        scrubber.start(parts.clock().nanoTime());
    }

    private Stores stores(int shard) {
        MessageStore.Settings settings = new MessageStore.Settings(
                files.get(shard).disk(),
                files.get(shard),
                indexes,
                parts.sizes().segmentBytes(),
                shard == DISK ? MessageSize.FILE : MessageSize.MEMORY,
                shard == DISK,
                parts.log());
        return new Stores(settings, Stores.directory(shard), damage);
    }

    private Shard shard(MessageSize sizes, Stores stores) {
        return new Shard(new Shard.Parts(parts.domain(), sizes, stores, new Json()));
    }

    /** Settings of streams as the log has them. */
    static final class Json implements Shard.Configs {
        private final StreamConfigReader reader = new StreamConfigReader(false);
        private final ConsumerConfigReader consumers = new ConsumerConfigReader(false);

        @Override
        public byte[] write(StreamConfig config) {
            return StreamConfigJson.write(config).getBytes(UTF_8);
        }

        @Override
        public StreamConfig read(byte[] json) {
            try {
                return reader.stored(json);
            } catch (JsonException e) {
                throw new IllegalArgumentException("settings of a stream: " + e.getMessage(), e);
            }
        }

        @Override
        public ConsumerConfig readConsumer(String name, byte[] json) {
            try {
                return consumers.stored(name, json);
            } catch (JsonException e) {
                throw new IllegalArgumentException("settings of a consumer: " + e.getMessage(), e);
            }
        }
    }

    private Checkpoints.Kept read(ManifestFiles files, Shard shard, Stores stores) throws IOException {
        ManifestFiles.Found found = files.read();
        found.damaged().forEach(path -> parts.log().error("JetStream: " + path + " is damaged"));
        ManifestFiles.Manifest manifest = found.manifest();
        if (manifest == null && !found.damaged().isEmpty()) {
            throw new IOException("both copies of the manifest are damaged, " + String.join(" and ", found.damaged())
                    + "; nothing was changed");
        }
        if (manifest == null) {
            return new Checkpoints.Kept(0, 0, new HashMap<>());
        }
        byte[] body = new byte[manifest.body().remaining()];
        manifest.body().get(body);
        shard.read(new DataInputStream(new java.io.ByteArrayInputStream(body)));
        return new Checkpoints.Kept(manifest.generation(), manifest.index(), stores.manifests());
    }

    /** What the settings allow is what the log says from now on. */
    private void limit() {
        StreamRules.Settings settings = parts.settings();
        disk.limit("", settings.maxStoreBytes());
        memory.limit("", settings.maxMemoryBytes());
        for (Account account : settings.accounts()) {
            disk.limit(account.name(), settings.of(account).maxStoreBytes());
            memory.limit(account.name(), settings.of(account).maxMemoryBytes());
        }
    }

    /** Returns what the journal has done. Any thread. */
    public LocalJournal.Totals journal() {
        return journal.totals();
    }

    /** Returns how long the journal takes, and how much it does at once. Any thread. */
    public JournalTimes journalTimes() {
        return journal.times();
    }

    /** Returns what was sent to consumers and said of it. Any thread. */
    public DeliveryCounts.Totals deliveries() {
        return deliveries.totals();
    }

    /** Returns up to which index of the log everything is kept elsewhere. Any thread. */
    public long keptIndex() {
        return checkpoints.keptIndex();
    }

    /** Returns why nothing can be stored now, or null. Any thread. */
    public @Nullable String problem() {
        String unwritten = journal.totals().problem();
        return unwritten == null && checkpoints.isFailing() ? "JetStream's checkpoint cannot be written" : unwritten;
    }

    /** Has the journal look whether it can be written again, if it could not. Any thread. */
    public void tryAgain() {
        journal.tryAgain();
    }

    /** Returns what remembers damage and streams that cannot be read or written. Any thread. */
    public Faults faults() {
        return damage.faults();
    }

    /** Returns a number that grows whenever a stream is made, changed or ended. Any thread. */
    public long changes() {
        return disk.changes() + memory.changes();
    }

    /** Returns how the streams are asked and changed. */
    public Streams streams() {
        return streams;
    }

    /** Returns the shard of the streams on disk, for its stream loop. */
    LiveShard disk() {
        return disk;
    }

    /** Returns how consumers are asked and changed. */
    public Consumers consumers() {
        return consumers;
    }

    /** Returns where streams are followed from. */
    public Tails tails() {
        return (account, stream, answer) -> desk.ask(answer, () -> {
            Desk.Place place = desk.get(account, stream);
            Retrieval.Means means =
                    new Retrieval.Means(loop, disk.fetches(), readers, new RecentBlocks(TAIL_BYTES), parts.log());
            answer.done(
                    new StreamTail(place.stream(), new StreamTail.Around(followed, means, () -> desk.isThere(place))));
        });
    }

    /** Returns how many bytes of messages are on the disk. Before anybody else can change that. */
    public long storedBytes() {
        return disk.shard().usedBytes("");
    }

    /** The accounts of the server have changed. Any thread. */
    public void accountsChanged() {
        loop.post(() -> {
            disk.accountsChanged();
            memory.accountsChanged();
            limit();
        });
    }

    /** Takes no messages any more, while event loops work; not on one of them. */
    public void stopTaking() {
        await(
                "was still being taken",
                done -> loop.post(() -> {
                    disk.release();
                    memory.release();
                    done.run();
                }));
    }

    /** Waits until all is stored that was taken, while event loops work; not on one of them. */
    public void settle() {
        await("was still being stored", done -> loop.post(() -> desk.settled(done)));
    }

    private void await(String what, java.util.function.Consumer<Runnable> task) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        task.accept(() -> done.complete(true));
        try {
            done.get(LoopEnd.SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            parts.log()
                    .warn("JetStream: what was published last " + what + " after " + LoopEnd.SECONDS_MAX + " s: " + e);
        }
    }

    /** Has consumers send nothing any more and tell who waits for messages, while event loops work; not on one of them. */
    public void stopSending() {
        LoopEnd end = new LoopEnd(loop);
        try {
            end.await(told -> {
                disk.senders().stop();
                memory.senders().stop();
                loop.flush();
                told.complete(true);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            parts.log().warn("JetStream: who waits for messages was not told of the end: " + e);
        }
    }

    /** Ends it: what came before is stored; the event loops must have ended. */
    @Override
    public void close() {
        LoopEnd end = new LoopEnd(loop);
        try {
            end.await(written -> disk.progress().settle(written::complete));
            journal.close();
            end.await(last -> {
                scrubber.stop();
                checkpoints.last(last);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            parts.log()
                    .warn("JetStream: the last checkpoint was not waited for, the next start reads the journal: " + e);
        }
        end.stop();
        readers.stop();
        fetchers.stop();
        endBackground();
        for (OpenFiles open : files) {
            try {
                open.close();
            } catch (IOException e) {
                parts.log().warn("JetStream: " + e);
            }
        }
    }

    /** Whoever uses the directory next is alone in it. */
    private void endBackground() {
        background.shutdown();
        try {
            if (!background.awaitTermination(LoopEnd.SECONDS_MAX, TimeUnit.SECONDS)) {
                parts.log().warn("JetStream: files are still being written in the background");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
