package dev.gannet.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.connection.ClientFacts;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which client an event is of (MO-153).
 *
 * @param rttNanos left out while the client is there
 * @param stop when it was closed, or null
 */
record ClientStamp(
        Instant start,
        @OmitEmpty String host,
        @OmitEmpty long id,
        @JsonProperty("acc") @OmitEmpty String account,
        @OmitEmpty String user,
        @OmitEmpty String name,
        @JsonProperty("lang") @OmitEmpty String language,
        @JsonProperty("ver") @OmitEmpty String version,
        @JsonProperty("rtt") @OmitEmpty long rttNanos,
        @OmitEmpty @Nullable Instant stop,
        @JsonProperty("name_tag") @OmitEmpty String nameTag,
        String kind,
        @JsonProperty("client_type") String clientType) {
    static ClientStamp open(ClientFacts facts) {
        return of(facts, 0, null);
    }

    static ClientStamp closed(ClientFacts facts, Instant stop) {
        return of(facts, facts.rttNanos(), stop);
    }

    private static ClientStamp of(ClientFacts facts, long rttNanos, @Nullable Instant stop) {
        return new ClientStamp(
                facts.start(),
                facts.ip(),
                facts.cid(),
                facts.account(),
                facts.user(),
                facts.name(),
                facts.language(),
                facts.version(),
                rttNanos,
                stop,
                facts.account(),
                "Client",
                "nats");
    }
}
