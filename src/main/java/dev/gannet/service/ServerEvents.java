package dev.gannet.service;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.account.Account;
import dev.gannet.connection.Client;
import dev.gannet.connection.ClientFacts;
import dev.gannet.connection.Clients;
import dev.gannet.connection.ClosedClient;
import dev.gannet.connection.ServerContext;
import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.AccountStat;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.EventIds;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells the system account what happens on the server (MO-137..147). What nobody listens to is not made, and what is made
 * is made away from the event loops.
 *
 * <p>Any thread.
 */
final class ServerEvents implements Clients.Listener {
    private static final long STATS_FIRST_NANOS = MILLISECONDS.toNanos(250); // MO-142
    private static final long STATS_INTERVAL_NANOS = SECONDS.toNanos(10);
    private static final long CONNECTIONS_INTERVAL_NANOS = SECONDS.toNanos(30); // MO-141
    private static final long STOP_MILLIS_MAX = 1_000;

    private final ServerContext server;
    private final Account system;
    private final Answers answers;
    private final EngineAccess engine;
    private final EventPublisher publisher;
    private final EventIds ids = new EventIds();
    private final Map<Account, Long> connectionsTold = new ConcurrentHashMap<>();
    private final Set<Account> connectionsChanged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private Consumer<Account> used = account -> {}; // Set before anybody tells anything.

    ServerEvents(ServerContext server, Account system, Answers answers, EngineAccess engine, EventPublisher publisher) {
        this.server = server;
        this.system = system;
        this.answers = answers;
        this.engine = engine;
        this.publisher = publisher;
    }

    /** {@code used} is told of each account that has clients, as often as their number changes. */
    void start(Consumer<Account> used) {
        this.used = used;
        server.events(this);
        beatAfter(STATS_FIRST_NANOS);
    }

    /** Tells the statistics soon after the start, and less often from then on. */
    private void beatAfter(long nanos) {
        engine.schedule(nanos, () -> {
            if (!stopped.get()) {
                publisher.later(this::beat);
                beatAfter(Math.min(2 * nanos, STATS_INTERVAL_NANOS));
            }
        });
    }

    private void beat() {
        tellStats();
        connectionsTold.keySet().retainAll(server.accounts().all());
        long now = server.clock().nanoTime();
        for (Account account : server.accounts().all()) {
            Long told = connectionsTold.get(account);
            if (told != null && now - told >= CONNECTIONS_INTERVAL_NANOS && account.connections() > 0) {
                tellConnections(account);
            }
        }
    }

    // What happens to clients.

    @Override
    public void connected(Client client) {
        String subject = "$SYS.ACCOUNT." + client.account().name() + ".CONNECT";
        if (publisher.isHeard(subject)) {
            ClientFacts facts = client.facts();
            Events.Head head = head(Events.CONNECT);
            publisher.later(() ->
                    publisher.publish(subject, new Events.Connect(head, answers.stamp(), ClientStamp.open(facts))));
        }
    }

    /** Changes that come faster than they are told become one. */
    @Override
    public void counted(Account account) {
        if (account.connections() > 0) {
            used.accept(account);
        }
        if (account == server.accounts().global()) {
            return; // Of this account nobody keeps count, in the reference either.
        }
        connectionsTold.put(account, server.clock().nanoTime());
        boolean heard = connectionSubjects(account).stream().anyMatch(publisher::isHeard);
        if (heard && connectionsChanged.add(account)) {
            publisher.later(() -> {
                connectionsChanged.remove(account);
                tellConnections(account);
            });
        }
    }

    @Override
    public void refused(Client client, CloseReason reason, boolean asked) {
        Instant now = server.clock().instant();
        Account account = client.account();
        if (asked) { // MO-140; who tells nobody who he is is nothing to an account.
            ended(account, "$SYS.ACCOUNT.CLIENT.AUTH.ERR", client.facts(), now, reason);
        }
        ended(system, "$SYS.SERVER." + server.info().serverId() + ".CLIENT.AUTH.ERR", client.facts(), now, reason);
    }

    @Override
    public void closed(ClosedClient closed) {
        ClientFacts facts = closed.facts();
        ended(system, "$SYS.ACCOUNT." + facts.account() + ".DISCONNECT", facts, closed.stop(), closed.reason());
    }

    private void ended(Account to, String subject, ClientFacts facts, Instant stop, CloseReason reason) {
        if (!publisher.isHeard(to, subject)) {
            return;
        }
        Events.Head head = head(Events.DISCONNECT);
        publisher.later(() -> publisher.publish(
                to,
                subject,
                new Events.Disconnect(
                        head,
                        answers.stamp(),
                        ClientStamp.closed(facts, stop),
                        new Events.Moved(facts.inMessages(), facts.inBytes()),
                        new Events.Moved(facts.outMessages(), facts.outBytes()),
                        reason.text())));
    }

    /** MO-147. */
    void linkInvalid(X509Certificate peer, X509Certificate link, String reason) {
        tellOfPeer(
                "LINK.INVALID",
                () -> new Events.PeerLinkInvalid(
                        head(Events.PEER_LINK_INVALID),
                        Events.Certificate.of(link),
                        Events.Certificate.of(peer),
                        answers.stamp(),
                        reason));
    }

    /** MO-146. */
    void rejected(X509Certificate peer, String reason) {
        tellOfPeer(
                "CONN.REJECT",
                () -> new Events.PeerReject(
                        head(Events.PEER_REJECT), "Client", Events.Certificate.of(peer), answers.stamp(), reason));
    }

    private void tellOfPeer(String what, Supplier<Object> event) {
        String subject = "$SYS.SERVER." + server.info().serverId() + ".OCSP.PEER." + what;
        if (publisher.isHeard(subject)) {
            publisher.later(() -> publisher.publish(subject, event.get()));
        }
    }

    private Events.Head head(String type) {
        return new Events.Head(type, ids.next(), server.clock().instant());
    }

    // What the server says of itself.

    /** Returns the server's statistics. */
    Events.Statsz stats() {
        ServerView view = engine.view();
        long active = server.accounts().all().stream()
                .filter(account -> account.connections() > 0)
                .count();
        long subscriptions = view.sublist(null).subscriptions();
        Events.Stats stats = Events.Stats.of(view, answers.usage(), active, subscriptions);
        return new Events.Statsz(answers.stamp(), stats);
    }

    void tellStats() {
        String subject = "$SYS.SERVER." + server.info().serverId() + ".STATSZ";
        if (publisher.isHeard(subject)) {
            publisher.publish(subject, stats());
        }
    }

    /** Returns what is told of an account's connections. */
    Events.AccountConnections connections(Account account) {
        return new Events.AccountConnections(head(Events.ACCOUNT_CONNECTIONS), answers.stamp(), stat(account));
    }

    private AccountStat stat(Account account) {
        List<AccountTotals> totals = engine.view().accountTotals(List.of(account.name()));
        return AccountStat.of(totals.get(0));
    }

    private void tellConnections(Account account) {
        connectionsTold.put(account, server.clock().nanoTime());
        List<String> heard =
                connectionSubjects(account).stream().filter(publisher::isHeard).toList();
        if (heard.isEmpty()) {
            return;
        }
        Events.Head head = head(Events.ACCOUNT_CONNECTIONS);
        AccountStat stat = stat(account);
        for (String subject : heard) {
            publisher.publish(subject, new Events.AccountConnections(head, answers.stamp(), stat));
        }
    }

    private static List<String> connectionSubjects(Account account) {
        return List.of(
                "$SYS.SERVER.ACCOUNT." + account.name() + ".CONNS", "$SYS.ACCOUNT." + account.name() + ".SERVER.CONNS");
    }

    void lameDuck() {
        publisher.later(() -> tellOfItself("LAMEDUCK"));
    }

    private boolean tellOfItself(String what) {
        String subject = "$SYS.SERVER." + server.info().serverId() + "." + what;
        boolean heard = publisher.isHeard(subject);
        if (heard) {
            publisher.publish(subject, answers.stamp());
        }
        return heard;
    }

    /** Tells that the server ends, and waits a moment until that is on its way; nothing is told from then on. */
    void stop() {
        server.events(Clients.Listener.NONE);
        stopped.set(true);
        try {
            if (tellOfItself("SHUTDOWN") && !engine.flushed().await(STOP_MILLIS_MAX, MILLISECONDS)) {
                server.log().debug("system account: its last event may not have been sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Whoever ends the server does not want to wait.
        }
    }
}
