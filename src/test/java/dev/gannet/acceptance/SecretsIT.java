package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.NKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets came to light in nats-server, and whether the log is what the server says and nobody else. */
@ExtendWith(ProcessUnderTest.class)
class SecretsIT {
    private static final int FREE_PORT = -1;
    private static final String SECRET = "s3cr3t-0f-s0mebody";
    private static final String MONITORING = "http: \"127.0.0.1:-1\"\n";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @ParameterizedTest // CVE-2026-33247, 2026-14: /debug/vars showed the command line, and with it a password
    @ValueSource(strings = {"--user=u --pass=%s", "--user u --pass %s", "--auth=%s", "--auth %s"})
    void shouldNotShowThePasswordOfItsCommandLine(String flags) throws Exception {
        String[] words = String.format(flags, SECRET).split(" ");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, MONITORING, FREE_PORT, words)) {
            for (String page : List.of("/debug/vars", "/varz", "/connz?auth=1", "/stacksz", "/")) {
                assertThat(page(server, page)).as(page).isNotEmpty().doesNotContain(SECRET);
            }
            assertThat(server.log()).doesNotContain(SECRET);
        }
    }

    @Test // CVE-2026-33216, 2026-05, and nats-server #7942: what a client shows stood in the monitoring or in a trace
    void shouldNotShowWhatClientsAuthenticateWith() throws Exception {
        String key = new String(NKey.createUser(null).getPublicKey());
        String configuration = MONITORING + "authorization { users: [ { user: u, password: \"" + SECRET
                + "\" }, { nkey: " + key + " } ] }";
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT, "-DV");
                WireConnection wire = new WireConnection(server.clientPort())) {
            wire.readLine();
            wire.send("CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"" + SECRET + "\"}\r\nPING\r\n");
            assertThat(wire.readLine()).isEqualTo("PONG\r\n");

            // when others are refused, with secrets of any kind
            for (String json : List.of(
                    "{\"user\":\"u\",\"pass\":\"%s!\"}",
                    "{\"auth_token\":\"%s\"}",
                    "{\"user\":\"u\",\"auth_token\":\"%s\",\"pass\":\"%s\",\"pass\":\"%s!\"}",
                    "{\"nkey\":\"" + key + "\",\"sig\":\"%s\",\"proxy_sig\":\"%s\"}",
                    "{\"user\":\"u\",\"pass\":\"%s\"",
                    "{pass: %s}")) {
                try (WireConnection other = new WireConnection(server.clientPort())) {
                    other.readLine();
                    other.send("CONNECT " + json.replace("%s", SECRET) + "\r\nPING\r\n");
                    assertThat(other.readToEnd().rest()).doesNotContain(SECRET, "PONG");
                }
            }

            // then
            for (String page : List.of("/connz?auth=1&state=all", "/varz", "/debug/vars")) {
                assertThat(page(server, page)).as(page).isNotEmpty().doesNotContain(SECRET);
            }
            server.awaitLog("authentication error", 2);
            assertThat(server.log()).doesNotContain(SECRET);
        }
    }

    @Test // a name that begins a line of its own, or does something to who reads the log
    void shouldBeTheOnlyOneWhoWritesItsLog() throws Exception {
        String name = "x\\n[1] 2026/01/01 00:00:00.000000 [INF] forged\\r\\u001b[2J\\u0000\\u2028";
        String configuration = "authorization { users: [ { user: u, password: p,"
                + " permissions: { publish: none, subscribe: none } } ] }";
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT, "-DV")) {
            for (String json : List.of(
                    "{\"user\":\"u\",\"pass\":\"p\",\"name\":\"%s\",\"lang\":\"%s\",\"version\":\"%s\"}",
                    "{\"user\":\"%s\",\"pass\":\"%s\"}", "{\"%s\":1,}")) {
                try (WireConnection wire = new WireConnection(server.clientPort())) {
                    wire.readLine();
                    wire.send(
                            "CONNECT " + json.replace("%s", name)
                                    + "\r\nPUB \u001b[2J\u0007 0\r\n\r\nSUB a\u001b[2J 1\r\n-ERR '\u001b[2J'\r\nfo\u001b[rged\r\n");
                    wire.readToEnd();
                }
            }
            server.awaitLog("authentication error", 1);
            assertThat(server.log().lines()).noneMatch(line -> line.startsWith("[1] "));
            if (!ServerUnderTest
                    .isReference()) { // It lets such bytes through in traces and in what clients call errors.
                assertThat(server.log()).doesNotContain("\u001b", "\0", "\u2028", "\u0007");
            }
        }
    }

    private static String page(ServerProcess server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
