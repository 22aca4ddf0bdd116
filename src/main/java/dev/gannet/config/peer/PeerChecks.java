package dev.gannet.config.peer;

import dev.gannet.base.Quoted;
import dev.gannet.config.AccountConfig;
import dev.gannet.config.ServerConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What settings about other servers must fulfil together with all others before a server starts with them, with the texts
 * of the reference server (CF-127, CF-138, CF-143, CF-150).
 */
public final class PeerChecks {
    private static final String GLOBAL_ACCOUNT = "$G";
    private static final String SYSTEM_ACCOUNT = "$SYS";

    private final ServerConfig config;
    private final List<String> problems = new ArrayList<>();

    public PeerChecks(ServerConfig config) {
        this.config = config;
    }

    /** Returns what is wrong with leaf nodes, which is looked at before users are. */
    public List<String> leafNodeProblems() {
        LeafNodesConfig leafNodes = config.features().leafNodes();
        checkAccounts(leafNodes);
        checkCompression(leafNodes.compression(), CompressionConfig.AUTO);
        for (LeafRemoteConfig remote : leafNodes.remotes()) {
            checkUrls(remote.urls());
            checkCompression(remote.compression(), CompressionConfig.AUTO);
        }
        if (leafNodes.listen() != null && config.features().gateway().isOn() && config.systemAccount() == null) {
            problems.add("leaf nodes and gateways (both being defined) require a system account to also be configured");
        }
        return List.copyOf(problems);
    }

    /** Returns what is wrong with gateways and the cluster, which are looked at after users are. */
    public List<String> clusterProblems() {
        checkGateway(config.features().gateway());
        checkCluster(config.features().cluster(), config.features().gateway().name());
        return List.copyOf(problems);
    }

    private void checkAccounts(LeafNodesConfig leafNodes) {
        Set<String> known = config.accounts().stream().map(AccountConfig::name).collect(Collectors.toSet());
        known.addAll(Set.of("", GLOBAL_ACCOUNT));
        if (config.systemAccount() == null && !config.noSystemAccount()) {
            known.add(SYSTEM_ACCOUNT);
        }
        checkAccount(leafNodes.authorization().account(), "authorization", known);
        leafNodes.authorization().users().forEach(user -> checkAccount(user.account(), "authorization", known));
        leafNodes.remotes().forEach(remote -> checkAccount(remote.account(), "remote", known));
    }

    private void checkAccount(String account, String what, Set<String> known) {
        if (!known.contains(account)) {
            problems.add("cannot find local account " + Quoted.of(account) + " specified in leafnode " + what);
        }
    }

    private void checkUrls(List<PeerUrl> urls) {
        long webSockets = urls.stream().filter(PeerUrl::isWebSocket).count();
        if (webSockets != 0 && webSockets != urls.size()) {
            problems.add("remote leaf node configuration cannot have a mix of websocket and non-websocket urls: "
                    + PeerUrl.list(urls));
        }
    }

    private void checkCompression(CompressionConfig compression, String on) {
        String problem = compression.problem(on);
        if (!problem.isEmpty()) {
            problems.add(problem);
        }
    }

    private void checkGateway(GatewayConfig gateway) {
        if (!gateway.isOn()) {
            return;
        }
        if (gateway.name().isEmpty()) {
            problems.add("gateway has no name");
        }
        if (gateway.listen() == null) {
            problems.add("gateway " + Quoted.of(gateway.name()) + " has no port specified (select -1 for random port)");
        }
        for (int i = 0; i < gateway.remotes().size(); i++) {
            GatewayConfig.Remote remote = gateway.remotes().get(i);
            if (remote.name().isEmpty()) {
                problems.add("gateway in the list " + i + " has no name");
            } else if (remote.urls().isEmpty()) {
                problems.add("gateway " + Quoted.of(remote.name()) + " has no URL");
            }
        }
    }

    private void checkCluster(ClusterConfig cluster, String gatewayName) {
        checkName(cluster.name());
        checkCompression(cluster.compression(), CompressionConfig.FAST);
        if (!gatewayName.isEmpty() && cluster.name() != null && !gatewayName.equals(cluster.name())) {
            problems.add("cluster name conflicts between cluster and gateway definitions");
        }
        List<String> pinned = cluster.pinnedAccounts();
        if (!pinned.isEmpty() && cluster.poolSize() < 0) {
            problems.add("pool_size cannot be negative if pinned accounts are specified");
        }
        Set<String> known = new HashSet<>();
        for (String account : pinned) {
            if (!known.add(account)) {
                problems.add("found duplicate account name " + Quoted.of(account) + " in pinned accounts list "
                        + pinned.stream().map(Quoted::of).collect(Collectors.joining(" ", "[", "]")));
            }
        }
    }

    private void checkName(@Nullable String name) {
        if (name != null && name.contains(" ")) {
            problems.add("cluster name cannot contain spaces");
        }
    }
}
