package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gannet.testing.CommandOutcome;
import dev.gannet.testing.Eventually;
import dev.gannet.testing.OcspAuthority;
import dev.gannet.testing.OcspAuthority.Issued;
import dev.gannet.testing.OcspAuthority.Says;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server shows what its own authority says, as nats-server shows it ({@code -Dgannet.reference=...}). */
@ExtendWith(ProcessUnderTest.class)
class StaplingIT {
    private static final int FREE_PORT = -1;
    /** A minute of an answer is over when it is given: this one is asked for again after a second or two. */
    private static final Duration NEARLY_OVER = Duration.ofSeconds(64);

    @TempDir
    Path directory;

    private OcspAuthority authority;

    @BeforeEach
    void start() throws Exception {
        authority = new OcspAuthority(directory);
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test // AC-132
    void shouldShowWhatTheAuthoritySays() throws Exception {
        Issued own = authority.issueServer("server", false);
        try (ServerProcess server = server(own, "ocsp { mode: always }")) {
            server.awaitLog("OCSP Stapling enabled for Client connections", 1);
            server.awaitLog("Found OCSP status for Client certificate at '" + own.certificateFile() + "': good,", 1);

            // then each client is shown it, and the authority was asked once
            assertThat(staples(server.clientPort())).hasSize(1);
            assertThat(staples(server.clientPort())).hasSize(1);
            assertThat(authority.asked()).isEqualTo(1);

            // and so is who asks for pages
            assertThat(staples(server.monitoringPort())).hasSize(1);
        }
    }

    @ParameterizedTest // AC-132
    @CsvSource({
        "true, '', true",
        "true, 'ocsp: true', true",
        "true, 'ocsp { mode: must }', true",
        "true, 'ocsp: false', false",
        "false, '', false",
        "false, 'ocsp: true', false",
        "false, 'ocsp { mode: must }', false"
    })
    void shouldAskWhereTheCertificateNeedsAStaple(boolean needsStaple, String ocsp, boolean shown) throws Exception {
        Issued own = authority.issueServer("server", needsStaple);
        try (ServerProcess server = server(own, ocsp)) {
            assertThat(staples(server.clientPort())).hasSize(shown ? 1 : 0);
            assertThat(authority.asked()).isEqualTo(shown ? 1 : 0);
        }
    }

    @ParameterizedTest // AC-132
    @ValueSource(strings = {"always", "must"})
    void shouldNotStartWithARevokedCertificate(String mode) throws Exception {
        Issued own = authority.issueServer("server", true);
        authority.say(own, Says.REVOKED);
        assertThat(refusal(own, "ocsp { mode: " + mode + " }"))
                .contains("found existing OCSP status for certificate at '" + own.certificateFile() + "': revoked");
    }

    @ParameterizedTest // AC-132, RL-2192
    @ValueSource(strings = {"NOTHING", "OTHER", "OLD"})
    void shouldNotStartWithoutAnAnswerThatCounts(Says says) throws Exception {
        Issued own = authority.issueServer("server", true);
        authority.say(own, says);
        assertThat(refusal(own, "ocsp: true"))
                .contains("bad OCSP status update for certificate at '" + own.certificateFile() + "': ");
    }

    @Test // AC-132
    void shouldShowARevokedCertificateAsOneUnlessItMustNot() throws Exception {
        Issued own = authority.issueServer("server", true);
        authority.say(own, Says.REVOKED);
        try (ServerProcess server = server(own, "ocsp { mode: auto }")) {
            server.awaitLog("Received OCSP status for Client certificate '" + own.certificateFile() + "': revoked", 1);
            assertThat(staples(server.clientPort())).hasSize(1);
        }
    }

    @Test // AC-132
    void shouldAskAgainBeforeTheAnswerIsOver() throws Exception {
        Issued own = authority.issueServer("server", false);
        authority.holds(NEARLY_OVER);
        try (ServerProcess server = server(own, "ocsp { mode: always }")) {
            byte[] first = staples(server.clientPort()).get(0);

            // when
            server.awaitLog("Received OCSP status for Client certificate '" + own.certificateFile() + "': good,", 1);

            // then
            Eventually.eventually(
                    () -> assertThat(staples(server.clientPort()).get(0)).isNotEqualTo(first));
        }
    }

    @Test // AC-132
    void shouldEndWhenTheCertificateIsRevoked() throws Exception {
        Issued own = authority.issueServer("server", false);
        authority.holds(NEARLY_OVER);
        try (ServerProcess server = server(own, "ocsp { mode: always }")) {
            authority.say(own, Says.REVOKED);
            server.awaitLog("Received OCSP status for Client certificate '" + own.certificateFile() + "': revoked", 1);
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test // AC-132
    void shouldKeepTheAnswerForTheNextStart() throws Exception {
        Issued own = authority.issueServer("server", false);
        Path store = directory.resolve("store");
        String ocsp = "store_dir: '" + store + "'\nocsp { mode: always }";
        server(own, ocsp).close();
        try (Stream<Path> files = Files.list(store.resolve("ocsp"))) {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(own.certificate().getEncoded()));
            assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly(hash);
        }

        // when
        authority.say(own, Says.NOTHING);

        // then
        try (ServerProcess server = server(own, ocsp)) {
            assertThat(staples(server.clientPort())).hasSize(1);
        }
    }

    @Test // AC-132
    void shouldAskWhomTheSettingsName() throws Exception {
        Issued own = authority.issueServer("server", false);
        try (OcspAuthority other = new OcspAuthority(directory);
                ServerProcess server = server(own, "ocsp { mode: always, url: '" + other.url() + "/' }")) {
            assertThat(staples(server.clientPort())).hasSize(1);
            assertThat(authority.asked()).isZero();
            assertThat(other.asked()).isEqualTo(1);
        }
    }

    @Test // AC-132
    void shouldShowOnOrOffAfterAReload() throws Exception {
        Issued own = authority.issueServer("server", false);
        try (ServerProcess server = server(own, "ocsp: false")) {
            assertThat(staples(server.clientPort())).isEmpty();

            server.reload(settings(own, "ocsp { mode: always }"));
            assertThat(server.log()).contains("Reloaded: OCSP");
            assertThat(staples(server.clientPort())).hasSize(1);

            server.reload(settings(own, "ocsp: false"));
            assertThat(staples(server.clientPort())).isEmpty();
        }
    }

    @ParameterizedTest // AC-132, CF-197
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldShowItWhereClientsShowTheirsAndNoneGoesOnWithASession(String protocol) throws Exception {
        Issued own = authority.issueServer("server", false);
        String settings = settings(own, "ocsp { mode: always }").replace("tls {", "tls { verify: true, ");
        SSLContext showing = TlsFiles.clientWith("client-bare");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, settings, FREE_PORT)) {
            for (int i = 0; i < 3; i++) {
                try (SSLSocket socket =
                        (SSLSocket) showing.getSocketFactory().createSocket("localhost", server.clientPort())) {
                    socket.setEnabledProtocols(new String[] {protocol});
                    socket.startHandshake();
                    assertThat(socket.getInputStream().read()).isEqualTo('I');
                    // Before TLS 1.3 the JVM is told of the authority's certificate too: nothing.
                    assertThat(((ExtendedSSLSession) socket.getSession())
                                    .getStatusResponses()
                                    .get(0))
                            .isNotEmpty();
                }
            }
        }
    }

    @Test // AC-133
    void shouldHaveNoSessionsToGoOnWithWherePagesNeedACertificateThatIsAskedAbout() throws Exception {
        assumeFalse(ServerUnderTest.isReference(), "nats-server keeps no sessions");
        Issued own = authority.issueServer("server", false);
        String settings =
                settings(own, "ocsp { mode: always }").replace("tls {", "tls { verify: true, ocsp_peer: true, ");
        var factory = TlsFiles.clientWith("client-bare").getSocketFactory();
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, settings, FREE_PORT);
                SSLSocket newer = (SSLSocket) factory.createSocket("localhost", server.monitoringPort());
                SSLSocket older = (SSLSocket) factory.createSocket("localhost", server.monitoringPort())) {
            // when
            newer.setEnabledProtocols(new String[] {"TLSv1.3"});
            newer.startHandshake();
            newer.getOutputStream().write("GET /healthz HTTP/1.0\r\n\r\n".getBytes(UTF_8));

            // then
            assertThat(new String(newer.getInputStream().readNBytes(15), UTF_8)).endsWith("200 OK");

            // when a client comes that may know no TLS 1.3, which does without sessions
            older.setEnabledProtocols(new String[] {"TLSv1.2"});

            // then
            assertThatThrownBy(older::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static String settings(Issued own, String ocsp) {
        return "https: '127.0.0.1:-1'\n" + ocsp + "\ntls { cert_file: '" + own.certificateFile() + "', key_file: '"
                + own.keyFile() + "', ca_file: '" + TlsFiles.path("ca.pem")
                + "', handshake_first: true, timeout: 20 }";
    }

    private static ServerProcess server(Issued own, String ocsp) throws Exception {
        return ServerProcess.start(EXECUTABLE, settings(own, ocsp), FREE_PORT);
    }

    /** Returns what a server says that does not start. */
    private String refusal(Issued own, String ocsp) throws Exception {
        Path file = Files.writeString(directory.resolve("nats.conf"), "port: -1\n" + settings(own, ocsp), UTF_8);
        CommandOutcome outcome = CommandOutcome.of(EXECUTABLE, "-c", file.toString());
        assertThat(outcome.exitCode()).isEqualTo(1);
        return outcome.output();
    }

    /** Returns what a client is shown beside the certificate, which asks for it as every client of the JVM does. */
    private static List<byte[]> staples(int port) throws Exception {
        var factory = TlsFiles.client("ca").getSocketFactory();
        try (SSLSocket socket = (SSLSocket) factory.createSocket("localhost", port)) {
            socket.startHandshake();
            return ((ExtendedSSLSession) socket.getSession()).getStatusResponses();
        }
    }
}
