package dev.gannet.config.peer;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.TlsConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that are one with this one: the block {@code cluster} (CF-127..140).
 *
 * @param name null if it is not said
 * @param listen where they connect; null is nowhere: there is no cluster
 * @param routes those that this one connects to
 * @param tls encrypts and shows both sides' certificates; null is not at all
 * @param noAdvertise whether clients are not told of the others
 * @param connectRetries how often a server that was not configured is tried again
 * @param connectBackoff whether that is tried less and less often
 * @param permissions which subjects' interest goes over routes: {@code publish} is what comes in, {@code subscribe} what
 *     goes out; null is all of them
 * @param poolSize connections between two servers; {@link #NO_POOL} is one, as before there were pools
 * @param pinnedAccounts accounts with a connection of their own
 * @param pingInterval zero is that of clients; more than {@link #PING_INTERVAL_MAX} is that
 * @param pingMax zero is that of clients
 */
public record ClusterConfig(
        @Nullable String name,
        @Nullable ListenConfig listen,
        PeerLogin login,
        List<PeerUrl> routes,
        @Nullable TlsConfig tls,
        boolean noAdvertise,
        int connectRetries,
        boolean connectBackoff,
        @Nullable PermissionsConfig permissions,
        int poolSize,
        List<String> pinnedAccounts,
        CompressionConfig compression,
        Duration pingInterval,
        int pingMax,
        WriteConfig write) {
    /** Other servers mean something else by it. */
    public static final String RESERVED_NAME = "_";

    public static final int DEFAULT_POOL_SIZE = 3;
    public static final int NO_POOL = -1;
    public static final Duration PING_INTERVAL_MAX = Duration.ofSeconds(30);
    public static final CompressionConfig DEFAULT_COMPRESSION = new CompressionConfig(CompressionConfig.ACCEPT);

    private static final ClusterConfig OFF = new ClusterConfig(
            null,
            null,
            PeerLogin.NONE,
            List.of(),
            null,
            false,
            0,
            false,
            null,
            DEFAULT_POOL_SIZE,
            List.of(),
            DEFAULT_COMPRESSION,
            Duration.ZERO,
            0,
            WriteConfig.DEFAULT);

    public ClusterConfig {
        routes = List.copyOf(routes);
        pinnedAccounts = List.copyOf(pinnedAccounts);
    }

    /** A server alone. */
    public static ClusterConfig off() {
        return OFF;
    }

    public boolean isOn() {
        return listen != null;
    }
}
