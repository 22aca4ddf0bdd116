package dev.gannet.monitor.jetstream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JetStream of a running server as the monitoring sees it. The engine implements it.
 *
 * <p>Every method may be called from any thread, but for loops; it may wait a moment for the stream loop. Lists are
 * snapshots that belong to the caller.
 */
public interface JetStreamView {
    /**
     * How much all streams together may hold, and where.
     *
     * @param directory the store directory
     */
    record Bounds(long memoryBytes, long storeBytes, String directory) {}

    Bounds bounds();

    /** Returns how much all streams use, and what was asked of them. */
    StreamUsage usage();

    /** Returns the names of the accounts that may have streams, sorted. */
    List<String> accounts();

    /** Returns how much an account uses, or null if it may have no streams. */
    @Nullable
    StreamUsage usage(String account);

    /** Returns an account's streams, sorted by name, none if it may have none; null if they are not known in time. */
    @Nullable
    List<StreamSnapshot> streams(String account);

    /**
     * Returns a stream's consumers, sorted by name, none if there is no such stream; null if they are not known in time.
     *
     * @param withConfig whether their JSON has their configurations
     */
    @Nullable
    List<ConsumerSnapshot> consumers(String account, String stream, boolean withConfig);

    /** Returns an account's streams to who shows what is known: none if that is nothing. */
    default List<StreamSnapshot> knownStreams(String account) {
        List<StreamSnapshot> streams = streams(account);
        return streams == null ? List.of() : streams;
    }

    /** Returns a stream's consumers likewise. */
    default List<ConsumerSnapshot> knownConsumers(String account, String stream, boolean withConfig) {
        List<ConsumerSnapshot> consumers = consumers(account, stream, withConfig);
        return consumers == null ? List.of() : consumers;
    }

    /** Begins to follow a stream, or returns null if there is no such stream. */
    @Nullable
    FollowedStream follow(String account, String stream);

    JournalSnapshot journal();

    /** Returns how long the journal takes, and how much it does at once. Never waits. */
    default JournalHistograms histograms() {
        return JournalHistograms.NONE;
    }

    /** Returns what was sent to consumers and said of it. Never waits. */
    default DeliveryTotals deliveries() {
        return DeliveryTotals.NONE;
    }

    /** Returns what went wrong with files of streams. Never waits. */
    default StorageFaults faults() {
        return StorageFaults.NONE;
    }

    /** Returns a number that grows whenever a stream is made, changed or removed. Never waits. */
    long changes();

    /** Returns why nothing can be stored now, such as that the disk is full, or null when all is well. */
    @Nullable
    String problem();
}
