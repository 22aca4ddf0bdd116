package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import dev.gannet.testing.WireConnection;
import io.nats.client.NKey;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What nats-server's published security advisories were about, tried here: each test names the advisory and says what
 * was wrong. docs/reference/advisories.md lists them all.
 */
class AdvisoriesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String VIOLATION = "-ERR 'Authorization Violation'";

    /** Accounts A and B, where B asks A's service {@code s}. */
    private static final String SERVICE = """
            accounts {
              A { users: [ { user: a, password: p } ], exports: [ { service: s } ] }
              B { users: [ { user: b, password: p } ], imports: [ { service: { account: A, subject: s } } ] }
            }
            """;

    @Test // CVE-2026-33223, 2026-09: of several headers with the name only the first was taken away
    void shouldTakeAwayEveryHeaderThatSaysWhoAsks() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB s 1\r\n");
            a.settle();

            // when somebody says three times who he is, not always in the same place
            String spoof = "Nats-Request-Info: {\"acc\":\"SYS\"}\r\n";
            b.send(hpub("s", "NATS/1.0\r\n" + spoof + "Color: red\r\n" + spoof + spoof + "\r\n", "!"));
            b.settle();

            // then there is only what the server says
            List<String> request = a.received(5);
            assertThat(request.get(2)).isEqualTo("Color: red");
            assertThat(request.get(3)).matches("Nats-Request-Info: \\{\"acc\":\"B\",\"rtt\":\\d+}");
            assertThat(request.subList(4, request.size())).containsExactly("", "!");
        }
    }

    @ParameterizedTest // CVE-2026-33249, 2026-15, 2026-20: a trace went wherever the sender said
    @ValueSource(strings = {"", "Nats-Trace-Only: true\r\n"})
    void shouldSendNoTraceWhereTheSenderMayNotPublish(String only) throws Exception {
        String configuration = """
                max_payload: 1024
                accounts {
                  A { users: [
                    { user: a, password: p }
                    { user: b, password: p, permissions: { publish: { allow: "open", deny: "secret.x" } } }
                  ] }
                }
                """;
        try (RunningServer server = ServerUnderTest.start(configuration);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB secret.> 1\r\nSUB open 2\r\n");
            a.settle();

            // when
            String headers = "NATS/1.0\r\n" + only + "Nats-Trace-Dest: secret.x\r\n\r\n";
            b.send(hpub("open", headers, "!"));
            b.settle();

            // then neither the trace nor the message is anywhere
            assertThat(b.received(1)).containsExactly("-ERR 'Permissions Violation for Publish to \"secret.x\"'");
            b.send("PUB open 3\r\nend\r\n");
            assertThat(a.received(2)).containsExactly("MSG open 2 3", "end");

            // nor when the message is too long, which is a way of its own to a trace
            b.send("HPUB open " + headers.length() + " 2048\r\n" + headers);
            assertThat(b.rest()).contains("-ERR 'Maximum Payload Violation'");
            assertThat(a.received()).isEmpty();
        }
    }

    @Test // nats-server #7954: a trace was made of what stands in a payload that is too long
    void shouldNotTakeAPayloadForHeaders() throws Exception {
        try (RunningServer server = ServerUnderTest.start("max_payload: 1024");
                User a = new User(server);
                WireConnection wire = new WireConnection(server.clientPort())) {
            a.send("SUB traces 1\r\n");
            a.settle();
            wire.readLine();
            wire.send("CONNECT {\"headers\":true}\r\nHPUB x 10 2048\r\nNATS/1.0\r\nAA\r\nNats-Trace-Dest: traces\r\n");
            assertThat(wire.readToEnd().rest()).contains("-ERR 'Maximum Payload Violation'");
            assertThat(a.received()).isEmpty();
        }
    }

    @ParameterizedTest // 2026-24: whoever spoke before CONNECT became the no_auth_user, however that one may connect
    @ValueSource(strings = {"allowed_connection_types: [ \"WEBSOCKET\" ]", "proxy_required: true"})
    void shouldLetTheNoAuthUserInOnlyAsItMayConnect(String restriction) throws Exception {
        String configuration = "no_auth_user: guest\nauthorization { users: [ { user: other, password: p }, "
                + "{ user: guest, password: p, " + restriction + " } ] }\n" + proxies();
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            for (String first : List.of("PING", "SUB > 1", "PUB x 0\r\n", "CONNECT {}")) {
                assertRefused(server, first);
            }
        }
    }

    private static String proxies() throws Exception {
        return "proxies { trusted: [ { key: "
                + new String(NKey.createServer(null).getPublicKey()) + " } ] }";
    }

    @ParameterizedTest // 2026-17, CVE-2022-29946: only what a denied subject covered was kept from a wider subscription
    @CsvSource({
        "*.secret,  foo.*,       foo.secret,   foo.public",
        "foo.*.bar, foo.baz.*,   foo.baz.bar,  foo.baz.qux",
        "*.*.bar,   foo.*.*,     foo.baz.bar,  foo.baz.qux",
        "a.>,       *.b,         a.b,          z.b",
        "foo.bar,   foo.*,       foo.bar,      foo.baz",
        "a.*.c.>,   a.b.*.*,     a.b.c.d,      a.b.x.d",
        "> workers, foo.*,       foo.secret,   ''",
    })
    void shouldKeepWhatIsDeniedFromWiderSubscriptions(String deny, String filter, String secret, String open)
            throws Exception {
        String configuration = "authorization { users: [ { user: a, password: p }, { user: b, password: p,"
                + " permissions: { subscribe: { allow: \">\", deny: \"" + deny + "\" } } } ] }";
        boolean ofQueue = deny.endsWith(" workers");
        for (String queue : ofQueue ? List.of(" workers") : List.of("", " workers")) {
            try (RunningServer server = ServerUnderTest.start(configuration);
                    User a = new User(server, "a");
                    User b = new User(server, "b")) {
                b.send("SUB " + filter + queue + " 1\r\n");
                b.settle();
                a.send("PUB " + secret + " 0\r\n\r\n" + (open.isEmpty() ? "" : "PUB " + open + " 0\r\n\r\n"));
                a.settle();
                if (ofQueue) {
                    assertThat(b.received(1))
                            .containsExactly("-ERR 'Permissions Violation for Subscription to \"" + filter
                                    + "\" using queue \"workers\"'");
                } else {
                    assertThat(b.received(2)).as(queue).containsExactly("MSG " + open + " 1 0", "");
                }
            }
        }
    }

    @ParameterizedTest // nats-server 2.15: what is denied to a queue group reached a group's wider subscription
    @CsvSource({"orders.secret workers, workers, false", "orders.secret workers, others, true"})
    void shouldKeepWhatIsDeniedToAQueueGroupFromIt(String deny, String queue, boolean delivered) throws Exception {
        String configuration = "authorization { users: [ { user: a, password: p }, { user: b, password: p,"
                + " permissions: { subscribe: { allow: \">\", deny: \"" + deny + "\" } } } ] }";
        try (RunningServer server = ServerUnderTest.start(configuration);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            b.send("SUB orders.* " + queue + " 1\r\nSUB end 2\r\n");
            b.settle();
            a.send("PUB orders.secret 0\r\n\r\nPUB end 0\r\n\r\n");
            a.settle();
            List<String> received = b.received(2);
            assertThat(received.contains("MSG orders.secret 1 0")).isEqualTo(delivered);
        }
    }

    @ParameterizedTest // 2026-18: an entry for some queue group made another, plain one ineffective for all groups
    @CsvSource({"admin.secret, workers", "admin.secret, restricted", "admin.>, workers", "orders, restricted"})
    void shouldDenyAQueueGroupWhatIsDeniedToAll(String subject, String queue) throws Exception {
        String configuration = "authorization { users: [ { user: b, password: p,"
                + " permissions: { subscribe: { allow: \">\", deny: [ \"admin.>\", \"> restricted\" ] } } } ] }";
        try (RunningServer server = ServerUnderTest.start(configuration);
                User b = new User(server, "b")) {
            b.send("SUB " + subject + " " + queue + " 1\r\n");
            assertThat(b.received(1))
                    .containsExactly("-ERR 'Permissions Violation for Subscription to \"" + subject
                            + "\" using queue \"" + queue + "\"'");
        }
    }

    @ParameterizedTest // 2026-28: offset and limit, added up, were a negative number
    @CsvSource({"9223372036854775807, 9223372036854775807", "2147483647, 2147483647", "-1, 9223372036854775807"})
    void shouldBoundWhatIsAskedOfConnections(String offset, String limit) throws Exception {
        String page = "offset=" + offset + "&limit=" + limit;
        try (RunningServer server = ServerUnderTest.start("http: \"127.0.0.1:-1\"");
                User user = new User(server)) {
            for (String path : List.of("/connz?", "/connz?state=all&", "/connz?sort=idle&", "/subsz?subs=1&")) {
                assertThat(get(server, path + page).statusCode()).as(path).isEqualTo(200);
            }

            // and by a message, which every account may send
            String body = "{\"offset\":" + offset + ",\"limit\":" + limit + ",\"subscriptions\":true}";
            for (String service : List.of("$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.SERVER.PING.CONNZ")) {
                user.send("SUB inbox 1\r\nUNSUB 1 1\r\nPUB " + service + " inbox " + body.length() + "\r\n" + body
                        + "\r\n");
                List<String> answer = user.received(2);
                JsonNode data = JSON.readTree(answer.get(answer.size() - 1)).path("data");
                assertThat(data.path("num_connections").asInt(-1)).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @ParameterizedTest // nats-server 2.14.3: a page could be had as a script, which any web site may run
    @ValueSource(strings = {"/varz", "/connz", "/subsz", "/healthz", "/accountz"})
    void shouldNotAnswerWithAScript(String page) throws Exception {
        try (RunningServer server = ServerUnderTest.start("http: \"127.0.0.1:-1\"")) {
            HttpResponse<String> response = get(server, page + "?callback=alert");
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(response.body()).startsWith("{").doesNotContain("alert");
        }
    }

    @ParameterizedTest // CVE-2022-24450: whoever had a password for one account could say in CONNECT which one to be in
    @ValueSource(strings = {"SYS", "B", "$G", "NEW"})
    void shouldNotLetAClientSayItsAccount(String account) throws Exception {
        String configuration = """
                accounts {
                  A { users: [ { user: a, password: p } ] }
                  B { users: [ { user: b, password: p } ] }
                  SYS { users: [ { user: s, password: p } ] }
                }
                system_account: SYS
                """;
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            String connect = "CONNECT {\"user\":\"a\",\"pass\":\"p\",\"account\":\"" + account + "\"";
            for (String more : List.of("", ",\"new_account\":true", ",\"new_account\":false")) {
                assertRefused(server, connect + more + "}");
            }
        }
    }

    @ParameterizedTest // CVE-2020-28466, CVE-2022-42709: imports in a circle had no end
    @ValueSource(strings = {"service", "stream"})
    void shouldRefuseImportsInACircle(String kind) {
        String ofA = account("A", kind, "", "B");
        assertCircle(ofA + account("B", kind, "", "A"));
        assertCircle(ofA + account("B", kind, "", "C") + account("C", kind, "", "A"));

        // nats-server 2.12.6: the subject of the first of two ways round was taken for that of the second
        String elsewhere = "{ service: { account: C, subject: other }, to: s }, ";
        assertCircle(ofA + account("B", kind, kind.equals("stream") ? "" : elsewhere, "A")
                + "C { exports: [ { service: other } ] }");
    }

    /** An account that exports {@code s} and imports it from another one. */
    private static String account(String name, String kind, String moreImports, String from) {
        return name + " { exports: [ { " + kind + ": s } ], imports: [ " + moreImports + "{ " + kind + ": { account: "
                + from + ", subject: s } } ] }\n";
    }

    private static void assertCircle(String accounts) {
        assertThatThrownBy(() ->
                        ServerUnderTest.start("accounts {\n" + accounts + "}\n").close())
                .hasMessageContaining("import forms a cycle");
    }

    @Test // CVE-2022-42709: by a reload, while clients are there
    void shouldRefuseImportsInACircleThatAReloadBrings() throws Exception {
        String circle = SERVICE.replace("exports:", "imports: [ { service: { account: B, subject: s } } ], exports:")
                .replace("B { users", "B { exports: [ { service: s } ], users");
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB s 1\r\n");
            a.settle();
            if (ServerUnderTest.isInProcess()) {
                assertThatThrownBy(() -> server.reload(circle)).hasStackTraceContaining("import forms a cycle");
            }
            b.send("PUB s 0\r\n\r\n");
            b.settle();
            assertThat(a.received(1).get(0)).startsWith("HMSG s 1 ");
        }
    }

    @Test // CVE-2023-47090: users in authorization, and an account for the system alone, let everybody in
    void shouldAskWhoComesAlsoWhenOnlyTheSystemHasAnAccount() throws Exception {
        String configuration = """
                authorization { users: [ { user: a, password: p } ] }
                accounts { $SYS { users: [ { user: s, password: p } ] } }
                """;
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            for (String json : List.of("{}", "{\"user\":\"\",\"pass\":\"\"}", "{\"user\":\"nobody\"}")) {
                assertRefused(server, "CONNECT " + json);
            }
        }
    }

    @Test // CVE-2026-33248, 2026-13: each part of a name was looked for among the certificate's, the same one twice
    void shouldNotTakeOneCertificateForAnother() throws Exception {
        String configuration = "authorization { users: [ { user: \"CN=Alice,O=NATS,OU=Users\" },"
                + " { user: \"OU=Users,CN=Alice,O=NATS\" } ] }\ntls { " + TlsFiles.server() + ", ca_file: '"
                + TlsFiles.path("ca.pem") + "', verify_and_map: true }";
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            assertThatThrownBy(() -> comeAsAlice(server)).isInstanceOf(Exception.class);
        }
        try (RunningServer server = ServerUnderTest.start(configuration.replace("OU=Users", "CN=Alice"))) {
            comeAsAlice(server);
        }
    }

    /** Connects with a certificate whose name is {@code CN=Alice,CN=Alice,O=NATS}. */
    private static void comeAsAlice(RunningServer server) throws Exception {
        Nats.connect(Clients.options("tls://localhost:" + server.clientPort())
                        .sslContext(TlsFiles.clientWith("client-twice"))
                        .build())
                .close();
    }

    @Test // nats-server 2.15: a user of a certificate, who has no password, could be named where none is shown
    void shouldNotLetTheNameOfACertificateDoWithoutIt() throws Exception {
        String configuration = "allow_non_tls: true\nauthorization { users: [ { user: \"derek@nats.io\" } ] }\ntls { "
                + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify_and_map: true }";
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            assertRefused(server, "CONNECT {\"user\":\"derek@nats.io\",\"pass\":\"\"}");
        }
    }

    @ParameterizedTest // 2026-23: a key that is too short reached the signature's check, where its length was taken for
    // granted
    @ValueSource(ints = {0, 1, 5, 28, 55, 57, 200})
    void shouldRefuseAKeyOrASignatureOfAnyLength(int length) throws Exception {
        String key = new String(NKey.createUser(null).getPublicKey());
        String configuration = "authorization { users: [ { nkey: " + key + " } ] }";
        String shown = key.repeat(4).substring(0, length);
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            for (String json : List.of(
                    "{\"nkey\":\"" + shown + "\",\"sig\":\"" + "A".repeat(86) + "\"}",
                    "{\"nkey\":\"" + key + "\",\"sig\":\"" + shown + "\"}",
                    "{\"nkey\":\"" + key + "\",\"sig\":\"" + "A".repeat(length) + "\",\"jwt\":\"a.b.c\"}")) {
                assertRefused(server, "CONNECT " + json);
            }
        }
    }

    @ParameterizedTest // nats-server 2.15: a permission of nothing but blanks
    @ValueSource(strings = {"\" \"", "[ \"a\", \"  \" ]", "{ deny: \" \" }", "{ allow: \"a b c\" }"})
    void shouldRefusePermissionsForNoSubject(String subjects) {
        String configuration =
                "authorization { users: [ { user: b, password: p, permissions: { subscribe: " + subjects + " } } ] }";
        assertThatThrownBy(() -> ServerUnderTest.start(configuration).close())
                .hasMessageContaining("is not a valid subject");
    }

    /** Expects that somebody is turned away who begins with this line. */
    private static void assertRefused(RunningServer server, String line) throws IOException {
        try (WireConnection wire = new WireConnection(server.clientPort())) {
            wire.readLine();
            wire.send(line + "\r\nPING\r\n");
            assertThat(wire.readToEnd().rest()).as(line).contains(VIOLATION).doesNotContain("PONG");
        }
    }

    private static String hpub(String subject, String headers, String payload) {
        int size = headers.length() + payload.length();
        return "HPUB " + subject + " " + headers.length() + " " + size + "\r\n" + headers + payload + "\r\n";
    }

    private static HttpResponse<String> get(RunningServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
