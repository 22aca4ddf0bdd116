package dev.gannet.service;

import dev.gannet.account.Account;
import dev.gannet.connection.ServerContext;
import dev.gannet.net.ocsp.PeerListener;
import dev.gannet.routing.Responders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the system account does: it answers requests, for every account and for its own users, and tells them what
 * happens on the server. Without a system account nobody does.
 *
 * <p>Any thread: requests are taken on event loops and answered by {@code executor}.
 */
@Singleton
public final class SystemServices {
    private final ServerContext server;
    private final Executor executor;
    private final AtomicReference<@Nullable ServerEvents> events = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> newAccounts = new AtomicReference<>();

    /**
     * Makes the services of one server.
     *
     * @param executor where answers are made; it refuses what is too much, and that has no answer
     */
    @Inject
    public SystemServices(ServerContext server, AnswerExecutor executor) {
        this.server = server;
        this.executor = executor;
    }

    /** Where answers are made; never an event loop. */
    public interface AnswerExecutor extends Executor {}

    /** Begins to answer, and to tell. */
    public void start(Responders responders, EngineAccess engine) {
        Account system = server.accounts().system();
        if (system == null) {
            return;
        }
        Answers answers = new Answers(server, engine, executor);
        EventPublisher publisher = new EventPublisher(system, answers, engine, executor);
        ServerEvents told = new ServerEvents(server, system, answers, engine, publisher);
        AccountRequests accounts = new AccountRequests(server, answers, told, responders);
        accounts.begin(system);
        newAccounts.set(accounts::accountsChanged);
        new ServerRequests(server, answers, told, engine).addTo(responders, system);
        events.set(told);
        told.start(accounts::serve);
        server.accounts().latencies(new LatencyEvents(server, engine));
    }

    /** Answers in new accounts too. */
    public void accountsChanged() {
        Runnable add = newAccounts.get();
        if (add != null) {
            add.run();
        }
    }

    /** Returns what tells of clients that are turned away because of their certificate's authority. */
    public PeerListener peerListener() {
        return new PeerListener() {
            @Override
            public void linkInvalid(X509Certificate peer, X509Certificate link, String reason) {
                ServerEvents told = events.get();
                if (told != null) {
                    told.linkInvalid(peer, link, reason);
                }
            }

            @Override
            public void rejected(X509Certificate peer, String reason) {
                ServerEvents told = events.get();
                if (told != null) {
                    told.rejected(peer, reason);
                }
            }
        };
    }

    /** Tells that the server sends its clients away. */
    public void lameDuck() {
        ServerEvents told = events.get();
        if (told != null) {
            told.lameDuck();
        }
    }

    /** Tells that the server ends, and nothing from then on. Not to be called on an event loop. */
    public void stop() {
        ServerEvents told = events.getAndSet(null);
        if (told != null) {
            told.stop();
        }
    }
}
