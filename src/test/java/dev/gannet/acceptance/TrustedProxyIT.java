package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.NKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that come through a proxy, which signs the nonce for them (AC-137..140, CP-88). */
class TrustedProxyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String VIOLATION = "-ERR 'Authorization Violation'\r\n";

    private NKey proxy;
    private NKey other;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        proxy = NKey.createServer(null);
        other = NKey.createServer(null);
        server = ServerUnderTest.start(configuration("proxies { trusted: [ { key: " + key(proxy) + " } ] }"));
    }

    private static String configuration(String proxies) {
        return """
                http: "127.0.0.1:-1"
                authorization { users: [
                  { user: near, password: p }
                  { user: far, password: p, proxy_required: true }
                ] }
                """ + proxies;
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest // MO-69, CF-178
    @CsvSource(nullValues = "ok", textBlock = """
            near, p, none,     ok
            near, p, proxy,    ok
            far,  p, proxy,    ok
            far,  p, none,     Proxy Required
            far,  x, none,     Proxy Required
            far,  x, proxy,    Authentication Failure
            near, x, none,     Authentication Failure
            near, p, other,    Proxy Not Trusted
            far,  p, other,    Proxy Not Trusted
            near, p, nonsense, Proxy Not Trusted
            """)
    void shouldTurnAwayWhoDoesNotComeAsAsked(String user, String password, String signer, String reason)
            throws Exception {
        try (WireConnection client = new WireConnection(server.clientPort())) {
            connect(client, user, password, signer);
            if (reason == null) {
                assertThat(client.readLine()).isEqualTo("PONG\r\n");
                JsonNode shown = connz("").path("connections").get(0);
                assertThat(shown.path("proxy").path("key").asText())
                        .isEqualTo(signer.equals("proxy") ? key(proxy) : "");
            } else {
                assertThat(client.readToEnd().rest()).isEqualTo(VIOLATION);
                eventually(() -> assertThat(connz("?state=closed").findValuesAsText("reason"))
                        .containsExactly(reason));
            }
        }
    }

    @Test // MO-65, MO-45
    void shouldShowWhomItTrusts() throws Exception {
        assertThat(get("/varz").path("proxies"))
                .isEqualTo(JSON.readTree("{\"trusted\":[{\"key\":\"" + key(proxy) + "\"}]}"));
    }

    @Test
    void shouldCloseWhoCameThroughAProxyThatIsNotTrustedAnyMore() throws Exception {
        try (WireConnection straight = new WireConnection(server.clientPort());
                WireConnection client = new WireConnection(server.clientPort())) {
            connect(straight, "near", "p", "none");
            assertThat(straight.readLine()).isEqualTo("PONG\r\n");
            connect(client, "far", "p", "proxy");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");

            // when
            server.reload(configuration("proxies { trusted: [ { key: " + key(other) + " } ] }"));

            // then
            assertThat(client.readToEnd().rest()).isEqualTo(VIOLATION);
            straight.send("PING\r\n");
            assertThat(straight.readLine()).isEqualTo("PONG\r\n");
        }
    }

    private void connect(WireConnection client, String user, String password, String signer) throws Exception {
        String info = client.readLine();
        String nonce =
                JSON.readTree(info.substring("INFO ".length())).path("nonce").asText();
        String signature = switch (signer) {
            case "none" -> "";
            case "proxy" -> signed(proxy, nonce);
            case "other" -> signed(other, nonce);
            default -> "*";
        };
        client.send("CONNECT {\"verbose\":false,\"user\":\"" + user + "\",\"pass\":\"" + password
                + "\",\"proxy_sig\":\"" + signature + "\"}\r\nPING\r\n");
    }

    private static String signed(NKey key, String nonce) throws Exception {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.sign(nonce.getBytes(US_ASCII)));
    }

    private static String key(NKey key) throws Exception {
        return new String(key.getPublicKey());
    }

    private JsonNode connz(String query) throws Exception {
        return get("/connz" + query);
    }

    private JsonNode get(String page) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + page);
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body());
    }
}
