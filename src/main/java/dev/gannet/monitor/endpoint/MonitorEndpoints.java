package dev.gannet.monitor.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.CleanPath;
import dev.gannet.base.Quoted;
import dev.gannet.base.ServerLog;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.RequestStats;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.Jsz;
import dev.gannet.monitor.jetstream.JszOptions;
import dev.gannet.monitor.json.MonitorJson;
import dev.gannet.monitor.metric.Metric;
import dev.gannet.monitor.metric.Metrics;
import dev.gannet.monitor.metric.PrometheusText;
import dev.gannet.monitor.profile.Stacks;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The monitoring endpoints without HTTP: a path and a query go in, a status and a body come out.
 *
 * <p><b>Owner:</b> any thread; several may ask at once.
 */
public final class MonitorEndpoints {
    private static final byte[] HEALTHY = "{\"status\":\"ok\"}".getBytes(US_ASCII);

    private final ServerView server;
    private final ProcessUsage.Source usage;
    private final InstantSource clock;
    private final ServerLog log;
    private final RequestStats requests;
    private volatile @Nullable MonitorJson json;

    public MonitorEndpoints(ServerView server, ProcessUsage.Source usage, InstantSource clock, ServerLog log) {
        this.server = server;
        this.requests = server.host().requests();
        this.usage = usage;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Answers a request; who asks with a path that could be simpler is told the simpler one (MO-3).
     *
     * @param root what stands in front of every path of the host; mostly empty
     * @param rawPath the path of its URL behind that as it was sent, with the configured base path in front
     * @param rawQuery what stands behind the question mark, still encoded, or null
     */
    public MonitorResponse answer(String method, String root, String rawPath, @Nullable String rawQuery) {
        String clean = CleanPath.request(rawPath);
        if (!clean.equals(rawPath)) {
            String query = rawQuery == null || rawQuery.isEmpty() ? "" : "?" + rawQuery;
            return MonitorResponse.redirect(method, root + clean.replace("%", "%25") + query);
        }
        try {
            return answer(new URI(rawPath).getPath(), rawQuery);
        } catch (URISyntaxException e) {
            return MonitorResponse.notFound();
        }
    }

    /**
     * Answers a request.
     *
     * @param path the decoded path of its URL, with the configured base path in front
     * @param rawQuery what stands behind the question mark, still encoded, or null
     */
    MonitorResponse answer(String path, @Nullable String rawQuery) {
        Query query = new Query(rawQuery);
        try {
            return switch (withoutBase(path)) {
                case "/" -> root();
                case "/varz" -> varz();
                case "/connz" -> connz(query);
                case "/subsz", "/subscriptionsz" -> subsz(query);
                case "/healthz" -> healthz(query);
                case "/accountz" -> accountz(query);
                case "/routez" -> routez(query);
                case "/gatewayz" -> gatewayz(query);
                case "/leafz" -> leafz(query);
                case "/accstatz" -> accstatz(query);
                case "/jsz" -> jsz(query);
                case "/ipqueuesz" -> ipqueuesz(query);
                case "/raftz" -> MonitorResponse.text(404, "No Raft nodes registered");
                case "/debug/vars" -> debugVars();
                case "/metrics" -> MonitorResponse.of(PrometheusText.CONTENT_TYPE, PrometheusText.of(metrics()));
                case "/stacksz" -> MonitorResponse.json(200, Stacks.text().getBytes(UTF_8));
                default -> MonitorResponse.notFound();
            };
        } catch (BadQuery e) {
            return MonitorResponse.text(400, String.valueOf(e.getMessage()));
        }
    }

    private MonitorResponse root() {
        requests.count("/");
        return MonitorResponse.html(IndexPage.of(server.facts()));
    }

    private MonitorResponse varz() {
        requests.count("/varz");
        return indented(Varz.of(server, usage.now(), requests.snapshot(), clock.instant()));
    }

    private MonitorResponse connz(Query query) throws BadQuery {
        ConnzOptions options = ConnzOptions.of(query);
        requests.count("/connz");
        return indented(Connz.of(server, options, clock.instant()));
    }

    private MonitorResponse subsz(Query query) throws BadQuery {
        requests.count("/subsz");
        return indented(Subsz.of(server, SubszOptions.of(query), clock.instant()));
    }

    private MonitorResponse accountz(Query query) throws BadQuery {
        requests.count("/accountz");
        return indented(Accountz.of(server, query.text("acc"), clock.instant()));
    }

    private MonitorResponse accstatz(Query query) throws BadQuery {
        requests.count("/accstatz");
        return indented(Accstatz.of(server, List.of(), query.flag("unused"), clock.instant()));
    }

    private MonitorResponse jsz(Query query) throws BadQuery {
        requests.count("/jsz");
        boolean accounts = query.flag("accounts");
        boolean streams = query.flag("streams");
        boolean consumers = query.flag("consumers");
        boolean directs = query.flag("direct-consumers");
        boolean config = query.flag("config");
        int offset = query.number("offset");
        int limit = query.number("limit");
        boolean isLeaderOnly = query.flag("leader-only");
        boolean raft = query.flag("raft");
        query.flag("stream-leader-only"); // Without a cluster it leads all of them.
        if (isLeaderOnly && server.jetStream() == null) {
            throw new BadQuery("filtered response: not leader");
        }
        JszOptions options =
                new JszOptions(query.text("acc"), accounts, streams, consumers, directs, config, raft, offset, limit);
        return indented(Jsz.of(server, options, clock.instant()));
    }

    private MonitorResponse ipqueuesz(Query query) throws BadQuery {
        return indented(Ipqueuesz.of(server, query.flag("all"), query.text("queues")));
    }

    private MonitorResponse debugVars() {
        Expvarz vars = Expvarz.now();
        String text = "{\n\"cmdline\": " + new String(json().compact(vars.commandLine()), UTF_8) + ",\n\"memstats\": "
                + new String(json().compact(vars.memory()), UTF_8) + "\n}\n";
        return MonitorResponse.of("application/json; charset=utf-8", text.getBytes(UTF_8));
    }

    /** Returns the server's figures now. */
    public List<Metric> metrics() {
        Instant now = clock.instant();
        ProcessUsage used = usage.now();
        Map<String, Object> pages = Map.of(
                "varz",
                Varz.of(server, used, requests.snapshot(), now),
                "subsz",
                Subsz.of(server, new SubszOptions(false, Page.of(0, 0), "", ""), now),
                "routez",
                OtherServers.routez(server.facts(), now),
                "gatewayz",
                OtherServers.gatewayz(server.facts(), now));
        return new Metrics(server, json()).of(pages, used, now);
    }

    private MonitorResponse routez(Query query) throws BadQuery {
        requests.count("/routez");
        requireFlagOrDetail(query);
        return indented(OtherServers.routez(server.facts(), clock.instant()));
    }

    private MonitorResponse gatewayz(Query query) throws BadQuery {
        requests.count("/gatewayz");
        requireFlagOrDetail(query);
        query.flag("accs");
        return indented(OtherServers.gatewayz(server.facts(), clock.instant()));
    }

    private MonitorResponse leafz(Query query) throws BadQuery {
        requests.count("/leafz");
        query.flag("subs");
        return indented(OtherServers.leafz(server.facts(), clock.instant()));
    }

    /** Nothing has subscriptions to be shown, but a wrong parameter is wrong. */
    private static void requireFlagOrDetail(Query query) throws BadQuery {
        if (!query.text("subs").equalsIgnoreCase("detail")) {
            query.flag("subs");
        }
    }

    private MonitorResponse healthz(Query query) throws BadQuery {
        requests.count("/healthz");
        if (query.flag("js-enabled")) {
            log.warn("Healthcheck: js-enabled deprecated, use js-enabled-only instead");
        }
        Healthz health = Healthz.of(server, Healthz.Options.of(query));
        if (health.isOk()) {
            return MonitorResponse.json(200, HEALTHY.clone()); // What probes ask for does not load the JSON library.
        }
        String error = health.error();
        String problem = error == null ? health.errors().size() + " errors" : Quoted.of(error);
        log.warn("Healthcheck failed: " + problem);
        return MonitorResponse.json(health.httpStatus(), json().compact(health));
    }

    private MonitorResponse indented(Object answer) {
        return MonitorResponse.json(200, json().indented(answer));
    }

    /** Two requests may both be the first; then one of two equal objects is kept. */
    private MonitorJson json() {
        MonitorJson made = json;
        if (made == null) {
            made = new MonitorJson();
            json = made;
        }
        return made;
    }

    /** Returns the endpoint's own path, or an empty one for what is not below the base path. */
    private String withoutBase(String path) {
        String base = server.config().monitor().basePath();
        if (base.equals("/")) {
            return path;
        }
        if (path.equals(base)) {
            return "/";
        }
        return path.startsWith(base + "/") && path.length() > base.length() + 1 ? path.substring(base.length()) : "";
    }
}
