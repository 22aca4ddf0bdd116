package dev.gannet.acceptance;

import static dev.gannet.acceptance.OcspPeerIT.REFUSED_SOON;
import static dev.gannet.acceptance.OcspPeerIT.SERVED_SOON;
import static dev.gannet.acceptance.OcspPeerIT.fixed;
import static dev.gannet.acceptance.OcspPeerIT.isServed;
import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.config.TlsConfig;
import dev.gannet.testing.Eventually;
import dev.gannet.testing.OcspAuthority;
import dev.gannet.testing.OcspAuthority.Issued;
import dev.gannet.testing.OcspAuthority.Says;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.TlsFiles;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What authorities have said of clients is kept, counted and told, as nats-server does ({@code -Dgannet.reference=...}). */
@ExtendWith(ProcessUnderTest.class)
class OcspCacheIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path directory;

    private OcspAuthority authority;
    private Issued client;
    private Path store;

    @BeforeEach
    void start() throws Exception {
        authority = new OcspAuthority(directory);
        client = authority.issue("client");
        store = directory.resolve("store");
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test // AC-134, MO-64
    void shouldKeepAnswersOverARestart() throws Exception {
        String cache = "ocsp_cache { local_store: '" + store + "' }";
        try (ServerProcess server = server(cache)) {
            server.awaitLog("OCSP peer cache online, type [local]", 1);
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(counters(server))
                    .hasToString("{\"cache_type\":\"local\",\"cache_misses\":1,"
                            + "\"cached_responses\":1,\"cached_good_responses\":1}");
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(counters(server).path("cache_hits").asInt()).isEqualTo(1);
            server.signal("TERM");
            server.awaitExit();
        }
        JsonNode kept = new ObjectMapper().readTree(store.resolve("cache.json").toFile());
        JsonNode answer = kept.path(fingerprint(client));
        assertThat(names(answer)).containsExactly("subject", "cached_at", "resp_status", "resp_expires", "resp");
        assertThat(answer.path("subject").asText()).isEqualTo("CN=client");
        assertThat(answer.path("resp_status").asText()).isEqualTo("good");

        // when nobody answers any more
        authority.say(client, Says.NOTHING);

        // then the next server knows it still
        try (ServerProcess server = server(cache)) {
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(authority.asked()).isEqualTo(1);
        }
    }

    @Test // AC-134
    void shouldWriteAnswersFromTimeToTime() throws Exception {
        try (ServerProcess server = server("ocsp_cache { local_store: '" + store + "', save_interval: 1 }")) {
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            Eventually.eventually(() -> assertThat(store.resolve("cache.json")).exists());
        }
    }

    @Test // AC-134
    void shouldStartWithAFileThatCannotBeRead() throws Exception {
        Files.createDirectories(store);
        Files.writeString(store.resolve("cache.json"), "{\"a\":");
        try (ServerProcess server = server("ocsp_cache { local_store: '" + store + "' }")) {
            server.awaitLog("Unable to load OCSP peer cache: ", 1);
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
        }
    }

    @Test // AC-134
    void shouldAskEachTimeWithoutACache() throws Exception {
        try (ServerProcess server = server("ocsp_cache: false")) {
            server.awaitLog("OCSP peer cache online, type [none]", 1);
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(authority.asked()).isEqualTo(2);
            assertThat(counters(server).isMissingNode()).isTrue();
        }
    }

    @Test // AC-134: it is on unless it is off, and stands where the server was started.
    void shouldKeepAnswersWhenNothingIsSaid() throws Exception {
        try (ServerProcess server = server("")) {
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            server.signal("HUP");
            server.awaitLog("Reloaded server configuration", 1);
            assertThat(server.directory().resolve("_rc_/cache.json")).exists();
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(authority.asked()).isEqualTo(1);
        }
    }

    @ParameterizedTest // MO-146, MO-147, MO-162, MO-163
    @CsvSource({
        "REVOKED, Invalid OCSP response status: revoked",
        "NOTHING, Failed OCSP response fetch",
        "OTHER, Failed OCSP response parse",
        "OLD, OCSP response not in effectivity window"
    })
    void shouldTellTheSystemAccountWhoIsTurnedAway(Says says, String reason) throws Exception {
        authority.say(client, says);
        try (ServerProcess server = server("ocsp_cache: false");
                Connection system = system(server)) {
            Subscription events = system.subscribe("$SYS.SERVER.*.OCSP.PEER.>");
            system.flush(SERVED_SOON);

            // when
            assertThat(isServed(server, client, REFUSED_SOON)).isFalse();

            // then
            String id = system.getServerInfo().getServerId();
            JsonNode link = next(events, "$SYS.SERVER." + id + ".OCSP.PEER.LINK.INVALID");
            assertThat(names(link)).containsExactly("type", "id", "timestamp", "link", "peer", "server", "reason");
            assertThat(link.path("type").asText()).isEqualTo("io.nats.server.advisory.v1.ocsp_peer_link_invalid");
            assertThat(link.path("reason").asText()).isEqualTo(reason);
            assertThat(link.path("link")).isEqualTo(link.path("peer"));
            JsonNode reject = next(events, "$SYS.SERVER." + id + ".OCSP.PEER.CONN.REJECT");
            assertThat(names(reject)).containsExactly("type", "id", "timestamp", "kind", "peer", "server", "reason");
            assertThat(reject.path("type").asText()).isEqualTo("io.nats.server.advisory.v1.ocsp_peer_reject");
            assertThat(reject.path("kind").asText()).isEqualTo("Client");
            assertThat(reject.path("reason").asText()).isEqualTo("client not OCSP valid");
            JsonNode peer = reject.path("peer");
            assertThat(names(peer)).containsExactly("subject", "issuer", "fingerprint", "raw");
            assertThat(peer.path("subject").asText()).isEqualTo("CN=client");
            assertThat(peer.path("issuer").asText()).isEqualTo("CN=Test CA,O=Gannet Tests");
            assertThat(peer.path("fingerprint").asText()).isEqualTo(fingerprint(client));
            assertThat(peer.path("raw").binaryValue())
                    .isEqualTo(client.certificate().getEncoded());
        }
    }

    private static ServerProcess server(String cache) throws IOException {
        return ServerProcess.start(
                EXECUTABLE,
                "http: '127.0.0.1:-1'\n" + cache + "\ntls { " + TlsFiles.server() + ", ca_file: '"
                        + TlsFiles.path("ca.pem") + "', verify: true, timeout: 20, ocsp_peer: true }\n"
                        + "accounts { SYS { users: [ { user: admin, password: p } ] }, "
                        + "APP { users: [ { user: app, password: p } ] } }\nno_auth_user: app\nsystem_account: SYS",
                FREE_PORT);
    }

    private static Connection system(ServerProcess server) throws Exception {
        Issued bare = fixed("client-bare");
        return Nats.connect(Clients.options("tls://localhost:" + server.clientPort())
                .sslContext(TlsFiles.clientWith(TlsConfig.of(bare.certificateFile(), bare.keyFile())))
                .connectionTimeout(SERVED_SOON)
                .userInfo("admin".toCharArray(), "p".toCharArray())
                .build());
    }

    private static JsonNode next(Subscription events, String subject) throws Exception {
        Message event = events.nextMessage(SERVED_SOON);
        assertThat(event).isNotNull();
        assertThat(event.getSubject()).isEqualTo(subject);
        return new ObjectMapper().readTree(event.getData());
    }

    private static JsonNode counters(ServerProcess server) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/varz");
        return new ObjectMapper().readTree(uri.toURL()).path("ocsp_peer_cache");
    }

    private static String fingerprint(Issued of) throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(of.certificate().getEncoded());
        return Base64.getEncoder().encodeToString(hash);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
