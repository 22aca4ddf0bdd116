package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How long services take: what is told of it to the account that offers them. */
class ServiceLatencyIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A offers services to B, which calls them q; a is who answers, m who listens to the metrics, b who asks. */
    private static final String ACCOUNTS = """
            accounts {
              A {
                users: [ { user: a, password: p }, { user: m, password: p } ]
                exports: [ { service: "s.*" %s } ]
              }
              B {
                users: [ { user: b, password: p } ]
                imports: [ { service: { account: A, subject: "s.*" }, to: "q.$1" %s } ]
              }
            }
            """;

    private static final String TIME = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"";
    private static final String HEAD = "\\{\"type\":\"io\\.nats\\.server\\.metric\\.v1\\.service_latency\","
            + "\"id\":\"\\w{22}\",\"timestamp\":" + TIME + ",";
    private static final String ASKER = "\"requestor\":\\{\"acc\":\"B\",\"rtt\":\\d+},";
    private static final String NO_DURATIONS = "\"start\":" + TIME + ",\"service\":0,\"system\":0,\"total\":0}";
    private static final String DETAILS = "\\{\"start\":" + TIME + ",\"host\":\"127\\.0\\.0\\.1\",\"id\":\\d+,"
            + "\"acc\":\"%s\",\"user\":\"%s\",\"name\":\"me\",\"lang\":\"raw\",\"ver\":\"1\",\"rtt\":\\d+,"
            + "\"server\":\"[^\"]+\",\"kind\":\"Client\",\"client_type\":\"nats\"}";

    @Test // AC-42, AC-48, AC-49, MO-183
    void shouldTellHowLongAnAnswerTook() throws Exception {
        try (RunningServer server = start(", latency: \"lat.x\"", "");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server)) {
            // when
            Instant before = Instant.now();
            b.send("PUB q.one inbox 2\r\nhi\r\n");
            b.settle();
            List<String> request = a.received(5);
            String reply = reply(request);
            a.send("PUB " + reply + " 2\r\nok\r\n");

            // then the reply says that it is measured, and by which server
            assertThat(reply).matches("_R_\\.\\w{6}\\.\\w{6}\\.\\w{8}\\.T");
            assertThat(b.received(2)).containsExactly("MSG inbox 1 2", "ok");

            // and the metric says no more of who asked than the service knows
            String metric = metric(m);
            assertThat(metric)
                    .matches(HEAD + "\"status\":200," + ASKER + "\"responder\":" + String.format(DETAILS, "A", "a")
                            + ",\"start\":" + TIME + ",\"service\":\\d+,\"system\":\\d+,\"total\":\\d+}");
            JsonNode event = JSON.readTree(metric);
            assertThat(Instant.parse(event.path("start").asText()))
                    .isBetween(before.minus(Duration.ofSeconds(1)), Instant.now());
            assertThat(event.path("total").asLong())
                    .isPositive()
                    .isGreaterThanOrEqualTo(event.path("service").asLong()
                            + event.at("/requestor/rtt").asLong())
                    .isLessThan(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test // AC-51
    void shouldTellMoreOfWhoSharesIt() throws Exception {
        try (RunningServer server = start(", latency: \"lat.x\"", ", share: true");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server)) {
            // when
            b.send("PUB q.one inbox 2\r\nhi\r\n");
            b.settle();
            a.send("PUB " + reply(a.received(5)) + " 2\r\nok\r\n");

            // then
            assertThat(metric(m))
                    .matches(HEAD + "\"status\":200,\"requestor\":" + String.format(DETAILS, "B", "b")
                            + ",\"responder\":" + String.format(DETAILS, "A", "a") + ",\"start\":.*");
        }
    }

    @Test // AC-49
    void shouldTellOfARequestThatHasNoReply() throws Exception {
        try (RunningServer server = start(", latency: \"lat.x\"", "");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server)) {
            // when
            b.send("PUB q.one 2\r\nhi\r\n");
            b.settle();

            // then it is delivered all the same
            assertThat(a.received(5).get(0)).startsWith("HMSG s.one 1 ");
            assertThat(metric(m))
                    .matches(HEAD + "\"status\":400,\"description\":\"Bad Request\"," + ASKER + NO_DURATIONS);
        }
    }

    @Test // AC-45, AC-49
    void shouldTellThatNobodyIsThere() throws Exception {
        try (RunningServer server = start(", latency: \"lat.x\"", "");
                User m = listener(server);
                User b = asker(server)) {
            // when
            b.send("PUB q.one inbox 2\r\nhi\r\n");

            // then
            assertThat(b.received(5).subList(0, 2)).containsExactly("HMSG inbox 1 37 37", "NATS/1.0 503");
            assertThat(metric(m))
                    .matches(HEAD + "\"status\":503,\"description\":\"Service Unavailable\"," + ASKER + NO_DURATIONS);
        }
    }

    @Test // AC-43, AC-49
    void shouldTellThatNoAnswerCameInTime() throws Exception {
        try (RunningServer server = start(", latency: \"lat.x\", response_threshold: 150ms", "");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server)) {
            // when
            b.send("PUB q.one inbox 2\r\nhi\r\nPUB q.two inbox 2\r\nhi\r\n");
            b.settle();
            String reply = reply(a.received(10));

            // then, and by itself
            String timeout = HEAD + "\"status\":504,\"description\":\"Service Timeout\"," + ASKER + NO_DURATIONS;
            assertThat(metric(m)).matches(timeout);
            assertThat(metric(m)).matches(timeout);

            // when the answer comes late
            a.send("PUB " + reply + " 2\r\nok\r\n");
            a.settle();

            // then it goes nowhere, and nothing more is told
            assertThat(b.received()).isEmpty();
            assertThat(m.received()).isEmpty();
        }
    }

    @Test // AC-49
    void shouldTellThatNobodyWaitsAnyMore() throws Exception {
        try (RunningServer server = start(", latency: \"lat.x\"", "");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server);
                User other = new User(server, "b")) {
            String lost = HEAD + "\"status\":408,\"description\":\"Request Timeout\"," + ASKER + NO_DURATIONS;
            other.send("SUB inbox 7\r\nSUB _INBOX.z.* 8\r\n");
            other.settle();
            b.send("SUB _INBOX.x.* 2\r\nSUB _INBOX.y 3\r\n");

            // when a subscription ends, with others that listen to the same
            b.send("PUB q.one inbox 0\r\n\r\nUNSUB 1\r\n");
            b.settle();
            String kept = reply(a.received(5));
            assertThat(m.received()).isEmpty();

            // and when the other one ends too, or one with a wildcard
            other.send("UNSUB 7\r\n");
            other.settle();
            assertThat(metric(m)).matches(lost);
            a.send("PUB " + kept + " 2\r\nok\r\n");
            b.send("PUB q.one _INBOX.x.7 0\r\n\r\nUNSUB 2\r\n");
            b.settle();
            assertThat(metric(m)).matches(lost);
            a.received(5);

            // and when it ends by itself, with one answer of two
            b.send("UNSUB 3 1\r\nPUB q.one _INBOX.y 0\r\n\r\nPUB q.one _INBOX.y 0\r\n\r\n");
            b.settle();
            a.send("PUB " + reply(a.received(10)) + " 2\r\nok\r\n");
            assertThat(List.of(metric(m), metric(m)))
                    .anyMatch(metric -> metric.matches(lost))
                    .anyMatch(metric -> metric.contains("\"status\":200,"));

            // and when the one who asks goes
            other.send("PUB q.one _INBOX.z.9 0\r\n\r\n");
            other.settle();
            other.close();
            assertThat(metric(m)).matches(lost);
            assertThat(m.received()).isEmpty();
        }
    }

    @Test // AC-48, AC-50
    void shouldMeasureWhatIsSampledByOthers() throws Exception {
        try (RunningServer server = start(", latency: { subject: \"lat.x\", sampling: headers }", "");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server)) {
            a.send("SUB s.two 2\r\nUNSUB 1\r\n");
            a.settle();
            List<List<String>> sampled = List.of(
                    List.of(
                            "Uber-Trace-Id: 1:2:3:1\r\nUberctx-User: ann\r\nColor: red",
                            "{\"Uber-Trace-Id\":[\"1:2:3:1\"],\"Uberctx-User\":[\"ann\"]}"),
                    List.of("uber-trace-id: 1:2:3:03", "{\"Uber-Trace-Id\":[\"1:2:3:03\"]}"),
                    List.of(
                            "X-B3-Sampled: 1\r\nX-B3-TraceId: 5\r\nX-B3-SpanId: 6\r\nX-B3-ParentSpanId: 7\r\nX-B3-Flags: 8",
                            "{\"X-B3-Parentspanid\":[\"7\"],\"X-B3-Sampled\":[\"1\"],\"X-B3-Spanid\":[\"6\"],\"X-B3-Traceid\":[\"5\"]}"),
                    List.of("X-B3-TraceId: 5", "{\"X-B3-Traceid\":[\"5\"]}"),
                    List.of("b3: 80f1-e457-1-05e3\r\nTracestate: x", "{\"B3\":[\"80f1-e457-1-05e3\"]}"),
                    List.of("b3: 80f1-e457", "{\"B3\":[\"80f1-e457\"]}"),
                    List.of(
                            "traceparent: 00-4bf9-00f0-01\r\ntracestate: a=b\r\ntracestate: c=d",
                            "{\"Traceparent\":[\"00-4bf9-00f0-01\"],\"Tracestate\":[\"a=b\",\"c=d\"]}"),
                    List.of("X-B3-Sampled: x\r\nb3: 1 \t\r\n 2:3", "{\"B3\":[\"1 2:3\"]}"));
            for (List<String> one : sampled) {
                b.send(withHeaders(one.get(0)));
                b.settle();
                JsonNode event = JSON.readTree(metric(m));
                assertThat(event.path("status").asInt()).as(one.get(0)).isEqualTo(503);
                assertThat(event.path("header").toString()).as(one.get(0)).isEqualTo(one.get(1));
            }
            List<String> others = List.of(
                    "Color: red",
                    "Uber-Trace-Id: 1:2:3:2",
                    "Uber-Trace-Id: 1:2:3",
                    "Uber-Trace-Id: 1:2:3:001",
                    "Uber-Trace-Id: 1:2:3:1g",
                    "Uber-Trace-Id: 1:2:3:0\r\nX-B3-Sampled: 1",
                    "X-B3-Sampled: 0\r\nX-B3-TraceId: 5",
                    "X-B3-Sampled: true",
                    "b3: 0",
                    "b3: 80f1-e457-0-05e3",
                    "traceparent: 00-4bf9-00f0-00",
                    "traceparent: 00-4bf9-00f0-ff",
                    "traceparent: 00-4bf9-01",
                    "X-B3-Sampled: 1\r\nno colon",
                    "X-B3-Sampled: 1\r\nb(d: 1");
            for (String one : others) {
                b.send(withHeaders(one));
            }
            b.settle();
            b.send("PUB q.one inbox 0\r\n\r\n");
            b.settle();
            b.send(withHeaders("b3: 1\r\nLast: 1"));
            b.settle();
            assertThat(metric(m)).contains("\"header\":{\"B3\":[\"1\"]}");
            assertThat(m.received()).isEmpty();

            // and the reply of what is not measured does not say that it were
            b.send("PUB q.two inbox 0\r\n\r\n");
            b.settle();
            assertThat(reply(a.received(4))).matches("_R_\\.\\w{6}\\.\\w{6}");
        }
    }

    @Test // AC-48
    void shouldMeasureTheShareThatIsAskedFor() throws Exception {
        try (RunningServer server = start(", latency: { subject: \"lat.x\", sampling: 50% }", "");
                User m = listener(server);
                User b = asker(server)) {
            // when, some also by a header
            int count = 400;
            b.send("PUB q.one inbox 0\r\n\r\n".repeat(count));
            b.settle();
            b.send(withHeaders("b3: 1").repeat(count));
            b.settle();
            b.send("PUB q.one 0\r\n\r\n".repeat(count));
            b.settle();

            // then
            m.settle();
            long measured = 0;
            long byHeader = 0;
            boolean ends = false;
            while (!ends) {
                String metric = metric(m);
                ends = metric.contains("\"status\":400");
                measured += ends ? 0 : 1;
                byHeader += metric.contains("\"header\"") ? 1 : 0;
            }
            assertThat(measured).isBetween(count + count * 3L / 10, count + count * 7L / 10);
            assertThat(byHeader).isBetween(count * 3L / 10, count * 7L / 10);
        }
    }

    @Test // AC-48, AC-54
    void shouldTellTheAccountThatAnswersThroughOneBetween() throws Exception {
        String accounts = """
                accounts {
                  A { users: [ { user: a, password: p }, { user: m, password: p } ]
                      exports: [ { service: s, latency: lat.a } ] }
                  B { users: [ { user: n, password: p } ]
                      imports: [ { service: { account: A, subject: s }, to: t } ]
                      exports: [ { service: t, latency: lat.b } ] }
                  C { users: [ { user: b, password: p } ]
                      imports: [ { service: { account: B, subject: t }, to: u, share: true } ] }
                }
                """;
        try (RunningServer server = ServerUnderTest.start(accounts);
                User a = new User(server, "a");
                User m = listener(server);
                User n = new User(server, "n");
                User b = asker(server)) {
            n.send("SUB lat.> 9\r\n");
            n.settle();
            a.send("SUB s 1\r\n");
            a.settle();

            // when
            b.send("PUB u inbox 0\r\n\r\n");
            b.settle();
            a.send("PUB " + reply(a.received(4)) + " 2\r\nok\r\n");

            // then each account is told, and no more than it is shared with
            assertThat(b.received(2)).containsExactly("MSG inbox 1 2", "ok");
            assertThat(metric(m, "lat.a"))
                    .contains("\"status\":200,\"requestor\":{\"acc\":\"C\",\"rtt\":", "\"responder\":{\"start\":");
            assertThat(metric(n, "lat.b"))
                    .contains("\"status\":200,\"requestor\":{\"start\":", "\"user\":\"b\"", "\"user\":\"a\"");
        }
    }

    @Test // AC-48
    void shouldBeginAndEndWithAReload() throws Exception {
        try (RunningServer server = start("", "");
                User a = answerer(server);
                User m = listener(server);
                User b = asker(server)) {
            b.send("PUB q.one 0\r\n\r\n");
            b.settle();

            // when it is added, changed and taken away
            server.reload(String.format(ACCOUNTS, ", latency: \"lat.new\"", ""));
            b.send("PUB q.one 0\r\n\r\n");
            b.settle();
            assertThat(metric(m, "lat.new")).contains("\"status\":400");
            server.reload(String.format(ACCOUNTS, ", latency: \"lat.other\"", ""));
            b.send("PUB q.one 0\r\n\r\n");
            b.settle();
            assertThat(metric(m, "lat.other")).contains("\"status\":400");
            server.reload(String.format(ACCOUNTS, "", ""));
            b.send("PUB q.one 0\r\n\r\n");
            b.settle();
            a.settle();

            // then
            assertThat(m.received()).isEmpty();
        }
    }

    private static RunningServer start(String export, String read) throws IOException {
        return ServerUnderTest.start(String.format(ACCOUNTS, export, read));
    }

    private static User answerer(RunningServer server) throws IOException {
        User user = new User(server, "a");
        user.send("SUB s.* 1\r\n");
        user.settle();
        return user;
    }

    private static User listener(RunningServer server) throws IOException {
        User user = new User(server, "m");
        user.send("SUB lat.> 9\r\n");
        user.settle();
        return user;
    }

    private static User asker(RunningServer server) throws IOException {
        User user = new User(server, "b");
        user.send("SUB inbox 1\r\n");
        user.settle();
        return user;
    }

    private static String withHeaders(String lines) {
        String headers = "NATS/1.0\r\n" + lines + "\r\n\r\n";
        return "HPUB q.one inbox " + headers.length() + " " + headers.length() + "\r\n" + headers + "\r\n";
    }

    private static String reply(List<String> request) {
        return request.get(0).split(" ", -1)[3];
    }

    private static String metric(User listener) throws IOException {
        return metric(listener, "lat.x");
    }

    /** Returns the next metric; it is on its way. */
    private static String metric(User listener, String subject) throws IOException {
        String line = listener.next();
        assertThat(line).matches("MSG " + Pattern.quote(subject) + " 9 +\\d+");
        return listener.next();
    }
}
