package dev.gannet.connection;

import dev.gannet.account.Account;
import dev.gannet.config.LimitsConfig;
import dev.gannet.protocol.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a server: the open ones, and the latest of those that are gone, at most {@code max_closed_clients}
 * (CP-19).
 *
 * <p><b>Owner:</b> nobody: any thread may call every method.
 */
public final class Clients {
    /** Who is gone is forgotten earlier when those who are gone had more subscriptions than this. */
    static final int CLOSED_SUBSCRIPTIONS_MAX = 100_000;

    private final Map<Long, Client> open = new ConcurrentHashMap<>();
    private final AtomicInteger openCount = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong lastCid = new AtomicLong();
    private volatile int connectionsMax;
    private final int closedMax;
    private final ArrayDeque<ClosedClient> closed = new ArrayDeque<>();
    private final ConnectionCounters counters;
    private long closedSubscriptions; // Guarded by the lock of closed, as that is.
    private volatile @Nullable Runnable whenEmpty;

    Clients(LimitsConfig limits, ConnectionCounters counters) {
        this.connectionsMax = limits.maxConnections();
        this.closedMax = limits.maxClosedClients();
        this.counters = counters;
    }

    /** From now on so many may be there at a time. */
    void admit(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    long nextCid() {
        return lastCid.incrementAndGet();
    }

    /**
     * Adds a client.
     *
     * @return whether there was a place for it; it is in the list either way until it is removed
     */
    boolean add(Client client) {
        open.put(client.cid(), client);
        total.incrementAndGet();
        return openCount.incrementAndGet() <= connectionsMax;
    }

    void remove(Client client, ClosedClient last) {
        if (open.remove(client.cid()) == null) {
            return;
        }
        synchronized (closed) {
            if (closedMax > 0) {
                closed.addLast(last);
                closedSubscriptions += last.subscriptions().size();
            }
            forgetOldest();
            counters.addClosed(client);
            client.account().moved().addIn(client.inMessages(), client.inBytes());
            client.account()
                    .moved()
                    .addOut(client.outbox().outMessages(), client.outbox().outBytes());
        }
        if (openCount.decrementAndGet() == 0) {
            Runnable action = whenEmpty;
            if (action != null) {
                action.run();
            }
        }
    }

    private void forgetOldest() {
        while (closed.size() > closedMax || (closedSubscriptions > CLOSED_SUBSCRIPTIONS_MAX && closed.size() > 1)) {
            closedSubscriptions -= closed.removeFirst().subscriptions().size();
        }
    }

    /** Runs {@code action} whenever the last client goes. */
    public void whenEmpty(Runnable action) {
        whenEmpty = action;
    }

    public Collection<Client> open() {
        return open.values();
    }

    public int openCount() {
        return openCount.get();
    }

    /** Returns how many clients ever connected. */
    public long total() {
        return total.get();
    }

    public @Nullable Client find(long cid) {
        return open.get(cid);
    }

    /** Closes a client for who manages the server; returns whether there was one. */
    public boolean kick(long cid) {
        Client found = find(cid);
        if (found == null) {
            return false;
        }
        found.end(CloseReason.KICKED);
        return true;
    }

    /** Returns the latest of those that are gone, oldest first. */
    public List<ClosedClient> closed() {
        synchronized (closed) {
            return new ArrayList<>(closed);
        }
    }

    /** Is told what happens to clients, on their event loops: whoever wants to know more about it does that elsewhere. */
    public interface Listener {
        /** A client has said who it is, and that is right. */
        void connected(Client client);

        /** A client is in an account, or no longer: the account's number of connections has changed. */
        void counted(Account account);

        /**
         * A client could not prove who it is. It is closed next.
         *
         * @param asked whether it said who it is at all
         */
        void refused(Client client, CloseReason reason, boolean asked);

        /** A client is gone. */
        void closed(ClosedClient closed);

        /** Where nobody wants to know. */
        Listener NONE = new Listener() {
            @Override
            public void connected(Client client) {
                // Nobody wants to know.
            }

            @Override
            public void counted(Account account) {
                // Nobody wants to know.
            }

            @Override
            public void refused(Client client, CloseReason reason, boolean asked) {
                // Nobody wants to know.
            }

            @Override
            public void closed(ClosedClient closed) {
                // Nobody wants to know.
            }
        };
    }
}
