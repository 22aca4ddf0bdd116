package dev.gannet.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gannet.monitor.MonitorHost;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.Accountz;
import dev.gannet.monitor.endpoint.Accstatz;
import dev.gannet.monitor.endpoint.BadQuery;
import dev.gannet.monitor.endpoint.ConnectionState;
import dev.gannet.monitor.endpoint.Connz;
import dev.gannet.monitor.endpoint.ConnzOptions;
import dev.gannet.monitor.endpoint.Expvarz;
import dev.gannet.monitor.endpoint.Healthz;
import dev.gannet.monitor.endpoint.Ipqueuesz;
import dev.gannet.monitor.endpoint.OtherServers;
import dev.gannet.monitor.endpoint.Page;
import dev.gannet.monitor.endpoint.Subsz;
import dev.gannet.monitor.endpoint.SubszOptions;
import dev.gannet.monitor.endpoint.Varz;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.Jsz;
import dev.gannet.monitor.jetstream.JszAccount;
import dev.gannet.monitor.jetstream.JszOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the monitoring's pages for requests over NATS: the same as over HTTP, but for how they are asked for. */
final class Pages {
    private final ServerView server;
    private final ProcessUsage.Source usage;
    private final InstantSource clock;

    Pages(ServerView server, ProcessUsage.Source usage, InstantSource clock) {
        this.server = server;
        this.usage = usage;
        this.clock = clock;
    }

    MonitorHost host() {
        return server.host();
    }

    /**
     * Makes a page; null is no answer at all.
     *
     * @throws BadQuery if the options ask for something that is not there
     */
    @Nullable
    Object make(RequestShape shape, RequestOptions options) throws BadQuery {
        Instant now = clock.instant();
        return switch (shape) {
            case VARZ -> Varz.of(server, usage.now(), server.host().requests().snapshot(), now);
            case CONNZ -> connz(options, options.text("acc"));
            case SUBSZ -> Subsz.of(server, subsz(options, options.flag("subscriptions"), options.text("account")), now);
            case ROUTEZ -> OtherServers.routez(server.facts(), now);
            case GATEWAYZ -> OtherServers.gatewayz(server.facts(), now);
            case LEAFZ -> OtherServers.leafz(server.facts(), now);
            case ACCOUNTZ -> Accountz.of(server, options.text("account"), now);
            case JSZ -> jsz(options, now);
            case HEALTHZ -> healthz(options);
            case EXPVARZ -> Expvarz.now();
            case IPQUEUESZ -> Ipqueuesz.of(server, options.flag("all"), options.text("filter"));
            case RAFTZ -> Map.of();
            default -> throw new IllegalArgumentException("shape: " + shape + " (expected: a page of a server)");
        };
    }

    /** Makes a page about one account; null is no answer at all. */
    @Nullable
    Object make(RequestShape shape, String account, RequestOptions options) throws BadQuery {
        Instant now = clock.instant();
        return switch (shape) {
            case CONNZ -> connz(options, account);
            case SUBSZ -> Subsz.of(server, subsz(options, true, account), now);
            case LEAFZ -> OtherServers.leafz(server.facts(), now);
            case INFO -> info(account);
            case STATZ -> statz(List.of(account), options.flag("include_unused"));
            case JSZ -> jsz(options, account);
            default -> throw new IllegalArgumentException("shape: " + shape + " (expected: a page of an account)");
        };
    }

    /** A server without JetStream leads nobody. */
    private @Nullable Jsz jsz(RequestOptions options, Instant now) {
        boolean isLeader = server.jetStream() != null;
        return options.flag("leader_only") && !isLeader
                ? null
                : Jsz.of(server, jszOptions(options, options.flag("consumer")), now);
    }

    private JszAccount jsz(RequestOptions options, String account) throws BadQuery {
        JetStreamView view = server.jetStream();
        String problem = JszAccount.problem(server, account);
        if (view == null || problem != null) {
            throw new BadQuery(String.valueOf(problem));
        }
        // One account's streams are only shown to who asks for them, and their consumers with them (MO-91).
        return JszAccount.of(
                server, view, account, jszOptions(options, options.flag("consumer") && options.flag("streams")));
    }

    private static JszOptions jszOptions(RequestOptions options, boolean consumers) {
        return new JszOptions(
                options.text("account"),
                options.flag("accounts"),
                options.flag("streams"),
                consumers,
                options.flag("direct_consumer"),
                options.flag("config"),
                options.flag("raft"),
                options.number("offset"),
                options.number("limit"));
    }

    /** Makes the page of several accounts' counters, or of all for none; null is no answer at all. */
    @Nullable
    Accstatz statz(List<String> accounts, boolean unused) {
        Accstatz statz = Accstatz.of(server, accounts, unused, clock.instant());
        return statz.accounts().isEmpty() && !unused ? null : statz;
    }

    private Accountz.Detail info(String account) throws BadQuery {
        if (!server.hasAccount(account)) {
            throw new BadQuery("Account " + account + " does not exist");
        }
        return Accountz.Detail.of(account, server);
    }

    private Connz connz(RequestOptions options, String account) throws BadQuery {
        ConnectionState state = switch (options.number("state")) {
            case 1 -> ConnectionState.CLOSED;
            case 2 -> ConnectionState.ALL;
            default -> ConnectionState.OPEN;
        };
        long cid = options.unsignedNumber("cid");
        ConnzOptions connz = new ConnzOptions(
                ConnzOptions.sort(options.text("sort"), state),
                options.flag("auth"),
                options.flag("subscriptions"),
                options.flag("subscriptions_detail"),
                Page.of(options.number("offset"), cid == 0 ? options.number("limit") : 1),
                cid,
                state,
                options.text("user"),
                account,
                options.text("mqtt_client"),
                options.text("filter_subject"));
        return Connz.of(server, connz, clock.instant());
    }

    private static SubszOptions subsz(RequestOptions options, boolean subscriptions, String account) throws BadQuery {
        Page page = Page.of(options.number("offset"), options.number("limit"));
        return SubszOptions.of(subscriptions, page, account, options.text("test"));
    }

    private Healthz healthz(RequestOptions options) {
        Healthz.Options healthz = new Healthz.Options(
                options.text("account"),
                options.text("stream"),
                options.text("consumer"),
                Healthz.Depth.of(
                        options.flag("js-server-only"), options.flag("js-enabled") || options.flag("js-enabled-only")),
                options.flag("details"));
        return Healthz.of(server, healthz).withStatusCode();
    }

    /** Who a server is, shortest (MO-108). */
    record Idz(String name, String host, @JsonProperty("id") String serverId) {}
}
