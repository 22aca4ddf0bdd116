package dev.gannet.client;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells a log once that a connection has lost its server, and once that it has it again. Any thread. */
public final class ConnectionNews {
    private final System.Logger log;
    private final String name;
    private final AtomicBoolean has = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Tells {@code log} of the connection {@code name}. */
    public ConnectionNews(System.Logger log, String name) {
        this.log = log;
        this.name = name;
    }

    /** What comes now is no news: somebody ends the connection. */
    public void end() {
        ended.set(true);
    }

    /**
     * For jnats to tell, as a listener of the connection. To it each attempt in vain is a loss, even of what it never had.
     */
    public void changed(Connection connection, ConnectionListener.Events what) {
        if (ended.get()) {
            return;
        }
        if (what == ConnectionListener.Events.CONNECTED) {
            has.set(true);
        } else if (what == ConnectionListener.Events.DISCONNECTED && has.get() && !lost.getAndSet(true)) {
            log.log(System.Logger.Level.WARNING, name + " has lost its server; it is looked for again and again");
        } else if (what == ConnectionListener.Events.RESUBSCRIBED && lost.getAndSet(false)) {
            log.log(System.Logger.Level.INFO, name + " has its server again");
        }
    }
}
