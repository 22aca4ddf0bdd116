package dev.gannet.engine;

import dev.gannet.account.Account;
import dev.gannet.account.Moved;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.tls.CertificateNames;
import dev.gannet.connection.Client;
import dev.gannet.connection.ClientFacts;
import dev.gannet.connection.ClosedClient;
import dev.gannet.connection.ConnectionCounters;
import dev.gannet.connection.ServerContext;
import dev.gannet.connection.tls.PinnedCerts;
import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.interest.SublistStatistics;
import dev.gannet.interest.Subscription;
import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.MonitorHost;
import dev.gannet.monitor.OcspPeerCache;
import dev.gannet.monitor.PerKind;
import dev.gannet.monitor.QueueSnapshot;
import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.ServerTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.SublistTotals;
import dev.gannet.monitor.SubscriptionSnapshot;
import dev.gannet.monitor.Traffic;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.net.ocsp.ResponseCache;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.ServerInfo;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The server as the monitoring sees it. Any thread; figures of connections may be a moment old. */
final class EngineView implements ServerView {
    /** With their defaults (CF-122). */
    private static final Map<String, Boolean> FEATURE_FLAGS = Map.of(
            "js_ack_fc_v2", false,
            "js_api_reply_v2", false,
            "js_raft_delete_range", true,
            "js_snapshot_sources", false);

    private final GannetServer server;
    private final ServerContext context;
    private final MonitorHost host = new MonitorHost();
    private final Instant start;
    private volatile Instant configLoadTime;
    private volatile @Nullable JetStreamView jetStream;

    EngineView(GannetServer server, ServerContext context) {
        this.server = server;
        this.context = context;
        this.start = context.clock().instant();
        this.configLoadTime = start;
    }

    /** Other settings are in force. */
    void loaded(String digest) {
        host.configDigest(digest);
        configLoadTime = context.clock().instant();
    }

    @Override
    public ServerConfig config() {
        return context.config();
    }

    @Override
    public ServerFacts facts() {
        ServerInfo info = context.info();
        Account system = context.accounts().system();
        return new ServerFacts(
                info.serverId(),
                info.serverName(),
                ServerInfo.VERSION,
                null,
                info.runtime(),
                ServerInfo.PROTOCOL,
                server.clientPort(),
                host.port(context.config().monitor().anyPort()),
                info.authRequired(),
                info.tls().required(),
                info.tls().verify(),
                info.connectUrls(),
                start,
                configLoadTime,
                host.configDigest(),
                system == null ? null : system.name(),
                context.config().description().tags(),
                context.config().description().metadata(),
                featureFlags(),
                ocspPeerCache(),
                server.tlsNotAfter());
    }

    private @Nullable OcspPeerCache ocspPeerCache() {
        ResponseCache.Totals totals = server.tls().cacheTotals();
        return totals == null
                ? null
                : new OcspPeerCache(
                        "local",
                        totals.hits(),
                        totals.misses(),
                        totals.responses(),
                        totals.revoked(),
                        totals.good(),
                        totals.unknown());
    }

    /** Every flag that there is, whatever it is set to. */
    private Map<String, Boolean> featureFlags() {
        Map<String, Boolean> flags = new TreeMap<>(FEATURE_FLAGS);
        context.config().description().featureFlags().forEach(flags::replace);
        return flags;
    }

    @Override
    public MonitorHost host() {
        return host;
    }

    @Override
    public ServerTotals totals() {
        ConnectionCounters counters = context.counters();
        long inMessages = counters.closedInMessages();
        long inBytes = counters.closedInBytes();
        long outMessages = counters.closedOutMessages();
        long outBytes = counters.closedOutBytes();
        Collection<Client> open = context.clients().open();
        for (Client client : open) {
            ClientFacts facts = client.facts();
            inMessages += facts.inMessages();
            inBytes += facts.inBytes();
            outMessages += facts.outMessages();
            outBytes += facts.outBytes();
        }
        Traffic traffic = new Traffic(inMessages, inBytes, outMessages, outBytes);
        return new ServerTotals(
                context.clients().openCount(),
                context.clients().total(),
                0,
                0,
                0,
                traffic,
                traffic,
                new PerKind(counters.slowConsumers(), 0, 0, 0),
                new PerKind(counters.staleConnections(), 0, 0, 0),
                counters.stalls(),
                new ServerTotals.Defence(
                        counters.throttles(),
                        counters.rateViolations(),
                        counters.delayedLogins(),
                        counters.unauthenticatedRefused()));
    }

    @Override
    public long slowConsumers() {
        return context.counters().slowConsumers();
    }

    @Override
    public long stalls() {
        return context.counters().stalls();
    }

    @Override
    public List<ConnectionSnapshot> connections(boolean withSubscriptions) {
        List<ConnectionSnapshot> snapshots = new ArrayList<>();
        for (Client client : context.clients().open()) {
            List<Subscription> subscriptions = withSubscriptions ? client.subscriptionList() : List.of();
            snapshots.add(snapshot(client.facts(), null, null, subscriptions));
        }
        return snapshots;
    }

    @Override
    public List<ConnectionSnapshot> closedConnections() {
        List<ConnectionSnapshot> snapshots = new ArrayList<>();
        for (ClosedClient closed : context.clients().closed()) {
            snapshots.add(snapshot(closed.facts(), closed.stop(), closed.reason(), closed.subscriptions()));
        }
        return snapshots;
    }

    private static ConnectionSnapshot snapshot(
            ClientFacts facts, @Nullable Instant stop, @Nullable CloseReason reason, List<Subscription> subscriptions) {
        List<SubscriptionSnapshot> list = new ArrayList<>(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            list.add(snapshot(facts.account(), subscription));
        }
        return new ConnectionSnapshot(
                facts.cid(),
                "Client",
                "nats",
                facts.ip(),
                facts.port(),
                facts.start(),
                facts.lastActivity(),
                stop,
                reason == null ? null : reason.text(),
                facts.rttNanos(),
                facts.pendingBytes(),
                traffic(facts),
                facts.stalls(),
                facts.subscriptions(),
                new ConnectionSnapshot.Client(facts.name(), facts.language(), facts.version()),
                tls(facts),
                identity(facts),
                null,
                facts.proxy(),
                list);
    }

    private static SubscriptionSnapshot snapshot(String account, Subscription subscription) {
        return new SubscriptionSnapshot(
                account,
                account,
                subscription.subject(),
                subscription.queue(),
                subscription.sid(),
                subscription.delivered(),
                subscription.deliveriesMax(),
                subscription.subscriber().cid());
    }

    private static ConnectionSnapshot.Identity identity(ClientFacts facts) {
        return new ConnectionSnapshot.Identity(facts.user(), facts.account(), facts.account(), null, null, List.of());
    }

    @Override
    public boolean hasAccount(String account) {
        return context.accounts().find(account) != null;
    }

    @Override
    public List<String> accounts() {
        return context.accounts().all().stream().map(Account::name).toList();
    }

    @Override
    public List<AccountTotals> accountTotals(List<String> accounts) {
        Map<String, Traffic> open = new HashMap<>();
        for (Client client : context.clients().open()) {
            ClientFacts facts = client.facts();
            open.merge(facts.account(), traffic(facts), Traffic::plus);
        }
        List<AccountTotals> totals = new ArrayList<>(accounts.size());
        for (String name : accounts) {
            Account account = context.accounts().find(name);
            if (account != null) {
                totals.add(totals(account, open.getOrDefault(name, Traffic.NONE)));
            }
        }
        return totals;
    }

    private static AccountTotals totals(Account account, Traffic open) {
        Moved moved = account.moved();
        Traffic closed = new Traffic(moved.inMessages(), moved.inBytes(), moved.outMessages(), moved.outBytes());
        return new AccountTotals(
                account.name(),
                account.name(),
                account.connections(),
                0,
                account.interest().sublist().size(),
                open.plus(closed),
                account.slowConsumers());
    }

    private static Traffic traffic(ClientFacts facts) {
        return new Traffic(facts.inMessages(), facts.inBytes(), facts.outMessages(), facts.outBytes());
    }

    @Override
    public List<SubscriptionSnapshot> subscriptions(@Nullable String account) {
        List<SubscriptionSnapshot> list = new ArrayList<>();
        for (Account each : selected(account)) {
            each.interest().forEach(subscription -> list.add(snapshot(each.name(), subscription)));
        }
        return list;
    }

    @Override
    public SublistTotals sublist(@Nullable String account) {
        SublistTotals sum = SublistTotals.NONE;
        for (Account each : selected(account)) {
            SublistStatistics of = each.interest().sublist().statistics();
            sum = sum.plus(new SublistTotals(
                    of.subscriptions(),
                    of.recentMatches(),
                    of.inserts(),
                    of.removes(),
                    of.matches(),
                    0,
                    of.fanoutMax(),
                    of.fanoutSum()));
        }
        return sum;
    }

    private Collection<Account> selected(@Nullable String name) {
        if (name == null) {
            return context.accounts().all();
        }
        Account account = context.accounts().find(name);
        return account == null ? List.of() : List.of(account);
    }

    @Override
    public List<QueueSnapshot> queues() {
        return server.queues();
    }

    @Override
    public @Nullable JetStreamView jetStream() {
        return jetStream;
    }

    /** There are streams from now on, or for null no more. */
    void jetStream(@Nullable JetStreamView streams) {
        jetStream = streams;
    }

    @Override
    public @Nullable String notReadyReason() {
        return server.isListening() ? null : "not listening for client connections";
    }

    private static ConnectionSnapshot.@Nullable Tls tls(ClientFacts facts) {
        TlsFacts tls = facts.tls();
        if (tls == null) {
            return null;
        }
        List<ConnectionSnapshot.PeerCertificate> certificates = new ArrayList<>();
        for (X509Certificate certificate : tls.peerCertificates()) {
            certificates.add(peerCertificate(certificate));
        }
        return new ConnectionSnapshot.Tls(tls.version(), tls.cipherSuite(), facts.tlsFirst(), certificates);
    }

    private static ConnectionSnapshot.PeerCertificate peerCertificate(X509Certificate certificate) {
        String whole;
        try {
            whole = PinnedCerts.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            whole = ""; // It came in this encoding.
        }
        return new ConnectionSnapshot.PeerCertificate(
                CertificateNames.of(certificate).subject().text(), PinnedCerts.keyHash(certificate), whole);
    }
}
