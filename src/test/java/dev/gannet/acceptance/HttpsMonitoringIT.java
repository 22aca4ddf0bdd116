package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.testing.HttpsPages;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Monitoring over HTTPS of the edge host; the same holds for nats-server, with {@code -Dgannet.reference=...}. */
@ExtendWith(ProcessUnderTest.class)
class HttpsMonitoringIT {
    private static final int FREE_PORT = -1;

    @TempDir
    Path directory;

    @Test // MO-1, MO-45, CF-81, CF-96
    void shouldAnswerOverHttpsWithTheCertificateOfClients() throws Exception {
        String[] flags = {"--ports_file_dir", directory.toString()};
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, https(tls("server", "")), FREE_PORT, flags)) {
            // then pages say where they are
            int port = server.monitoringPort();
            assertThat(HttpsPages.get(port, "/varz").body())
                    .contains("\"https_port\": " + shown(port), "\"http_port\": 0", "\"http_host\": \"127.0.0.1\"");
            assertThat(HttpsPages.get(port, "/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(HttpsPages.certificate(port)).isEqualTo(TlsFiles.certificate("server"));

            // and so do the log and the file
            assertThat(server.log()).contains("Starting https monitor on 127.0.0.1:" + port);
            eventually(() -> assertThat(directory.resolve("nats-server_" + server.pid() + ".ports"))
                    .content()
                    .contains("\"tls://127.0.0.1:" + server.clientPort() + "\"")
                    .contains("\"https://127.0.0.1:" + port + "\""));

            // and who does not encrypt, or does not know the authority, sees nothing
            assertThatThrownBy(() -> HttpsPages.get(port, "/varz", TlsFiles.client("other-ca")))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(plain(port)).isNotEqualTo(200);
        }
    }

    /** nats-server shows the port that was asked for, Gannet the one that it got. */
    private static int shown(int port) {
        return ServerUnderTest.isReference() ? FREE_PORT : port;
    }

    @Test // CF-197: clients are asked for certificates, but not who looks at pages
    void shouldNotAskForACertificate() throws Exception {
        String tls = tls("server", ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify: true");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, https(tls), FREE_PORT)) {
            assertThat(HttpsPages.get(server.monitoringPort(), "/varz").body()).contains("\"tls_verify\": true");
        }
    }

    @Test // CF-205, CF-212
    void shouldShowOtherCertificatesAfterAReload() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, https(tls("server", "")), FREE_PORT)) {
            server.reload(https(tls("server-rsa", ", min_version: '1.3'")));
            int port = server.monitoringPort();
            assertThat(HttpsPages.certificate(port)).isEqualTo(TlsFiles.certificate("server-rsa"));
            assertThat(HttpsPages.get(port, "/varz").sslSession().orElseThrow().getProtocol())
                    .isEqualTo("TLSv1.3");
        }
    }

    @Test // CF-210
    void shouldNotMoveInAReload() throws Exception {
        String tls = tls("server", "");
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, https(tls), FREE_PORT)) {
            Files.writeString(server.directory().resolve("nats.conf"), "http: '127.0.0.1:-1'\n" + tls);
            server.signal("HUP");
            server.awaitLog("config reload not supported for HTTPPort: old=0, new=-1", 1);
            Files.writeString(server.directory().resolve("nats.conf"), "https: '127.0.0.1:8443'\n" + tls);
            server.signal("HUP");
            server.awaitLog("config reload not supported for HTTPSPort: old=-1, new=8443", 1);
        }
    }

    @ParameterizedTest // CF-98
    @CsvSource({
        "'https_port: -1', TLS cert and key required for HTTPS",
        "'http_port: 8222, https_port: 8443', can't specify both HTTP (8222) and HTTPs (8443) ports",
        "'https: 8443, monitor_port: 8222', can't specify both HTTP (8222) and HTTPs (8443) ports",
    })
    void shouldSayWhyItCannotStart(String configuration, String problem) throws Exception {
        try (ServerProcess server = ServerProcess.launch(EXECUTABLE, configuration, FREE_PORT)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            server.awaitLog("[FTL] Can't start monitoring: " + problem, 1);
        }
    }

    @Test // CF-6
    void shouldTakeTheFlag() throws Exception {
        String[] flags = {"-ms", "-1", "--tlscert", TlsFiles.path("server.pem"), "--tlskey", TlsFiles.path("server.key")
        };
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT, flags)) {
            assertThat(HttpsPages.get(server.monitoringPort(), "/healthz").statusCode())
                    .isEqualTo(200);
        }
    }

    private static String https(String tls) {
        return "https: '127.0.0.1:-1'\n" + tls;
    }

    private static String tls(String certificate, String more) {
        return "tls { " + TlsFiles.pair(certificate) + more + " }";
    }

    /** Returns the status of an answer over plain HTTP, or zero if there is none. */
    private static int plain(int port) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/varz");
            return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
        } catch (IOException e) {
            return 0;
        }
    }
}
