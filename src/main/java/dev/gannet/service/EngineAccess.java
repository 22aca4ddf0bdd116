package dev.gannet.service;

import dev.gannet.account.Account;
import dev.gannet.monitor.ServerView;
import dev.gannet.protocol.ServerMessage;
import java.util.concurrent.CountDownLatch;

/** What the services need of the running server. Any thread may call every method. */
public interface EngineAccess {
    ServerView view();

    /** Publishes a message of the server's own in an account, soon, on an event loop. */
    void publish(Account account, ServerMessage message);

    /** Returns what is counted down when everything is with its sockets that was published before. */
    CountDownLatch flushed();

    /** Runs something on an event loop after a while, unless the server has ended then. */
    void schedule(long delayNanos, Runnable action);

    /**
     * Reads the configuration again.
     *
     * @throws ReloadFailure if that cannot be done; everything stays as it was then
     */
    void reload() throws ReloadFailure;

    /** The configuration could not be read again; the message says why. */
    final class ReloadFailure extends Exception {
        private static final long serialVersionUID = 1L;

        public ReloadFailure(String message) {
            super(message, null, false, false); // An answer, not an accident: no stack trace.
        }
    }
}
