package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
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
 * What somebody may try who is let in, and means ill: the kinds of faults that advisories are about ({@link AdvisoriesIT}),
 * where nobody has found one.
 */
class AbuseIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String GOES_ON = "PUB end 1\r\n.\r\n";

    /** A has the service {@code pay.*}, which B asks as {@code bank.*}; C has nothing to do with it. */
    private static final String SERVICE = """
            accounts {
              A { users: [ { user: a, password: p } ], exports: [ { service: "pay.*" }, { stream: "news.*" } ] }
              B {
                users: [
                  { user: b, password: p }
                  { user: x, password: p, permissions: {
                    publish: { allow: [ "bank.open", "pay.>", "news.>", "end" ] }
                    subscribe: { allow: [ "inbox", "news.a" ] }
                  } }
                ]
                imports: [
                  { service: { account: A, subject: "pay.*" }, to: "bank.$1" }
                  { stream: { account: A, subject: "news.*" }, to: "told.$1" }
                ]
              }
              C { users: [ { user: c, password: p } ] }
            }
            """;

    @Test
    void shouldTakeAnAnswerOnlyFromTheAccountThatWasAsked() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User b = new User(server, "b");
                User c = new User(server, "c")) {
            a.send("SUB pay.* 1\r\nSUB end 2\r\n");
            a.settle();
            b.send("SUB inbox 1\r\nPUB bank.card inbox 0\r\n\r\n");
            b.settle();
            String reply = a.received(4).get(0).split(" ", -1)[3];
            assertThat(reply).startsWith("_R_.");

            // when the asker and a stranger answer where the answer is expected
            for (User other : List.of(b, c)) {
                other.send("PUB " + reply + " 4\r\nfake\r\nPUB inbox 4\r\nfake\r\n");
                other.settle();
            }

            // then nobody but the asked account is heard: what b says in its own account, it says to itself
            a.send("PUB " + reply + " 2\r\nok\r\n");
            a.settle();
            assertThat(b.received(4)).containsExactly("MSG inbox 1 4", "fake", "MSG inbox 1 2", "ok");
        }
    }

    @Test
    void shouldNotLetARequestBeAnsweredElsewhere() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB > 1\r\n");
            a.settle();

            // when requests name places of the server's own for their answers
            for (String reply : List.of("_R_.abcdef.abcdef", "_R_.", "_GR_.a.b.c", "$GR.a.b.c")) {
                b.send("PUB bank.card " + reply + " 0\r\n\r\n");
            }
            List<String> errors = b.received();

            // then none of them is one
            assertThat(errors).hasSize(4).allMatch(line -> line.startsWith("-ERR 'Permissions Violation for Publish"));
            a.send(GOES_ON);
            assertThat(a.received(2)).containsExactly("MSG end 1 1", ".");
        }
    }

    @Test
    void shouldAskPermissionForTheSubjectInTheOwnAccount() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User x = new User(server, "x")) {
            a.send("SUB > 1\r\n");
            a.settle();

            // when somebody may publish to what the service is called elsewhere, but not here
            x.send("PUB bank.card 0\r\n\r\nPUB pay.card 0\r\n\r\nPUB bank.open 0\r\n\r\n");
            x.send("SUB told.a 1\r\nSUB told.* 2\r\nSUB news.a 3\r\n");
            x.settle();
            List<String> asked = a.received(5);
            a.send("PUB news.a 0\r\n\r\n");

            // then neither goes through
            assertThat(asked).hasSize(5);
            assertThat(asked.get(0)).startsWith("HMSG pay.open 1 ");
            assertThat(a.received(2)).containsExactly("MSG news.a 1 0", "");
            assertThat(x.received())
                    .containsExactly(
                            "-ERR 'Permissions Violation for Publish to \"bank.card\"'",
                            "-ERR 'Permissions Violation for Subscription to \"told.a\"'",
                            "-ERR 'Permissions Violation for Subscription to \"told.*\"'");
        }
    }

    @Test
    void shouldNotTraceWhatBecomesOfARequestElsewhere() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB pay.* 1\r\nSUB traces 2\r\nSUB end 3\r\n");
            b.send("SUB traces 1\r\n");
            a.settle();
            b.settle();

            // when a request is traced, and the service's account does not allow that
            String headers = "NATS/1.0\r\nNats-Trace-Dest: traces\r\n\r\n";
            b.send("HPUB bank.card " + headers.length() + " " + headers.length() + "\r\n" + headers + "\r\n");
            b.settle();

            // then the event does not say who got it, and is nowhere else
            JsonNode event = JSON.readTree(b.received(2).get(1));
            assertThat(event.path("events").findValuesAsText("type"))
                    .contains("in")
                    .doesNotContain("eg");
            a.send(GOES_ON);
            assertThat(a.received(6)).noneMatch(line -> line.startsWith("MSG traces "));
        }
    }

    @Test
    void shouldNotBelieveWhoSaysThatHeIsSomebodyElse() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User b = new User(server, "b")) {
            b.send("SUB inbox 1\r\n");
            String headers =
                    "NATS/1.0\r\nNats-Request-Info: {\"acc\":\"A\",\"user\":\"a\",\"id\":1,\"kind\":\"Client\"}\r\n\r\n";
            b.send("HPUB $SYS.REQ.USER.INFO inbox " + headers.length() + " " + headers.length() + "\r\n" + headers
                    + "\r\n");
            List<String> answer = b.received(2);
            JsonNode user = JSON.readTree(answer.get(answer.size() - 1)).path("data");
            assertThat(user.path("user").asText()).isEqualTo("b");
            assertThat(user.path("account").asText()).isEqualTo("B");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$SYS.ACCOUNT.APP.CONNECT",
                "$SYS.SERVER.ACCOUNT.APP.CONNS",
                "$SYS.SERVER.NABC.STATSZ",
                "$SYS.REQ.SERVER.NABC.RELOAD",
                "$SYS.REQ.SERVER.NABC.KICK",
                "$SYS.REQ.CLAIMS.UPDATE",
                "$SYS.ACCOUNT.APP.CLAIMS.UPDATE",
                "_INBOX.secret",
            })
    void shouldKeepWhatIsSaidInAnAccountFromTheSystem(String subject) throws Exception {
        String configuration = """
                accounts {
                  SYS { users: [ { user: s, password: p } ] }
                  APP { users: [ { user: a, password: p }, { user: b, password: p } ] }
                }
                system_account: SYS
                """;
        try (RunningServer server = ServerUnderTest.start(configuration);
                User s = new User(server, "s");
                User a = new User(server, "a")) {
            s.send("SUB " + subject + " 1\r\nSUB end 2\r\n");
            s.settle();
            s.received();
            a.send("PUB " + subject + " inbox 1\r\n!\r\n");
            a.settle();
            s.send(GOES_ON);
            assertThat(s.received(2)).containsExactly("MSG end 2 1", ".");
        }
    }

    @Test
    void shouldNotHearTheSystemInAnAccount() throws Exception {
        String configuration = """
                accounts {
                  SYS { users: [ { user: s, password: p } ] }
                  APP { users: [ { user: a, password: p }, { user: b, password: p } ] }
                }
                system_account: SYS
                """;
        try (RunningServer server = ServerUnderTest.start(configuration);
                User a = new User(server, "a")) {
            a.send("SUB > 1\r\nSUB $SYS.> 2\r\n");
            a.settle();

            // when events happen that the system account is told of, and it asks
            try (User s = new User(server, "s");
                    User b = new User(server, "b")) {
                s.send("SUB inbox 1\r\nPUB $SYS.REQ.SERVER.PING.VARZ inbox 0\r\n\r\n");
                assertThat(s.received(2)).hasSize(2);
                b.send(GOES_ON);
                b.settle();
            }

            // then
            assertThat(a.received(2)).containsExactly("MSG end 1 1", ".");
        }
    }

    @ParameterizedTest // a name that is a page, a script, a line of its own
    @ValueSource(
            strings = {"</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a\\nb\\u0000\\u001b[2J"})
    void shouldShowNamesAsTextThatIsNothingElse(String name) throws Exception {
        try (RunningServer server = ServerUnderTest.start("http: \"127.0.0.1:-1\"");
                WireConnection wire = new WireConnection(server.clientPort())) {
            wire.readLine();
            wire.send("CONNECT {\"verbose\":false,\"name\":\"" + name + "\",\"lang\":\"" + name + "\"}\r\n"
                    + "SUB <script>alert(1)</script> 1\r\nPING\r\n");
            assertThat(wire.readLine()).isEqualTo("PONG\r\n");
            for (String page : List.of("/connz?subs=1", "/connz?subs=detail", "/subsz?subs=1", "/varz", "/")) {
                HttpResponse<String> response = get(server, page);
                assertThat(response.body()).as(page).doesNotContain("<script>", "<img", "\u001b", "\0");
            }
            String shown = get(server, "/connz").body();
            assertThat(JSON.readTree(shown).at("/connections/0/name")).isEqualTo(JSON.readTree("\"" + name + "\""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/connz?sort=<script>,      400",
        "/connz?state=<script>,     400",
        "/connz?cid=<script>,       400",
        "/subsz?test=<script>.*,    400",
        "/accountz?acc=<script>,    400",
        "/ipqueuesz?all=<script>,   400",
        "/<script>,                 404",
        "/varz/<script>,            404",
    })
    void shouldNotRepeatAsAPageWhatItWasAsked(String path, int status) throws Exception {
        try (RunningServer server = ServerUnderTest.start("http: \"127.0.0.1:-1\"")) {
            HttpResponse<String> response = get(server, path.replace("<", "%3C").replace(">", "%3E"));
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
            if (status == 404 || !ServerUnderTest.isReference()) {
                assertThat(response.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
            }
        }
    }

    @ParameterizedTest // requests that are large, deep or no text at all
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldAnswerAnyRequestToTheSystemWithinBounds(int kind) throws Exception {
        String body = switch (kind) {
            case 0 -> "[".repeat(50_000);
            case 1 -> "{\"a\":".repeat(10_000);
            case 2 -> "{\"offset\":1" + "0".repeat(50_000) + "}";
            case 3 -> "{\"acc\":\"" + "a".repeat(50_000) + "\"}";
            case 4 -> "{\"cid\":1e999999999}";
            default -> "\0\1\2\u00ff\u00fe";
        };
        try (RunningServer server = ServerUnderTest.start("debug: false");
                User user = new User(server)) {
            for (String service : List.of("$SYS.REQ.ACCOUNT.PING.CONNZ", "$SYS.REQ.ACCOUNT.PING.STATZ")) {
                user.send("SUB inbox 1\r\nUNSUB 1 1\r\nPUB " + service + " inbox " + body.length() + "\r\n" + body
                        + "\r\n");
                List<String> answer = user.received(2);
                JsonNode json = JSON.readTree(answer.get(answer.size() - 1));
                assertThat(json.has("server")).as(service).isTrue();
            }
        }
    }

    @Test // a header block that is none
    void shouldCarryHeadersThatAreNoneToAService() throws Exception {
        try (RunningServer server = ServerUnderTest.start(SERVICE);
                User a = new User(server, "a");
                User b = new User(server, "b")) {
            a.send("SUB pay.* 1\r\n");
            a.settle();
            for (String block :
                    List.of("", "N", "\r", "\n", "\r\n", "NATS/1.0", "NATS/1.0\r\n", "\0\0\0\0", "a:b\r\n:\r\n")) {
                b.send("HPUB bank.card " + block.length() + " " + (block.length() + 1) + "\r\n" + block + "!\r\n");
                b.settle();
                assertThat(b.received()).as(block).isEmpty();
                assertThat(a.received(2).get(0)).as(block).startsWith("HMSG pay.card 1 ");
            }
        }
    }

    private static HttpResponse<String> get(RunningServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
