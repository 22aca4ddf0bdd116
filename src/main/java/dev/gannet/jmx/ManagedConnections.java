package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.ServerView;
import dev.gannet.outbound.Outbox;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The connections of a server, looked for when they are asked for. Any thread. */
final class ManagedConnections implements ConnectionsMXBean {
    static final int LIMIT_MAX = 1_024;

    private final GannetServer server;
    private final ServerView view;
    private final Clock clock;

    ManagedConnections(GannetServer server, Clock clock) {
        this.server = server;
        this.view = server.view();
        this.clock = clock;
    }

    @Override
    public int getCount() {
        return view.totals().connections();
    }

    @Override
    public int getCountMax() {
        return view.config().limits().maxConnections();
    }

    @Override
    public long getPendingBytes() {
        return all().mapToLong(ConnectionSnapshot::pendingBytes).sum();
    }

    @Override
    public long getPendingBytesMax() {
        return view.config().limits().maxPendingBytes();
    }

    private Stream<ConnectionSnapshot> all() {
        return view.connections(false).stream();
    }

    @Override
    public Connection[] list(int offset, int limit) {
        return page(all(), offset, limit);
    }

    @Override
    public Connection[] listOfAccount(String account, int offset, int limit) {
        return page(all().filter(each -> each.identity().account().equals(account)), offset, limit);
    }

    @Override
    public Connection[] listSlowest(int limit) {
        return some(
                all().filter(each -> each.pendingBytes() > 0)
                        .sorted(Comparator.comparingLong(ConnectionSnapshot::pendingBytes)
                                .reversed()),
                0,
                limit);
    }

    @Override
    public @Nullable Connection find(long cid) {
        return all().filter(each -> each.cid() == cid).findFirst().map(this::of).orElse(null);
    }

    @Override
    public boolean kick(long cid) {
        return server.kick(cid);
    }

    private Connection[] page(Stream<ConnectionSnapshot> connections, int offset, int limit) {
        return some(connections.sorted(Comparator.comparingLong(ConnectionSnapshot::cid)), offset, limit);
    }

    private Connection[] some(Stream<ConnectionSnapshot> connections, int offset, int limit) {
        return connections
                .skip(Math.max(0, offset))
                .limit(Math.min(Math.max(0, limit), LIMIT_MAX))
                .map(this::of)
                .toArray(Connection[]::new);
    }

    private Connection of(ConnectionSnapshot connection) {
        long idleMillis =
                clock.instant().toEpochMilli() - connection.lastActivity().toEpochMilli();
        return new ManagedConnection(connection, Math.max(0, idleMillis), isSlow(connection));
    }

    /** Whether producers are held up for it. */
    private boolean isSlow(ConnectionSnapshot connection) {
        return isSlow(connection, view);
    }

    static boolean isSlow(ConnectionSnapshot connection, ServerView view) {
        return connection.pendingBytes()
                > Outbox.softLimit(view.config().limits().maxPendingBytes());
    }
}
