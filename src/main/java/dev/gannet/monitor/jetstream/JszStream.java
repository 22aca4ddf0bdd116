package dev.gannet.monitor.jetstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.json.JsonText;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream in {@code /jsz} (MO-92). */
record JszStream(
        String name,
        Instant created,
        Cluster cluster,
        @OmitEmpty @Nullable JsonText config,
        State state,
        @JsonProperty("consumer_detail") @OmitEmpty List<JsonText> consumers,
        @JsonProperty("direct_consumer_detail") @OmitEmpty List<JsonText> directConsumers) {
    /** Who leads it: this server, where there is no other. */
    record Cluster(String leader) {}

    record State(
            long messages,
            long bytes,
            @JsonProperty("first_seq") long firstSequence,
            @JsonProperty("first_ts") Instant firstTime,
            @JsonProperty("last_seq") long lastSequence,
            @JsonProperty("last_ts") Instant lastTime,
            @JsonProperty("num_subjects") @OmitEmpty long subjects,
            @JsonProperty("num_deleted") @OmitEmpty long deleted,
            @JsonProperty("consumer_count") int consumers) {
        static State of(StreamSnapshot.State state) {
            return new State(
                    state.messages(),
                    state.bytes(),
                    state.firstSequence(),
                    state.firstTime(),
                    state.lastSequence(),
                    state.lastTime(),
                    state.subjects(),
                    state.deleted(),
                    state.consumers());
        }
    }

    static JszStream of(
            StreamSnapshot stream, List<ConsumerSnapshot> consumers, JszOptions options, String serverName) {
        return new JszStream(
                stream.name(),
                stream.created(),
                new Cluster(serverName),
                options.config() ? new JsonText(stream.configJson()) : null,
                State.of(stream.state()),
                json(consumers, false),
                options.directConsumers() ? json(consumers, true) : List.of());
    }

    private static List<JsonText> json(List<ConsumerSnapshot> consumers, boolean isDirect) {
        return consumers.stream()
                .filter(consumer -> consumer.isDirect() == isDirect)
                .map(consumer -> new JsonText(consumer.json()))
                .toList();
    }
}
