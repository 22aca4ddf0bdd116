package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the trace of a message tells that goes from one account to others. */
class SharedTraceIT {
    private static final String TRACED = "Nats-Trace-Dest: t.x";
    private static final String ONLY = TRACED + "\r\nNats-Trace-Only: true";
    private static final String DISABLED = "Nats-Trace-Dest: trace disabled";

    @Test // CP-234, CP-237, CP-242
    void shouldFollowAStreamWhereTheImporterAllowsIt() throws Exception {
        String imports = "imports: [ { stream: { account: A, subject: \"x.*\" }, to: \"y.$1\", allow_trace: true } ]";
        try (RunningServer server = start("exports: [ { stream: \"x.*\" } ]", imports, "");
                User a = asker(server, "a");
                User t = tracer(server, "a");
                User b = new User(server, "b")) {
            b.send("SUB y.* 1\r\n");
            b.settle();

            // when
            a.send(publish("x.one", "", TRACED));

            // then the subscription is called what it stands for in the exporting account
            String export = "{\"type\":\"se\",\"acc\":\"B\",\"to\":\"y.one\"}";
            assertThat(events(t))
                    .isEqualTo(in("A", "x.one") + "," + export + "," + eg("\"acc\":\"B\",\"sub\":\"x.*\""));
            assertThat(b.received(5).subList(0, 3)).containsExactly("HMSG y.one 1 34 36", "NATS/1.0", TRACED);

            // when it is for the trace only, and for one of a queue
            b.send("UNSUB 1\r\nSUB y.one workers 2\r\n");
            b.settle();
            a.send(publish("x.one", "", ONLY));

            // then
            assertThat(events(t))
                    .isEqualTo(in("A", "x.one") + "," + export + ","
                            + eg("\"acc\":\"B\",\"sub\":\"x.one\",\"queue\":\"workers\""));
            assertThat(b.received()).isEmpty();
        }
    }

    @Test // CP-234, CP-242
    void shouldTellNoMoreOfAStreamWhereTheImporterDoesNotAllowIt() throws Exception {
        String imports = "imports: [ { stream: { account: A, subject: x }, prefix: y } ]";
        try (RunningServer server = start("exports: [ { stream: x } ]", imports, "");
                User a = asker(server, "a");
                User t = tracer(server, "a");
                User b = new User(server, "b")) {
            String export = "{\"type\":\"se\",\"acc\":\"B\",\"to\":\"y.x\"}";
            for (String queue : List.of("", "workers ")) {
                b.send("SUB y.x " + queue + "1\r\n");
                b.settle();

                // when
                a.send(publish("x", "", TRACED));

                // then
                assertThat(events(t)).isEqualTo(in("A", "x") + "," + export);
                assertThat(b.received(5).subList(0, 3)).containsExactly("HMSG y.x 1 34 36", "NATS/1.0", TRACED);

                // when it is for the trace only
                a.send(publish("x", "inbox ", ONLY));

                // then it would have been delivered
                assertThat(events(t)).isEqualTo(in("A", "x") + "," + export);
                assertThat(a.received()).isEmpty();
                assertThat(b.received()).isEmpty();
                b.send("UNSUB 1\r\n");
                b.settle();
            }

            // when nobody is there
            a.send(publish("x", "", TRACED));

            // then
            assertThat(events(t)).isEqualTo(in("A", "x"));
        }
    }

    @Test // CP-234, CP-239
    void shouldSayWhyAnImporterDoesNotGetIt() throws Exception {
        String imports = "imports: [ { stream: { account: A, subject: \"x.*\" }, allow_trace: true } ],"
                + " default_permissions: { subscribe: { deny: \"x.secret\" } }";
        try (RunningServer server = start("exports: [ { stream: \"x.*\" } ]", imports, "");
                User a = asker(server, "a");
                User t = tracer(server, "a");
                User b = new User(server, "b")) {
            b.send("SUB x.* 1\r\n");
            b.settle();

            // when
            a.send(publish("x.secret", "", TRACED));

            // then
            assertThat(events(t))
                    .isEqualTo(in("A", "x.secret") + ",{\"type\":\"se\",\"acc\":\"B\",\"to\":\"x.secret\"},"
                            + eg("\"acc\":\"B\",\"sub\":\"x.*\","
                                    + "\"error\":\"Not delivered because subscription denies this subject\""));
        }
    }

    @Test // CP-235, CP-242
    void shouldTellNoMoreOfAServiceWhereTheExporterDoesNotAllowIt() throws Exception {
        String imports = "imports: [ { service: { account: A, subject: \"s.*\" }, to: \"q.$1\" } ]";
        try (RunningServer server = start("exports: [ { service: \"s.*\" } ]", imports, "");
                User a = new User(server, "a");
                User b = asker(server, "b");
                User t = tracer(server, "b")) {
            a.send("SUB s.* 1\r\n");
            a.settle();
            String call = "{\"type\":\"si\",\"acc\":\"A\",\"from\":\"q.one\",\"to\":\"s.one\"}";

            // when
            b.send(publish("q.one", "inbox ", TRACED));

            // then the request goes on, and nobody traces it any more
            assertThat(events(t)).isEqualTo(in("B", "q.one") + "," + call);
            List<String> request = a.received(6);
            assertThat(request.get(0)).startsWith("HMSG s.one 1 _R_.");
            assertThat(request.get(2)).startsWith("Nats-Request-Info: ");
            assertThat(request.subList(3, 6)).containsExactly(DISABLED, "", "hi");

            // when it is for the trace only: then it would have gone nowhere
            b.send(publish("q.one", "inbox ", ONLY));
            assertThat(events(t)).isEqualTo(in("B", "q.one") + "," + call);
            assertThat(b.received(4).subList(0, 2)).containsExactly("HMSG inbox 1 37 37", "NATS/1.0 503");
            assertThat(a.received()).isEmpty();
        }
    }

    @Test // CP-235, CP-237, CP-242
    void shouldFollowARequestAndItsAnswerToTheBorder() throws Exception {
        String imports = "imports: [ { service: { account: A, subject: \"s.*\" }, to: \"q.$1\" } ]";
        try (RunningServer server = start("exports: [ { service: \"s.*\", allow_trace: true } ]", imports, "");
                User a = asker(server, "a");
                User ta = tracer(server, "a");
                User b = asker(server, "b");
                User t = tracer(server, "b")) {
            a.send("SUB s.* 5\r\n");
            a.settle();
            String call = "{\"type\":\"si\",\"acc\":\"A\",\"from\":\"q.one\",\"to\":\"s.one\"}";

            // when
            b.send(publish("q.one", "inbox ", TRACED));

            // then servers behind this one would answer on a subject of the exporter's
            assertThat(events(t)).isEqualTo(in("B", "q.one") + "," + call + "," + eg("\"acc\":\"A\",\"sub\":\"s.*\""));
            List<String> request = a.received(6);
            String reply = request.get(0).split(" ", -1)[3];
            assertThat(request.get(3)).matches("Nats-Trace-Dest: _R_\\.\\w{6}\\.\\w{6}");
            assertThat(request.get(3))
                    .startsWith("Nats-Trace-Dest: " + reply.substring(0, 11))
                    .doesNotEndWith(reply);

            // when the answer is traced
            a.send(publish(reply, "", TRACED));

            // then its trace ends where it leaves the account
            assertThat(events(ta))
                    .isEqualTo(in("A", reply) + ",{\"type\":\"si\",\"acc\":\"B\",\"from\":\"" + reply
                            + "\",\"to\":\"inbox\"}");
            assertThat(b.received(5)).containsExactly("HMSG inbox 1 45 47", "NATS/1.0", DISABLED, "", "hi");

            // when it is for the trace only
            b.send(publish("q.one", "inbox ", ONLY));

            // then
            assertThat(events(t)).isEqualTo(in("B", "q.one") + "," + call + "," + eg("\"acc\":\"A\",\"sub\":\"s.*\""));
            assertThat(a.received()).isEmpty();
            assertThat(b.received()).isEmpty();
        }
    }

    @Test // CP-235, AC-54, AC-73
    void shouldFollowARequestThroughAnAccountBetweenAndThroughMappings() throws Exception {
        String ofA = "exports: [ { service: s, allow_trace: true } ], mappings: { s: served }";
        String ofB = "imports: [ { service: { account: A, subject: s }, to: t } ],"
                + " exports: [ { service: t, allow_trace: true } ]";
        String ofC = "imports: [ { service: { account: B, subject: t }, to: u } ], mappings: { m: u }";
        try (RunningServer server = start(ofA, ofB, ofC);
                User a = new User(server, "a");
                User c = asker(server, "c");
                User t = tracer(server, "c")) {
            a.send("SUB served 1\r\n");
            a.settle();

            // when
            c.send(publish("m", "inbox ", TRACED));

            // then
            assertThat(events(t))
                    .isEqualTo(in("C", "m") + ",{\"type\":\"sm\",\"to\":\"u\"},"
                            + "{\"type\":\"si\",\"acc\":\"B\",\"from\":\"u\",\"to\":\"t\"},"
                            + "{\"type\":\"si\",\"acc\":\"A\",\"from\":\"t\",\"to\":\"served\"},"
                            + eg("\"acc\":\"A\",\"sub\":\"served\""));
            List<String> request = a.received(6);
            assertThat(request.get(2)).contains("\"svc\":\"B\"");
            assertThat(request.get(3)).startsWith("Nats-Trace-Dest: _R_.");
            a.send("PUB " + request.get(0).split(" ", -1)[3] + " 2\r\nok\r\n");
            assertThat(c.received(2)).containsExactly("MSG inbox 1 2", "ok");
        }
    }

    @Test // CP-221, CP-235, CP-242
    void shouldEndATraceThatTheAccountHasAskedFor() throws Exception {
        String imports = "imports: [ { service: { account: A, subject: s } } ], msg_trace: t.x";
        try (RunningServer server = start("exports: [ { service: s } ]", imports, "");
                User a = new User(server, "a");
                User b = asker(server, "b");
                User t = tracer(server, "b")) {
            a.send("SUB s 1\r\n");
            a.settle();

            // when
            b.send(publish("s", "", "traceparent: 00-1-2-01"));

            // then
            assertThat(events(t))
                    .isEqualTo(in("B", "s") + ",{\"type\":\"si\",\"acc\":\"A\",\"from\":\"s\",\"to\":\"s\"}");
            List<String> request = a.received(7);
            assertThat(request.subList(1, 3)).containsExactly("NATS/1.0", "traceparent: 00-1-2-01");
            assertThat(request.subList(4, 7)).containsExactly(DISABLED, "", "hi");
        }
    }

    private static RunningServer start(String ofA, String ofB, String ofC) throws IOException {
        return ServerUnderTest.start(String.format("""
                accounts {
                  A { users: [ { user: a, password: p } ], %s }
                  B { users: [ { user: b, password: p } ], %s }
                  C { users: [ { user: c, password: p } ], %s }
                }
                """, ofA, ofB, ofC));
    }

    private static User tracer(RunningServer server, String name) throws IOException {
        User user = new User(server, name);
        user.send("SUB t.x 9\r\n");
        user.settle();
        return user;
    }

    private static User asker(RunningServer server, String name) throws IOException {
        User user = new User(server, name);
        user.send("SUB inbox 1\r\n");
        user.settle();
        return user;
    }

    private static String publish(String subject, String reply, String lines) {
        String headers = "NATS/1.0\r\n" + lines + "\r\n\r\n";
        int length = headers.length();
        return "HPUB " + subject + " " + reply + length + " " + (length + 2) + "\r\n" + headers + "hi\r\n";
    }

    /** Returns the events of the next trace, without times and clients' numbers; it is on its way. */
    private static String events(User tracer) throws IOException {
        assertThat(tracer.next()).startsWith("MSG t.x 9 ");
        String trace = tracer.next();
        String begin = ",\"events\":[";
        return trace.substring(trace.indexOf(begin) + begin.length(), trace.length() - "]}".length())
                .replaceAll("\"ts\":\"[^\"]+\",?", "")
                .replaceAll("\"cid\":\\d+,", "");
    }

    private static String in(String account, String subject) {
        return "{\"type\":\"in\",\"kind\":0,\"name\":\"me\",\"acc\":\"" + account + "\",\"subj\":\"" + subject + "\"}";
    }

    private static String eg(String rest) {
        return "{\"type\":\"eg\",\"kind\":0,\"name\":\"me\"," + rest + "}";
    }
}
