package dev.gannet.monitor.endpoint;

import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.feature.JetStreamEncryption;
import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.monitor.jetstream.ConsumerSnapshot;
import dev.gannet.monitor.jetstream.FollowedStream;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.JournalSnapshot;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import dev.gannet.monitor.jetstream.StreamUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JetStream as nats-server had it when its answers were written down: two accounts, three streams. */
final class FakeJetStream implements JetStreamView {
    static final Instant CREATED = Instant.parse("2026-11-22T10:19:11.234075461Z");
    private static final Instant FIRST = Instant.parse("2026-11-22T10:19:11.339972137Z");
    private static final Instant LAST = Instant.parse("2026-11-22T10:19:11.436515244Z");

    final Map<String, List<StreamSnapshot>> streams = new TreeMap<>();

    @Nullable
    String problem;

    FakeJetStream() {
        StreamSnapshot.State state = new StreamSnapshot.State(3, 114, 1, FIRST, 3, LAST, 1, 0, 0);
        StreamSnapshot.State consumed = new StreamSnapshot.State(3, 114, 1, FIRST, 3, LAST, 3, 0, 1);
        streams.put("A", List.of(stream("M", true, StreamSnapshot.State.EMPTY, null), stream("S", false, state, null)));
        streams.put("B", List.of(stream("T", false, consumed, null)));
    }

    static StreamSnapshot stream(
            String name, boolean isInMemory, StreamSnapshot.State state, @Nullable String problem) {
        String config = "{\"name\":\"" + name + "\",\"subjects\":[\"s.>\"],\"max_age\":0}";
        return new StreamSnapshot(name, CREATED, config, isInMemory, -1, 1000, Map.of(), state, problem);
    }

    /** Returns settings of a server with streams. */
    static JetStreamConfig config() {
        return new JetStreamConfig(
                true,
                "/d",
                1_000_000_000,
                2_000_000_000,
                "hub",
                "",
                "az:",
                true,
                new JetStreamConfig.Sync(JetStreamConfig.Sync.DEFAULT_INTERVAL, true),
                JetStreamEncryption.NONE,
                new JetStreamLimits(5, 0, 0, 0, Duration.ZERO, new JetStreamLimits.Batch(0, 0, 5, Duration.ZERO)),
                JetStreamConfig.Queues.DEFAULT,
                JetStreamConfig.Meta.DEFAULT);
    }

    @Override
    public Bounds bounds() {
        return new Bounds(1_000_000_000, 2_000_000_000, "/d/jetstream");
    }

    @Override
    public StreamUsage usage() {
        return new StreamUsage(0, 228, 900, 1000, 9, 1);
    }

    @Override
    public List<String> accounts() {
        return new ArrayList<>(streams.keySet());
    }

    @Override
    public @Nullable StreamUsage usage(String account) {
        return switch (account) {
            case "A" -> new StreamUsage(0, 114, 1_000_000, 2_000_000, 4, 0);
            case "B" -> new StreamUsage(0, 114, -1, -1, 5, 1);
            default -> null;
        };
    }

    @Override
    public List<StreamSnapshot> streams(String account) {
        return streams.getOrDefault(account, List.of());
    }

    @Override
    public @Nullable FollowedStream follow(String account, String stream) {
        return null;
    }

    @Override
    public JournalSnapshot journal() {
        return new JournalSnapshot(7, 1000, 3, 1_500_000_000, 2, 1, 7, 4);
    }

    @Override
    public long changes() {
        return streams.hashCode();
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public List<ConsumerSnapshot> consumers(String account, String stream, boolean withConfig) {
        if (!stream.equals("T")) {
            return List.of();
        }
        String config = withConfig ? ",\"config\":{\"durable_name\":\"C\"}" : "";
        String json = "{\"stream_name\":\"T\",\"name\":\"C\"" + config + ",\"num_pending\":1}";
        ConsumerSnapshot.Place sent = new ConsumerSnapshot.Place(12, 13);
        ConsumerSnapshot.Place done = new ConsumerSnapshot.Place(10, 11);
        return List.of(
                new ConsumerSnapshot("C", CREATED, true, false, "what it is", "{}", json, sent, done, 2, 3, 4, 1));
    }
}
