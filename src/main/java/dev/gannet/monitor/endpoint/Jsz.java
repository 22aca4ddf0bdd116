package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ServerView;
import java.time.Instant;

/** {@code /jsz} of a server whose JetStream is off (MO-90). */
public record Jsz(
        long memory,
        long storage,
        @JsonProperty("reserved_memory") long reservedMemory,
        @JsonProperty("reserved_storage") long reservedStorage,
        int accounts,
        @JsonProperty("ha_assets") int replicatedAssets,
        Api api,
        @JsonProperty("server_id") String serverId,
        Instant now,
        boolean disabled,
        Config config,
        int streams,
        int consumers,
        long messages,
        long bytes,
        int total) {

    record Api(int level, long total, long errors) {}

    record Config(
            @JsonProperty("max_memory") long memoryMax,
            @JsonProperty("max_storage") long storageMax) {}

    public static Jsz disabled(ServerView server, Instant now) {
        return new Jsz(
                0,
                0,
                0,
                0,
                0,
                0,
                new Api(0, 0, 0),
                server.facts().serverId(),
                now,
                true,
                new Config(0, 0),
                0,
                0,
                0,
                0,
                0);
    }
}
