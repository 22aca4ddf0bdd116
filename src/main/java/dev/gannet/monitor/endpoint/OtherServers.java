package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.ServerFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code /routez}, {@code /gatewayz} and {@code /leafz} of a server that knows no other. */
public final class OtherServers {
    private OtherServers() {}

    /** {@code /routez}. */
    public record Routez(
            @JsonProperty("server_id") String serverId,
            @JsonProperty("server_name") String serverName,
            Instant now,
            @JsonProperty("num_routes") int count,
            List<Object> routes) {}

    /** {@code /gatewayz}. */
    public record Gatewayz(
            @JsonProperty("server_id") String serverId,
            Instant now,

            @JsonProperty("outbound_gateways") Map<String, Object> outbound,

            @JsonProperty("inbound_gateways") Map<String, Object> inbound) {}

    /** {@code /leafz}. */
    public record Leafz(
            @JsonProperty("server_id") String serverId,
            Instant now,
            @JsonProperty("leafnodes") int count,
            List<Object> leafs) {}

    public static Routez routez(ServerFacts server, Instant now) {
        return new Routez(server.serverId(), server.serverName(), now, 0, List.of());
    }

    public static Gatewayz gatewayz(ServerFacts server, Instant now) {
        return new Gatewayz(server.serverId(), now, Map.of(), Map.of());
    }

    public static Leafz leafz(ServerFacts server, Instant now) {
        return new Leafz(server.serverId(), now, 0, List.of());
    }
}
