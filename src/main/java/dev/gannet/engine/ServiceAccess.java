package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.monitor.ServerView;
import dev.gannet.net.EventLoops;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.service.EngineAccess;
import java.util.concurrent.CountDownLatch;

/** What the services may do with the running server. Any thread. */
final class ServiceAccess implements EngineAccess {
    private final Reloading reload;
    private final ServerView view;
    private final EventLoops loops;

    /** Reads the settings again and takes them over. */
    interface Reloading {
        void run() throws ReloadException;
    }

    ServiceAccess(ServerView view, EventLoops loops, Reloading reload) {
        this.reload = reload;
        this.view = view;
        this.loops = loops;
    }

    @Override
    public ServerView view() {
        return view;
    }

    @Override
    public void publish(Account account, ServerMessage message) {
        loops.publish(account, message);
    }

    @Override
    public CountDownLatch flushed() {
        return loops.flushed();
    }

    @Override
    public void schedule(long delayNanos, Runnable action) {
        loops.schedule(delayNanos, action);
    }

    @Override
    public void reload() throws ReloadFailure {
        try {
            reload.run();
        } catch (ReloadException e) {
            throw new ReloadFailure(String.valueOf(e.getMessage()));
        }
    }
}
