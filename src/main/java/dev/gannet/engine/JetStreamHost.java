package dev.gannet.engine;

import dev.gannet.base.Chance;
import dev.gannet.base.FriendlyBytes;
import dev.gannet.base.ServerLog;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.jetstream.live.IngestLimits;
import dev.gannet.jetstream.live.JetStream;
import dev.gannet.net.EventLoops;
import dev.gannet.protocol.GoDuration;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.store.directory.StoreDirectory;
import dev.gannet.store.directory.StoreDirectoryException;
import dev.gannet.store.directory.StorePlace;
import dev.gannet.store.directory.StoreSizes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What JetStream has of the machine it runs on: a directory that is its own while the server runs, and so much of the
 * memory and of the disk. It says in the log what the reference says there, since what watches a start reads that.
 *
 * <p><b>Owner:</b> whoever starts and ends the server; amounts are asked for by any thread.
 */
@Singleton
final class JetStreamHost {
    private static final String RULE = "-------------------------------------------";

    /**
     * What is there from the start to the end.
     *
     * @param memoryBytes how much streams in memory may hold where the settings do not say
     */
    private record Opened(StoreDirectory directory, long memoryBytes, long startNanos) {}

    private final ServerContext context;
    private final ServerLog log;
    private final ThreadFactory threads;
    private final Chance chance;
    private volatile @Nullable Opened opened;
    private volatile @Nullable RunningStreams streams;
    private volatile long storeBytes;

    @Inject
    JetStreamHost(ServerContext context, ThreadFactory threads, Chance chance) {
        this.context = context;
        this.threads = threads;
        this.chance = chance;
        this.log = context.log();
    }

    private JetStreamConfig config() {
        return context.config().features().jetStream();
    }

    /** Returns whether the settings want streams. */
    boolean isOn() {
        return config().isOn();
    }

    /**
     * Takes the directory, before streams are read from it.
     *
     * @throws StartRefusedException if that is not possible
     */
    void begin() {
        log.notice("Starting JetStream");
        long start = context.clock().nanoTime();
        try {
            StorePlace place = new StorePlace(System.getenv(), System.getProperties());
            int port = context.config().client().port();
            StoreDirectory directory = StoreDirectory.open(place.of(config().storeDirectory(), port), log);
            storeBytes = StoreSizes.storeBytes(directory.path(), 0);
            opened = new Opened(directory, StoreSizes.memoryBytes(), start);
        } catch (StoreDirectoryException e) {
            throw new StartRefusedException("Can't start JetStream: " + e.getMessage(), e);
        }
        announce(config());
    }

    /**
     * Reads the streams from the directory and lets them take messages.
     *
     * @throws StartRefusedException if they cannot be read
     */
    RunningStreams open(EventLoops loops) {
        JetStreamConfig.Queues queues = config().queues();
        StreamLoops streamLoops = new StreamLoops(loops);
        try {
            JetStream made = JetStream.start(new JetStream.Parts(
                    directory().disk(),
                    streamLoops,
                    context.accounts()::find,
                    new StreamSettings(context, this),
                    IngestLimits.of(
                            queues.bufferedMessages(),
                            queues.bufferedBytes(),
                            Runtime.getRuntime().maxMemory()),
                    config().domain(),
                    JetStream.Sizes.usual(queues.scrubBytes()),
                    threads,
                    context.clock(),
                    chance,
                    new StreamApi(context, new JetStreamAccounts(context), loops),
                    log));
            RunningStreams running = new RunningStreams(context, this, made, streamLoops, threads);
            streams = running;
            return running;
        } catch (IOException | RuntimeException e) {
            throw new StartRefusedException("Can't start JetStream: " + e.getMessage(), e);
        }
    }

    boolean isRunning() {
        return streams != null;
    }

    /** Ends the streams while the server goes on. */
    void stop(EventLoops loops) {
        log.notice("Initiating JetStream Shutdown...");
        RunningStreams now = streams;
        if (now != null) {
            now.withdraw();
        }
        end();
        loops.leave(EventLoops.Seat.STREAMS);
        log.notice("JetStream Shutdown");
    }

    /** The accounts have changed. */
    void accountsChanged() {
        RunningStreams now = streams;
        if (now != null) {
            now.accountsChanged();
        }
    }

    private void announce(JetStreamConfig config) {
        log.notice("---------------- JETSTREAM ----------------");
        if (config.isStrict()) {
            log.notice("  Strict:          true");
        }
        log.notice("  Max Memory:      " + FriendlyBytes.of(memoryBytesMax()));
        log.notice("  Max Storage:     " + FriendlyBytes.of(storeBytesMax()));
        log.notice("  Store Directory: \"" + directory().path() + "\"");
        if (!config.domain().isEmpty()) {
            log.notice("  Domain:          " + config.domain());
        }
        log.notice("  API Level:       " + ServerInfo.API_LEVEL);
        log.notice(RULE);
    }

    /**
     * Says that streams are there.
     *
     * @param storedBytes how much was read from the disk: what is said to be free was said without it (RL-2169)
     */
    void ready(long storedBytes) {
        Opened now = Objects.requireNonNull(opened);
        storeBytes = StoreSizes.storeBytes(now.directory.path(), storedBytes);
        Duration took = Duration.ofNanos(context.clock().nanoTime() - now.startNanos);
        log.notice("Took " + GoDuration.format(took) + " to start JetStream");
    }

    /** Returns the directory; not before {@link #begin}. */
    StoreDirectory directory() {
        return Objects.requireNonNull(opened).directory;
    }

    /** Returns how much streams in memory may hold together. */
    long memoryBytesMax() {
        long said = config().maxMemoryBytes();
        Opened now = opened;
        return said != JetStreamConfig.AS_MUCH_AS_THERE_IS || now == null ? Math.max(0, said) : now.memoryBytes;
    }

    /** Returns how much streams on the disk may hold together. */
    long storeBytesMax() {
        long said = config().maxStoreBytes();
        return said != JetStreamConfig.AS_MUCH_AS_THERE_IS ? said : storeBytes;
    }

    /** Says that streams are about to end, if there are any. */
    void announceEnd() {
        if (opened != null) {
            log.notice("Initiating JetStream Shutdown...");
        }
        RunningStreams now = streams;
        if (now != null) {
            now.stopSending();
        }
    }

    /** Lets the directory go, once nothing is written there any more. */
    void end() {
        RunningStreams ended = streams;
        streams = null;
        if (ended != null) {
            ended.close();
        }
        Opened now = opened;
        if (now != null) {
            opened = null;
            now.directory.close();
        }
    }
}
