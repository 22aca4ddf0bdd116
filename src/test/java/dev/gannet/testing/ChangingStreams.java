package dev.gannet.testing;

import dev.gannet.monitor.jetstream.ConsumerSnapshot;
import dev.gannet.monitor.jetstream.FollowedStream;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.JournalSnapshot;
import dev.gannet.monitor.jetstream.StorageFaults;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Streams that a test makes, changes and removes. One thread. */
public final class ChangingStreams implements JetStreamView {
    private static final Instant CREATED = Instant.parse("2026-11-22T10:19:11.234075461Z");

    private final Map<String, Map<String, StreamSnapshot>> accounts = new TreeMap<>();
    private final Map<String, Map<String, ConsumerSnapshot>> consumers = new TreeMap<>();
    private long changes;
    private boolean isSilent;
    private long failures;
    private @Nullable String problem;
    private StorageFaults faults = StorageFaults.NONE;

    /** Makes a stream, or changes it to have this many messages and so many of them at most. */
    public void put(String account, String stream, long messages, long maxMessages) {
        StreamSnapshot.State state =
                new StreamSnapshot.State(messages, 10 * messages, 1, CREATED, messages, CREATED, 1, 0, 1);
        String config = "{\"name\":\"" + stream + "\",\"max_msgs\":" + maxMessages + "}";
        accounts.computeIfAbsent(account, name -> new TreeMap<>())
                .put(
                        stream,
                        new StreamSnapshot(stream, CREATED, config, false, maxMessages, -1, Map.of(), state, null));
        changes++;
    }

    /** Makes a consumer, or changes it to be described like this. */
    public void putConsumer(String account, String stream, String name, String description) {
        ConsumerSnapshot.Place none = new ConsumerSnapshot.Place(0, 0);
        String config = "{\"name\":\"" + name + "\"}";
        boolean isDurable = !name.startsWith("ephemeral");
        consumers
                .computeIfAbsent(account + " " + stream, key -> new TreeMap<>())
                .put(
                        name,
                        new ConsumerSnapshot(
                                name, CREATED, isDurable, false, description, config, "{}", none, none, 3, 2, 1, 7));
        changes++;
    }

    /** From now on they say nothing, or all again. */
    public void silent(boolean areSilent) {
        isSilent = areSilent;
    }

    public void removeConsumer(String account, String stream, String name) {
        consumers.getOrDefault(account + " " + stream, new TreeMap<>()).remove(name);
        changes++;
    }

    public void remove(String account, String stream) {
        accounts.getOrDefault(account, new TreeMap<>()).remove(stream);
        changes++;
    }

    @Override
    public Bounds bounds() {
        return new Bounds(100, 200, "/d");
    }

    @Override
    public StreamUsage usage() {
        return new StreamUsage(1, 2, 0, 0, 0, 0);
    }

    @Override
    public List<String> accounts() {
        return new ArrayList<>(accounts.keySet());
    }

    @Override
    public @Nullable StreamUsage usage(String account) {
        return accounts.containsKey(account) ? new StreamUsage(0, 0, -1, 1000, 0, 0) : null;
    }

    @Override
    public @Nullable List<StreamSnapshot> streams(String account) {
        if (isSilent) {
            return null;
        }
        Collection<StreamSnapshot> streams =
                accounts.getOrDefault(account, Map.of()).values();
        return List.copyOf(streams);
    }

    @Override
    public @Nullable FollowedStream follow(String account, String stream) {
        return null; // Nothing in them is a bucket.
    }

    @Override
    public JournalSnapshot journal() {
        return new JournalSnapshot(5, 100, 2, 3_000_000, 1, 1, 5, failures);
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public StorageFaults faults() {
        return faults;
    }

    /** Nothing can be stored from now on for this reason, or for null it can again. */
    public void problem(@Nullable String why) {
        problem = why;
        failures += why == null ? 0 : 1;
    }

    /** So much has gone wrong. */
    public void faults(long count, String... latest) {
        faults = new StorageFaults(count, List.of(latest));
    }

    @Override
    public @Nullable List<ConsumerSnapshot> consumers(String account, String stream, boolean withConfig) {
        return isSilent
                ? null
                : List.copyOf(consumers
                        .getOrDefault(account + " " + stream, new TreeMap<>())
                        .values());
    }
}
