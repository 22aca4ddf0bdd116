package dev.gannet.config.block.peer;

import dev.gannet.config.PermissionsConfig;
import dev.gannet.config.TlsConfig;
import dev.gannet.config.block.ListenDraft;
import dev.gannet.config.block.Login;
import dev.gannet.config.peer.ClusterConfig;
import dev.gannet.config.peer.CompressionConfig;
import dev.gannet.config.peer.PeerUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ClusterConfig} while it is read from the file and then from the flags. What is empty or zero has its default.
 *
 * <p><b>Owner:</b> the thread that reads the configuration.
 */
public final class ClusterDraft {
    public final ListenDraft listen = new ListenDraft();
    public String name = "";
    public String user = "";
    public String password = "";
    public List<PeerUrl> routes = List.of();
    public boolean noAdvertise;
    public int connectRetries;

    Duration timeout = Duration.ZERO;

    @Nullable
    TlsConfig tls;

    boolean connectBackoff;

    @Nullable
    PermissionsConfig permissions;

    int poolSize;
    List<String> pinnedAccounts = List.of();
    CompressionConfig compression = ClusterConfig.DEFAULT_COMPRESSION;
    Duration pingInterval = Duration.ZERO;
    int pingMax;
    final WriteDraft write = new WriteDraft();

    /** {@code systemAccount} has a connection of its own unless there are no pools; empty if there is none. */
    public ClusterConfig toConfig(String systemAccount) {
        return new ClusterConfig(
                name.isEmpty() ? null : name,
                listen.toConfig(),
                Login.peer(user, password, timeout, tls),
                routes,
                tls,
                noAdvertise,
                connectRetries,
                connectBackoff,
                permissions,
                poolSize == 0 ? ClusterConfig.DEFAULT_POOL_SIZE : poolSize,
                pinned(systemAccount),
                compression,
                pingInterval,
                pingMax,
                write.toConfig());
    }

    private List<String> pinned(String systemAccount) {
        boolean isThere = systemAccount.isEmpty() || pinnedAccounts.contains(systemAccount);
        if (listen.port == 0 || poolSize < 0 || isThere) {
            return pinnedAccounts;
        }
        List<String> all = new ArrayList<>(pinnedAccounts);
        all.add(systemAccount);
        return all;
    }
}
