package dev.gannet.config.reload;

import static dev.gannet.config.reload.Option.fixed;
import static dev.gannet.config.reload.Option.refused;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.peer.LeafNodesConfig;
import dev.gannet.config.peer.LeafRemoteConfig;
import dev.gannet.config.peer.LeafRemoteConfig.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of leaf nodes, as a reload sees them (CF-222, CF-223): each alone, as the reference server names the first
 * that cannot change. Remotes may come and go.
 */
final class LeafNodeOptions {
    private LeafNodeOptions() {}

    static List<Option> block() {
        return List.of(
                field("Users", l -> l.authorization().users()),
                field("Host", l -> listen(l, ListenConfig::host, "")),
                field("Port", l -> listen(l, ListenConfig::port, 0)),
                field("Username", l -> l.authorization().login().user()),
                FeatureOptions.hidden(
                        name("Password"),
                        c -> c.features().leafNodes().authorization().login().password()),
                field("ProxyRequired", l -> l.authorization().proxyRequired()),
                field("Nkey", l -> l.authorization().nkey()),
                field("Account", l -> l.authorization().account()),
                field(
                        "AuthTimeout",
                        l -> Options.seconds(l.authorization().login().timeout())),
                field("TLSTimeout", l -> Options.seconds(tls(l).timeout())),
                field("TLSMap", l -> tls(l).mapsUsers()),
                field("TLSPinnedCerts", l -> tls(l).pinnedCerts()),
                field("Advertise", l -> listen(l, listen -> orEmpty(listen.advertise()), "")),
                field("NoAdvertise", LeafNodesConfig::noAdvertise),
                field("ReconnectInterval", LeafNodesConfig::reconnectInterval),
                field("WriteDeadline", l -> l.write().deadline()),
                field("WriteTimeout", l -> l.write().timeout().orEmpty()),
                field("MinVersion", LeafNodesConfig::minVersion),
                field("IsolateLeafnodeInterest", LeafNodesConfig::isolates),
                field("DialTimeout", l -> zeroIfUsual(l.dialTimeout())));
    }

    /** What cannot change of the remotes that there are, as long as they are there. */
    static List<Option> remotes(ServerConfig before) {
        return before.features().leafNodes().remotes().stream()
                .flatMap(LeafNodeOptions::remote)
                .toList();
    }

    private static Stream<Option> remote(LeafRemoteConfig remote) {
        return Stream.of(
                field(remote, "NoRandomize", LeafRemoteConfig::noRandomize),
                field(remote, "Hub", LeafRemoteConfig::hub),
                field(remote, "DenyImports", LeafRemoteConfig::denyImports),
                field(remote, "DenyExports", LeafRemoteConfig::denyExports),
                field(remote, "FirstInfoTimeout", LeafRemoteConfig::firstInfoTimeout),
                field(remote, "DialTimeout", LeafRemoteConfig::dialTimeout),
                field(remote, "Websocket", r -> webSocket(r.webSocket())),
                refused(
                        name(remote, "Proxy") + ": only the proxy TLS configuration can be changed",
                        (before, now) -> find(remote, now) != null
                                && !Objects.equals(
                                        proxy(remote), proxy(Objects.requireNonNullElse(find(remote, now), remote)))),
                field(remote, "JetStreamClusterMigrate", r -> r.migrate().isOn()),
                field(remote, "JetStreamClusterMigrateDelay", r -> r.migrate().delay()),
                field(remote, "LocalIsolation", LeafRemoteConfig::isolates),
                field(remote, "RequestIsolation", LeafRemoteConfig::requestsIsolation),
                field(remote, "IgnoreDiscoveredServers", LeafRemoteConfig::ignoresDiscovered));
    }

    private static Option field(String name, Function<LeafNodesConfig, Object> value) {
        return fixed(name(name), c -> value.apply(c.features().leafNodes()));
    }

    private static String name(String field) {
        return "LeafNode: field \"" + field + '"';
    }

    private static Option field(LeafRemoteConfig remote, String name, Function<LeafRemoteConfig, Object> value) {
        return fixed(name(remote, name), c -> value.apply(Objects.requireNonNullElse(find(remote, c), remote)));
    }

    private static String name(LeafRemoteConfig remote, String field) {
        return "LeafNode: remote " + remote.describe() + ": field \"" + field + '"';
    }

    /** Returns what a configuration says of the same remote, or null if it does not have it. */
    private static @Nullable LeafRemoteConfig find(LeafRemoteConfig remote, ServerConfig config) {
        return config.features().leafNodes().remotes().stream()
                .filter(other -> other.identity().equals(remote.identity()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Proxy proxy(LeafRemoteConfig remote) {
        Proxy proxy = remote.proxy();
        return proxy == null ? null : new Proxy(proxy.url(), proxy.user(), proxy.password(), proxy.timeout(), null);
    }

    private static String webSocket(LeafRemoteConfig.WebSocket webSocket) {
        return "{" + webSocket.compression() + " " + webSocket.noMasking() + "}";
    }

    private static Object listen(LeafNodesConfig leafNodes, Function<ListenConfig, Object> part, Object none) {
        return leafNodes.listen() == null ? none : part.apply(leafNodes.listen());
    }

    private static Duration zeroIfUsual(Duration dialTimeout) {
        return dialTimeout.equals(LeafNodesConfig.DEFAULT_DIAL_TIMEOUT) ? Duration.ZERO : dialTimeout;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static TlsConfig tls(LeafNodesConfig leafNodes) {
        TlsConfig tls = leafNodes.tls();
        return tls == null ? TlsConfig.builder().build() : tls;
    }
}
