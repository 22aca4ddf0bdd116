package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.connection.tls.PinnedCerts;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Subscription;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS for client connections, as the NATS Java client sees it. */
class TlsIT {
    private static final String VERIFY = ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify: true";

    @Test // CP-27
    void shouldServeClientsThatEncrypt() throws Exception {
        try (RunningServer server = start("")) {
            assertServed(options(server, TlsFiles.client("ca")));
        }
    }

    @ParameterizedTest // CF-195
    @CsvSource({"server-rsa", "server-ed25519", "server"})
    void shouldHaveAnyKindOfCertificate(String name) throws Exception {
        try (RunningServer server = ServerUnderTest.start("tls { " + TlsFiles.pair(name) + " }")) {
            assertServed(options(server, TlsFiles.client("ca")));
        }
    }

    @Test
    void shouldNotBeBelievedByWhoDoesNotKnowTheAuthority() throws Exception {
        try (RunningServer server = start("")) {
            assertRefused(options(server, TlsFiles.client("other-ca")));
        }
    }

    @Test // CP-27, CP-29
    void shouldTurnPlainClientsAway() throws Exception {
        try (RunningServer server = start("");
                WireConnection plain = new WireConnection(server.clientPort())) {
            // when
            String info = plain.readLine();
            plain.send("CONNECT {}\r\nPING\r\n");

            // then
            assertThat(info).contains("\"tls_required\":true").doesNotContain("tls_verify", "tls_available");
            assertThat(plain.readToEnd().rest()).doesNotContain("PONG");
            assertRefused(Clients.options(server.url()));
        }
    }

    @Test
    void shouldSayThatItDoesNotEncrypt() throws Exception {
        try (RunningServer server = ServerUnderTest.start("debug: false")) {
            assertRefused(options(server, TlsFiles.client("ca")));
        }
    }

    @Test // CP-28
    void shouldServeBothKindsOfClients() throws Exception {
        try (RunningServer server = ServerUnderTest.start("allow_non_tls: true\ntls { " + TlsFiles.server() + " }")) {
            try (WireConnection plain = new WireConnection(server.clientPort())) {
                assertThat(plain.readLine()).contains("\"tls_available\":true").doesNotContain("tls_required");
                plain.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
                assertThat(plain.readLine()).isEqualTo("PONG\r\n");
            }
            assertServed(Clients.options(server.url()));
            assertServed(options(server, TlsFiles.client("ca")));
        }
    }

    @Test // CP-30
    void shouldShakeHandsFirst() throws Exception {
        try (RunningServer server = start(", handshake_first: true")) {
            assertServed(options(server, TlsFiles.client("ca")).tlsFirst());
        }
    }

    @Test // CP-30; not auto, which a busy machine's client may miss
    void shouldFallBackToInfoForWhoDoesNotBegin() throws Exception {
        try (RunningServer server = start(", handshake_first: '1s'")) {
            assertServed(options(server, TlsFiles.client("ca")).tlsFirst());
            assertServed(options(server, TlsFiles.client("ca")));
        }
    }

    @Test // CF-197, AC-131
    void shouldAskForACertificate() throws Exception {
        try (RunningServer server = start(VERIFY)) {
            assertServed(options(server, TlsFiles.clientWith("client-bare")));
            assertRefused(options(server, TlsFiles.clientWith("client-stranger")));
            assertRefused(options(server, TlsFiles.client("ca")));
            try (WireConnection wire = new WireConnection(server.clientPort())) {
                assertThat(wire.readLine()).contains("\"tls_required\":true,\"tls_verify\":true,\"max_payload\"");
            }
        }
    }

    @ParameterizedTest // AC-18
    @CsvSource(
            delimiter = '|',
            value = {
                "client-email | derek@nats.io",
                "client-dns | service.example",
                "client-uri | spiffe://localhost/my-nats-service/user-a",
                "client-dn | CN=*.example.com,OU=CNCF,O=Gannet Tests,DC=example,DC=com",
                "client-dn | DC=example,DC=com,O=Gannet Tests,OU=CNCF,CN=*.example.com",
                "client-dn | CN=*.example.com,OU=CNCF,O=Gannet Tests,DC=com,DC=example",
                "client-bare | CN=Bare,OU=nats.io,O=Synadia,L=Tahoe,ST=CA,C=US"
            })
    void shouldKnowAUserByTheCertificate(String certificate, String user) throws Exception {
        // given a user with the name that the certificate has, and others
        String configuration = mapping("{ user: \"" + user + "\" }, { user: \"somebody@else\" }");
        try (RunningServer server = ServerUnderTest.start(configuration)) {
            // when it connects, then it is that user
            assertThat(userOf(options(server, TlsFiles.clientWith(certificate))))
                    .isEqualTo(user);
        }
    }

    @Test // AC-7
    void shouldNotCareWhichNameAClientSaysThatItHas() throws Exception {
        String users = "{ user: \"derek@nats.io\" }, { user: \"admin\", password: \"secret\" }";
        try (RunningServer server = ServerUnderTest.start(mapping(users))) {
            Options.Builder asAdmin = options(server, TlsFiles.clientWith("client-email"))
                    .userInfo("admin".toCharArray(), "".toCharArray());
            assertThat(userOf(asAdmin)).isEqualTo("derek@nats.io");
            assertRefused(options(server, TlsFiles.clientWith("client-dns"))
                    .userInfo("admin".toCharArray(), "secret".toCharArray()));
        }
    }

    @Test // AC-8
    void shouldRefuseAUserWithoutPasswordWhoShowsNoCertificate() throws Exception {
        String configuration = mapping("{ user: \"derek@nats.io\" }") + "\nallow_non_tls: true\n";
        try (RunningServer server = ServerUnderTest.start(configuration);
                WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            client.send("CONNECT {\"user\":\"derek@nats.io\",\"pass\":\"\",\"verbose\":false}\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("-ERR 'Authorization Violation'\r\n");
        }
    }

    @Test // CF-203, AC-130
    void shouldTakePinnedKeysOnly() throws Exception {
        String pinned = ", pinned_certs: [ \"" + keyHash("client-bare") + "\" ]";
        try (RunningServer server = start(VERIFY + pinned)) {
            assertServed(options(server, TlsFiles.clientWith("client-bare")));
            assertRefused(options(server, TlsFiles.clientWith("client-dns")));
        }
    }

    @Test // CF-202, CP-32
    void shouldBoundHandshakesInASecond() throws Exception {
        try (RunningServer server = start(", connection_rate_limit: 1")) {
            // when several come at once
            List<WireConnection> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(new WireConnection(server.clientPort()));
            }

            // then not all of them may begin
            List<String> answers = new ArrayList<>();
            for (WireConnection client : clients) {
                client.readLine();
                answers.add(client.readToEnd().rest());
                client.close();
            }
            assertThat(answers).contains("-ERR 'Connection throttling is active. Please try again later.'\r\n");
            assertThat(answers).contains("");
        }
    }

    @Test // AC-129, CF-205
    void shouldTakeTheNewestVersionOnlyIfAskedTo() throws Exception {
        try (RunningServer server = start(", min_version: \"1.3\"")) {
            assertServed(options(server, TlsFiles.client("ca")));
        }
    }

    @Test // AC-135, MO-67, MO-68, MO-45
    void shouldTellTheMonitoringWhatWasAgreedOn() throws Exception {
        String configuration = "http: '127.0.0.1:-1'\ntls { " + TlsFiles.server() + VERIFY + ", timeout: 5 }";
        try (RunningServer server = ServerUnderTest.start(configuration);
                Connection client = Nats.connect(
                        options(server, TlsFiles.clientWith("client-bare")).build())) {
            // when
            JsonNode connection =
                    get(server, "/connz?auth=1").path("connections").get(0);
            JsonNode varz = get(server, "/varz");

            // then
            assertThat(client.getStatus()).isEqualTo(Connection.Status.CONNECTED);
            assertThat(connection.path("tls_version").asText()).isEqualTo("1.3");
            assertThat(connection.path("tls_cipher_suite").asText()).startsWith("TLS_");
            assertThat(connection.has("tls_first")).isFalse();
            JsonNode certificate = connection.path("tls_peer_certs").get(0);
            assertThat(certificate.path("subject").asText())
                    .isEqualTo("CN=Bare,OU=nats.io,O=Synadia,L=Tahoe,ST=CA,C=US");
            assertThat(certificate.path("spki_sha256").asText()).isEqualTo(keyHash("client-bare"));
            assertThat(certificate.path("cert_sha256").asText())
                    .isEqualTo(PinnedCerts.sha256(
                            TlsFiles.certificate("client-bare").getEncoded()));
            assertThat(varz.path("tls_required").asBoolean()).isTrue();
            assertThat(varz.path("tls_verify").asBoolean()).isTrue();
            assertThat(varz.path("tls_timeout").asDouble()).isEqualTo(5);
            assertThat(varz.path("auth_timeout").asDouble()).isEqualTo(6); // CP-11
            assertThat(varz.path("tls_cert_not_after").asText()).startsWith("21");
        }
    }

    private static RunningServer start(String more) throws Exception {
        return ServerUnderTest.start("tls { " + TlsFiles.server() + more + " }");
    }

    private static String mapping(String users) {
        return "tls { " + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify_and_map: true }\n"
                + "authorization { users: [ " + users + " ] }";
    }

    private static Options.Builder options(RunningServer server, SSLContext context) {
        return Clients.options("tls://localhost:" + server.clientPort()).sslContext(context);
    }

    private static String keyHash(String name) throws TlsFileException {
        return PinnedCerts.keyHash(TlsFiles.certificate(name));
    }

    /** A message that takes many records, and small ones. */
    private static void assertServed(Options.Builder options) throws Exception {
        byte[] large = new byte[900_000];
        Arrays.fill(large, (byte) 'x');
        try (Connection client = Nats.connect(options.build())) {
            Subscription subscription = client.subscribe("foo");
            client.publish("foo", "small".getBytes(UTF_8));
            client.publish("foo", large);
            assertThat(next(subscription).getData()).isEqualTo("small".getBytes(UTF_8));
            assertThat(next(subscription).getData()).isEqualTo(large);
        }
    }

    private static Message next(Subscription subscription) throws InterruptedException {
        @Nullable Message message = subscription.nextMessage(SOON);
        assertThat(message).isNotNull();
        return message;
    }

    private static void assertRefused(Options.Builder options) {
        assertThatThrownBy(() -> Nats.connect(options.build()).close()).isInstanceOf(Exception.class);
    }

    private static String userOf(Options.Builder options) throws Exception {
        try (Connection client = Nats.connect(options.build())) {
            Message answer = client.request("$SYS.REQ.USER.INFO", new byte[0], SOON);
            assertThat(answer).isNotNull();
            return new ObjectMapper()
                    .readTree(answer.getData())
                    .path("data")
                    .path("user")
                    .asText();
        }
    }

    private static JsonNode get(RunningServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + path);
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                        .body());
    }
}
