package dev.gannet.config.feature;

import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.GatewayConfig;
import dev.gannet.config.peer.LeafNodesConfig;
import dev.gannet.config.sharing.MappingConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the server is to do beside its clients' protocol. Not all of it is built: see {@code docs/reference/configuration.md}.
 *
 * @param trust whose word about accounts and users counts
 * @param authCallout the service that says who clients are; null is none
 * @param certificates whether certificates still count
 * @param trustedProxies the public keys of proxies that clients may come through
 * @param mappings of the global account
 * @param defaultJetStreamDomains the domain of accounts whose clients name none
 * @param reports how often a failure to connect to another server is told
 * @param profiling where a profile can be had
 * @param noSublistCache whether matches of subjects are not remembered
 */
public record FeaturesConfig(
        ClusterConfig cluster,
        GatewayConfig gateway,
        LeafNodesConfig leafNodes,
        WebSocketConfig webSocket,
        MqttConfig mqtt,
        JetStreamConfig jetStream,
        TrustConfig trust,
        @Nullable AuthCalloutConfig authCallout,
        Certificates certificates,
        Set<String> trustedProxies,
        List<MappingConfig> mappings,
        Map<String, String> defaultJetStreamDomains,
        Reports reports,
        Profiling profiling,
        boolean noSublistCache) {
    private static final FeaturesConfig NONE = new FeaturesConfig(
            ClusterConfig.off(),
            GatewayConfig.off(),
            LeafNodesConfig.off(),
            WebSocketConfig.off(),
            MqttConfig.off(),
            JetStreamConfig.off(),
            TrustConfig.NONE,
            null,
            new Certificates(null, null),
            Set.of(),
            List.of(),
            Map.of(),
            Reports.DEFAULT,
            Profiling.OFF,
            false);

    /**
     * Whether certificates still count.
     *
     * @param ocsp null is as if nothing was said
     * @param cache null is as if nothing was said
     */
    public record Certificates(
            @Nullable OcspConfig ocsp, @Nullable OcspCacheConfig cache) {}

    /**
     * How often a failure to connect to another server is told: the first time, and then each time so many have passed.
     *
     * @param connect of a server that was never reached
     * @param reconnect of one that was
     */
    public record Reports(int connect, int reconnect) {
        public static final Reports DEFAULT = new Reports(3600, 1);
    }

    /**
     * Where a profile can be had.
     *
     * @param port zero is nowhere
     * @param blockRate how often waiting is looked at; a JVM does not
     */
    public record Profiling(int port, int blockRate) {
        public static final Profiling OFF = new Profiling(0, 0);

        public boolean isOn() {
            return port != 0;
        }
    }

    public FeaturesConfig {
        trustedProxies = Set.copyOf(trustedProxies);
        mappings = List.copyOf(mappings);
        defaultJetStreamDomains = Collections.unmodifiableMap(new TreeMap<>(defaultJetStreamDomains));
    }

    /** Returns these with others for streams. */
    public FeaturesConfig withJetStream(JetStreamConfig other) {
        return new FeaturesConfig(
                cluster,
                gateway,
                leafNodes,
                webSocket,
                mqtt,
                other,
                trust,
                authCallout,
                certificates,
                trustedProxies,
                mappings,
                defaultJetStreamDomains,
                reports,
                profiling,
                noSublistCache);
    }

    /** A server that does nothing else. */
    public static FeaturesConfig none() {
        return NONE;
    }
}
