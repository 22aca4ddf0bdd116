package dev.gannet.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.connection.ServerContext;
import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which server an answer or event is of, and when it was made (MO-150, MO-152).
 *
 * @param sequence counts what the server says
 */
record ServerStamp(
        String name,
        String host,
        String id,
        @OmitEmpty String domain,
        @JsonProperty("ver") String version,
        @OmitEmpty List<String> tags,
        @OmitEmpty Map<String, String> metadata,
        @JsonProperty("feature_flags") @OmitEmpty Map<String, Boolean> featureFlags,
        boolean jetstream,
        long flags,
        @JsonProperty("seq") long sequence,
        Instant time) {
    /** Of what a server may be able to do (MO-149). */
    private static final long JETSTREAM = 1;

    static ServerStamp next(ServerContext server, ServerFacts facts) {
        JetStreamConfig jetStream = server.config().features().jetStream();
        boolean isOn = jetStream.isOn();
        return new ServerStamp(
                facts.serverName(),
                server.config().client().host(),
                facts.serverId(),
                isOn ? jetStream.domain() : "",
                facts.version(),
                facts.tags(),
                new TreeMap<>(facts.metadata()),
                new TreeMap<>(facts.featureFlags()),
                isOn,
                isOn ? JETSTREAM : 0,
                server.nextEvent(),
                server.clock().instant());
    }
}
