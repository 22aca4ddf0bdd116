package dev.gannet.monitor.endpoint;

import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.FeaturesConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.monitor.AccountTotals;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.MonitorHost;
import dev.gannet.monitor.PerKind;
import dev.gannet.monitor.QueueSnapshot;
import dev.gannet.monitor.ServerFacts;
import dev.gannet.monitor.ServerTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.SublistTotals;
import dev.gannet.monitor.SubscriptionSnapshot;
import dev.gannet.monitor.Traffic;
import dev.gannet.monitor.jetstream.JetStreamView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that is whatever a test says. */
final class FakeServer implements ServerView {
    static final Instant START = Instant.parse("2026-11-21T11:44:00.928044505Z");
    static final Instant NOW = START.plusSeconds(65);

    final List<ConnectionSnapshot> open = new ArrayList<>();
    final List<ConnectionSnapshot> closed = new ArrayList<>();
    final List<SubscriptionSnapshot> subscriptions = new ArrayList<>();
    SublistTotals sublist = SublistTotals.NONE;
    final MonitorHost host = new MonitorHost();
    String basePath = "/";
    final List<QueueSnapshot> queues = new ArrayList<>();

    @Nullable
    String notReadyReason;

    JetStreamConfig jetStreamConfig = JetStreamConfig.off();

    @Nullable
    JetStreamView jetStream;

    @Override
    public @Nullable JetStreamView jetStream() {
        return jetStream;
    }

    @Override
    public List<QueueSnapshot> queues() {
        return queues;
    }

    @Override
    public ServerConfig config() {
        return new ServerConfig.Builder()
                .monitor(new MonitorConfig("127.0.0.1", -1, basePath))
                .features(features())
                .build();
    }

    private FeaturesConfig features() {
        FeaturesConfig none = FeaturesConfig.none();
        return new FeaturesConfig(
                none.cluster(),
                none.gateway(),
                none.leafNodes(),
                none.webSocket(),
                none.mqtt(),
                jetStreamConfig,
                none.trust(),
                none.authCallout(),
                none.certificates(),
                none.trustedProxies(),
                none.mappings(),
                none.defaultJetStreamDomains(),
                none.reports(),
                none.profiling(),
                none.noSublistCache());
    }

    @Override
    public ServerFacts facts() {
        return new ServerFacts(
                "NID",
                "<name>",
                "2.15.2",
                null,
                "java17",
                1,
                14333,
                18333,
                false,
                false,
                false,
                List.of(),
                START,
                START,
                "",
                "$SYS",
                List.of(),
                Map.of("b", "c>d&e", "a", "v"),
                Map.of("js_ack_fc_v2", false, "js_raft_delete_range", true),
                null,
                null);
    }

    @Override
    public MonitorHost host() {
        return host;
    }

    @Override
    public ServerTotals totals() {
        return new ServerTotals(
                1,
                2,
                0,
                0,
                0,
                new Traffic(10, 20, 30, 40),
                new Traffic(1, 2, 3, 4),
                new PerKind(5, 6, 7, 8),
                new PerKind(1, 1, 1, 1),
                9,
                new ServerTotals.Defence(11, 12, 13, 14));
    }

    @Override
    public List<ConnectionSnapshot> connections(boolean withSubscriptions) {
        return List.copyOf(open);
    }

    @Override
    public List<ConnectionSnapshot> closedConnections() {
        return List.copyOf(closed);
    }

    @Override
    public boolean hasAccount(String account) {
        return account.equals("$G") || account.equals("A");
    }

    @Override
    public List<String> accounts() {
        return List.of("$G", "A");
    }

    @Override
    public List<AccountTotals> accountTotals(List<String> accounts) {
        return accounts.stream()
                .map(name -> new AccountTotals(name, name, name.equals("A") ? 1 : 0, 0, 3, new Traffic(1, 2, 3, 4), 5))
                .toList();
    }

    @Override
    public List<SubscriptionSnapshot> subscriptions(@Nullable String account) {
        return subscriptions.stream()
                .filter(s -> account == null || s.account().equals(account))
                .toList();
    }

    @Override
    public SublistTotals sublist(@Nullable String account) {
        return account == null || hasAccount(account) ? sublist : SublistTotals.NONE;
    }

    @Override
    public @Nullable String notReadyReason() {
        return notReadyReason;
    }

    /** An open connection that is the {@code cid}th second old and has {@code cid} times each figure. */
    static ConnectionSnapshot connection(long cid, String user, String account) {
        return new ConnectionSnapshot(
                cid,
                "Client",
                "nats",
                "127.0.0.1",
                57180,
                NOW.minusSeconds(cid),
                NOW.minusSeconds(cid),
                null,
                null,
                498_765 * cid,
                cid,
                new Traffic(cid, 2 * cid, 3 * cid, 4 * cid),
                0,
                2,
                new ConnectionSnapshot.Client("c" + cid, "java", "3"),
                null,
                ConnectionSnapshot.Identity.of(user, account),
                null,
                null,
                List.of(
                        new SubscriptionSnapshot(account, account, "foo.>", null, "1", 3, 0, cid),
                        new SubscriptionSnapshot(account, account, "b\u00c3\u00bcr", "q", "2", 0, 10, cid)));
    }

    /** The same, closed a second ago. */
    static ConnectionSnapshot closed(long cid, String user, String account, String reason) {
        ConnectionSnapshot c = connection(cid, user, account);
        return new ConnectionSnapshot(
                c.cid(),
                c.kind(),
                c.type(),
                c.ip(),
                c.port(),
                c.start(),
                c.lastActivity(),
                NOW.minusSeconds(1),
                reason,
                c.rttNanos(),
                0,
                c.traffic(),
                0,
                c.subscriptionCount(),
                c.client(),
                null,
                c.identity(),
                null,
                null,
                c.subscriptions());
    }
}
