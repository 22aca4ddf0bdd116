package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.TlsConfig;
import dev.gannet.testing.CommandOutcome;
import dev.gannet.testing.OcspAuthority;
import dev.gannet.testing.OcspAuthority.Issued;
import dev.gannet.testing.OcspAuthority.Says;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.TlsFiles;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorities are asked about clients' certificates, as nats-server asks them ({@code -Dgannet.reference=...}). */
@ExtendWith(ProcessUnderTest.class)
class OcspPeerIT {
    private static final int FREE_PORT = -1;
    static final Duration SERVED_SOON = Duration.ofSeconds(20);
    /** The client library waits so long for a server that has turned it away with TLS 1.3. */
    static final Duration REFUSED_SOON = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private OcspAuthority authority;
    private Issued client;

    @BeforeEach
    void start() throws Exception {
        authority = new OcspAuthority(directory);
        client = authority.issue("client");
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test // AC-133, MO-45
    void shouldLetInWhomTheAuthorityKnows() throws Exception {
        try (ServerProcess server = server("ocsp_peer: true")) {
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();

            // and one answer serves, as long as it holds
            authority.say(client, Says.REVOKED);
            assertThat(isServed(server, client, SERVED_SOON)).isTrue();
            assertThat(authority.asked()).isEqualTo(1);

            // and who has a certificate that nobody can be asked about
            assertThat(isServed(server, fixed("client-bare"), SERVED_SOON)).isTrue();
        }
    }

    @ParameterizedTest // AC-133, RL-2192
    @CsvSource({
        "REVOKED, OCSP verify fail for [CN=client] with CA status [revoked]",
        "UNKNOWN, OCSP verify fail for [CN=client] with CA status [unknown]",
        "OTHER, Could not parse OCSP CA response for [CN=client]: ",
        "OLD, New OCSP CA response obtained for [CN=client] but not current",
        "NOTHING, Attempt to obtain OCSP response from CA responder for [CN=client] failed: exhausted OCSP responders: "
    })
    void shouldTurnAwayWhomTheAuthorityDoesNotVouchFor(Says says, String line) throws Exception {
        authority.say(client, says);
        try (ServerProcess server = server("ocsp_peer: true")) {
            assertThat(isServed(server, client, REFUSED_SOON)).isFalse();
            server.awaitLog(line, 1);
            server.awaitLog("TLS handshake error: client not OCSP valid", 1);
        }
    }

    @ParameterizedTest // CF-206
    @CsvSource({
        "REVOKED, warn_only: true, true",
        "NOTHING, warn_only: true, true",
        "UNKNOWN, unknown_is_good: true, true",
        "NOTHING, allow_when_ca_unreachable: true, true",
        "REVOKED, allow_when_ca_unreachable: true, false",
        "REVOKED, verify: false, true"
    })
    void shouldDecideAsIsConfigured(Says says, String option, boolean served) throws Exception {
        authority.say(client, says);
        String verify = option.startsWith("verify") ? "" : "verify: true, ";
        try (ServerProcess server = server("ocsp_peer { " + verify + option + ", ca_timeout: 5 }")) {
            assertThat(isServed(server, client, served ? SERVED_SOON : REFUSED_SOON))
                    .isEqualTo(served);
        }
    }

    @Test // CF-206
    void shouldNotStartWithoutAskingForCertificates() throws Exception {
        Path file = directory.resolve("nats.conf");
        Files.writeString(file, "port: -1\ntls { " + TlsFiles.server() + ", ocsp_peer: true }\n");
        CommandOutcome outcome = CommandOutcome.of(EXECUTABLE, "-c", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("OCSP peer verification for client connections requires TLS verify (mTLS) to be enabled");
    }

    private static ServerProcess server(String ocsp) throws IOException {
        String tls = "tls { " + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify: true, "
                + "timeout: 20, " + ocsp + " }";
        return ServerProcess.start(EXECUTABLE, tls, FREE_PORT);
    }

    static Issued fixed(String name) throws Exception {
        return new Issued(TlsFiles.certificate(name), TlsFiles.path(name + ".pem"), TlsFiles.path(name + ".key"));
    }

    static boolean isServed(ServerProcess server, Issued client, Duration timeout) throws Exception {
        var options = Clients.options("tls://localhost:" + server.clientPort())
                .sslContext(TlsFiles.clientWith(TlsConfig.of(client.certificateFile(), client.keyFile())))
                .connectionTimeout(timeout)
                .maxReconnects(0)
                .build();
        try (Connection connection = Nats.connect(options)) {
            connection.flush(timeout);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
