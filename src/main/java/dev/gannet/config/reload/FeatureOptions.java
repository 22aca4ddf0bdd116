package dev.gannet.config.reload;

import static dev.gannet.config.reload.Option.fixed;
import static dev.gannet.config.reload.Option.live;

import dev.gannet.base.Quoted;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.JetStreamEncryption;
import dev.gannet.config.peer.ClusterConfig;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of what a server does beside its clients' protocol, as a reload sees them (CF-216..226). What the reference
 * server takes over and Gannet has not built has no line: it changes nothing.
 */
final class FeatureOptions {
    private static final String HIDDEN = "[REDACTED]";

    private FeatureOptions() {}

    /** Other servers and streams, which the reference server looks at before WebSocket and MQTT. */
    static List<Option> peers() {
        return List.of(
                fixed("cluster host", c -> address(c.features().cluster(), ListenConfig::host, "")),
                fixed("cluster port", c -> address(c.features().cluster(), ListenConfig::port, 0)),
                fixed("Gateway", c -> c.features().gateway().withoutTls()));
    }

    static List<Option> clients() {
        return List.of(
                fixed("Websocket", c -> c.features().webSocket().withoutTls()),
                fixed("MQTT", c -> c.features().mqtt().withoutLive()),
                fixed("ProfPort", c -> c.features().profiling().port()),
                live(
                        "ProfBlockRate",
                        "Reloaded: prof_block_rate = %s",
                        c -> c.features().profiling().blockRate()));
    }

    static List<Option> reports() {
        return List.of(
                live(
                        "ConnectErrorReports",
                        "Reloaded: connect_error_reports = %s",
                        c -> c.features().reports().connect()),
                live(
                        "ReconnectErrorReports",
                        "Reloaded: reconnect_error_reports = %s",
                        c -> c.features().reports().reconnect()));
    }

    /** Who came through a proxy that is not trusted any more has to go. */
    static List<Option> proxies(ServerConfig before) {
        Set<String> trusted = before.features().trustedProxies();
        return List.of(
                live(
                        "Proxies",
                        "Reloaded: proxies trusted keys %s were removed",
                        c -> missing(trusted, c.features().trustedProxies())),
                live(
                        "Proxies",
                        "Reloaded: proxies trusted keys %s were added",
                        c -> missing(c.features().trustedProxies(), trusted)));
    }

    private static List<String> missing(Set<String> all, Set<String> there) {
        return all.stream().filter(key -> !there.contains(key)).map(Quoted::of).toList();
    }

    static List<Option> certificates() {
        return List.of(
                live(
                        "OCSPConfig",
                        "Reloaded: OCSP",
                        c -> c.features().certificates().ocsp()),
                live(
                        "OCSPCacheConfig",
                        "Reloaded OCSP peer cache",
                        c -> c.features().certificates().cache()));
    }

    static Option sublistCache() {
        return fixed("NoSublistCache", c -> c.features().noSublistCache());
    }

    private static Object address(ClusterConfig cluster, Function<ListenConfig, Object> part, Object none) {
        return cluster.listen() == null ? none : part.apply(cluster.listen());
    }

    /** A setting that is not shown, unlike in the reference server, since it is a secret. */
    static Option hidden(String name, Function<ServerConfig, @Nullable Object> value) {
        return fixed(name, config -> {
            Object secret = value.apply(config);
            boolean isNone = "".equals(secret) || JetStreamEncryption.Tpm.NONE.equals(secret);
            return isNone ? "" : new Hidden(secret);
        });
    }

    /** Equal if what is hidden is. */
    private record Hidden(@Nullable Object secret) {
        @Override
        public String toString() {
            return HIDDEN;
        }
    }
}
