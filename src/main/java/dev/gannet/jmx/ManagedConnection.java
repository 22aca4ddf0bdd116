package dev.gannet.jmx;

import dev.gannet.monitor.ConnectionSnapshot;
import java.util.concurrent.TimeUnit;

/** One connection's figures at one moment. Immutable. */
record ManagedConnection(ConnectionSnapshot connection, long idleMillis, boolean isSlow)
        implements ConnectionsMXBean.Connection {
    @Override
    public long getCid() {
        return connection.cid();
    }

    @Override
    public String getName() {
        return connection.client().name();
    }

    @Override
    public String getAccount() {
        return connection.identity().account();
    }

    @Override
    public String getUser() {
        return connection.identity().user();
    }

    @Override
    public String getHost() {
        return connection.ip();
    }

    @Override
    public int getPort() {
        return connection.port();
    }

    @Override
    public String getLang() {
        return connection.client().lang();
    }

    @Override
    public String getVersion() {
        return connection.client().version();
    }

    @Override
    public String getStart() {
        return connection.start().toString();
    }

    @Override
    public long getIdleMillis() {
        return idleMillis;
    }

    @Override
    public long getRttMicros() {
        return TimeUnit.NANOSECONDS.toMicros(connection.rttNanos());
    }

    @Override
    public int getSubscriptions() {
        return connection.subscriptionCount();
    }

    @Override
    public long getInMessages() {
        return connection.traffic().inMessages();
    }

    @Override
    public long getInBytes() {
        return connection.traffic().inBytes();
    }

    @Override
    public long getOutMessages() {
        return connection.traffic().outMessages();
    }

    @Override
    public long getOutBytes() {
        return connection.traffic().outBytes();
    }

    @Override
    public long getPendingBytes() {
        return connection.pendingBytes();
    }

    @Override
    public long getStalls() {
        return connection.stalls();
    }

    @Override
    public String getTls() {
        ConnectionSnapshot.Tls tls = connection.tls();
        return tls == null ? "none" : tls.version();
    }
}
