package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ServerTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import java.time.Duration;

/** One server's figures, each asked for anew. Any thread. */
final class ManagedServer implements ServerMXBean {
    private final GannetServer server;
    private final ServerView view;
    private final Clock clock;

    ManagedServer(GannetServer server, ServerView view, Clock clock) {
        this.server = server;
        this.view = view;
        this.clock = clock;
    }

    @Override
    public String getServerId() {
        return server.serverId();
    }

    @Override
    public String getServerName() {
        return server.serverName();
    }

    @Override
    public String getVersion() {
        return view.facts().version();
    }

    @Override
    public String getClientHost() {
        return view.config().client().host();
    }

    @Override
    public int getClientPort() {
        return server.clientPort();
    }

    @Override
    public int getMonitoringPort() {
        return view.facts().monitorPort();
    }

    @Override
    public long getUptimeSeconds() {
        return Duration.between(view.facts().start(), clock.instant()).toSeconds();
    }

    @Override
    public int getConnections() {
        return totals().connections();
    }

    @Override
    public long getConnectionsTotal() {
        return totals().totalConnections();
    }

    @Override
    public long getSubscriptions() {
        return view.sublist(null).subscriptions();
    }

    @Override
    public long getInMessages() {
        return totals().clientTraffic().inMessages();
    }

    @Override
    public long getInBytes() {
        return totals().clientTraffic().inBytes();
    }

    @Override
    public long getOutMessages() {
        return totals().clientTraffic().outMessages();
    }

    @Override
    public long getOutBytes() {
        return totals().clientTraffic().outBytes();
    }

    @Override
    public long getSlowConsumers() {
        return view.slowConsumers();
    }

    @Override
    public long getStalls() {
        return view.stalls();
    }

    @Override
    public String getProblem() {
        String notReady = view.notReadyReason();
        JetStreamView streams = view.jetStream();
        String unwritable = notReady != null || streams == null ? notReady : streams.problem();
        return unwritable == null ? "" : unwritable;
    }

    @Override
    public long getStaleConnections() {
        return totals().staleConnections().sum();
    }

    @Override
    public boolean isLameDuckMode() {
        return server.isLameDuck();
    }

    @Override
    public void enterLameDuckMode() {
        server.enterLameDuckMode();
    }

    private ServerTotals totals() {
        return view.totals();
    }
}
