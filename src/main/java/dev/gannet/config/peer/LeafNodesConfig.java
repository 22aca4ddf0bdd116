package dev.gannet.config.peer;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.TlsConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Servers at the edge: the block {@code leafnodes} (CF-144..150).
 *
 * @param listen where they connect; null is nowhere
 * @param authorization who they are
 * @param remotes the servers whose leaf node this one is
 * @param reconnectInterval how long until a remote is tried again
 * @param dialTimeout how long it may take until a remote answers, unless it says so itself
 * @param tls how leaf nodes' connections are encrypted; null is not at all
 * @param noAdvertise whether leaf nodes are not told of the other servers
 * @param minVersion the oldest server that may come as a leaf node; empty is any
 * @param isolates whether leaf nodes do not hear of each other's interest
 */
public record LeafNodesConfig(
        @Nullable ListenConfig listen,
        Authorization authorization,
        List<LeafRemoteConfig> remotes,
        Duration reconnectInterval,
        Duration dialTimeout,
        @Nullable TlsConfig tls,
        boolean noAdvertise,
        String minVersion,
        CompressionConfig compression,
        boolean isolates,
        WriteConfig write) {
    public static final Duration DEFAULT_RECONNECT_INTERVAL = Duration.ofSeconds(1);
    public static final Duration DEFAULT_DIAL_TIMEOUT = Duration.ofSeconds(1);
    public static final CompressionConfig DEFAULT_COMPRESSION = new CompressionConfig(CompressionConfig.AUTO);

    private static final LeafNodesConfig OFF = new LeafNodesConfig(
            null,
            Authorization.NONE,
            List.of(),
            DEFAULT_RECONNECT_INTERVAL,
            DEFAULT_DIAL_TIMEOUT,
            null,
            false,
            "",
            DEFAULT_COMPRESSION,
            false,
            WriteConfig.DEFAULT);

    /**
     * Who may come as a leaf node, and into which account.
     *
     * @param login the one user; none if there are several
     * @param nkey the public key of the one that signs; empty if there is none
     * @param account the account that they join; empty is the global one
     * @param users several users; not together with {@code login} or {@code nkey}
     * @param proxyRequired whether they have to come through a trusted proxy
     */
    public record Authorization(PeerLogin login, String nkey, String account, List<User> users, boolean proxyRequired) {
        public static final Authorization NONE = new Authorization(PeerLogin.NONE, "", "", List.of(), false);

        public Authorization {
            users = List.copyOf(users);
        }
    }

    /**
     * One of several users.
     *
     * @param account empty is the global one
     */
    public record User(String name, String password, String account, boolean proxyRequired) {
        /** Says nothing of the password. */
        @Override
        public String toString() {
            return "User[name=" + name + ", account=" + account + ", proxyRequired=" + proxyRequired + "]";
        }
    }

    public LeafNodesConfig {
        remotes = List.copyOf(remotes);
    }

    public static LeafNodesConfig off() {
        return OFF;
    }

    public boolean isOn() {
        return listen != null || !remotes.isEmpty();
    }
}
