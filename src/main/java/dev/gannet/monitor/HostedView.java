package dev.gannet.monitor;

import dev.gannet.config.ServerConfig;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The server's own view of itself, with what only its host knows. */
public final class HostedView implements ServerView {
    private final ServerView server;
    private final IntSupplier monitorPort;
    private final String configDigest;

    /**
     * @param monitorPort asked each time: a host may learn only later where it answers
     */
    public HostedView(ServerView server, IntSupplier monitorPort, String configDigest) {
        this.server = server;
        this.monitorPort = monitorPort;
        this.configDigest = configDigest;
    }

    @Override
    public ServerFacts facts() {
        return server.facts().withHost(monitorPort.getAsInt(), configDigest);
    }

    @Override
    public ServerConfig config() {
        return server.config();
    }

    @Override
    public ServerTotals totals() {
        return server.totals();
    }

    @Override
    public List<ConnectionSnapshot> connections(boolean withSubscriptions) {
        return server.connections(withSubscriptions);
    }

    @Override
    public List<ConnectionSnapshot> closedConnections() {
        return server.closedConnections();
    }

    @Override
    public boolean hasAccount(String account) {
        return server.hasAccount(account);
    }

    @Override
    public List<String> accounts() {
        return server.accounts();
    }

    @Override
    public List<SubscriptionSnapshot> subscriptions(@Nullable String account) {
        return server.subscriptions(account);
    }

    @Override
    public SublistTotals sublist(@Nullable String account) {
        return server.sublist(account);
    }

    @Override
    public @Nullable String notReadyReason() {
        return server.notReadyReason();
    }
}
