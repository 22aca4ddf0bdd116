package dev.gannet.jmx;

import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.jetstream.StreamUsage;
import org.jspecify.annotations.Nullable;

/** One account's figures at one moment; without {@code usage} it may have no streams. Immutable. */
record ManagedAccount(AccountTotals totals, @Nullable StreamUsage usage, int streams, int consumers)
        implements AccountsMXBean.Account {
    @Override
    public boolean isJetStream() {
        return usage != null;
    }

    @Override
    public String getName() {
        return totals.name();
    }

    @Override
    public int getConnections() {
        return totals.connections();
    }

    @Override
    public long getSubscriptions() {
        return totals.subscriptions();
    }

    @Override
    public long getInMessages() {
        return totals.traffic().inMessages();
    }

    @Override
    public long getInBytes() {
        return totals.traffic().inBytes();
    }

    @Override
    public long getOutMessages() {
        return totals.traffic().outMessages();
    }

    @Override
    public long getOutBytes() {
        return totals.traffic().outBytes();
    }

    @Override
    public long getSlowConsumers() {
        return totals.slowConsumers();
    }

    @Override
    public int getStreams() {
        return streams;
    }

    @Override
    public int getConsumers() {
        return consumers;
    }

    @Override
    public long getStoreBytes() {
        return usage == null ? 0 : usage.storeBytes();
    }

    @Override
    public long getStoreBytesMax() {
        return usage == null ? 0 : Math.max(-1, usage.reservedStoreBytes());
    }

    @Override
    public long getMemoryBytes() {
        return usage == null ? 0 : usage.memoryBytes();
    }

    @Override
    public long getMemoryBytesMax() {
        return usage == null ? 0 : Math.max(-1, usage.reservedMemoryBytes());
    }
}
