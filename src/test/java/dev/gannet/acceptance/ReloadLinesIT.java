package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.config.tls.TlsFileException;
import dev.gannet.connection.tls.PinnedCerts;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.TlsFiles;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the log says of a reload, line by line; nats-server's says the same (CF-211). */
@ExtendWith(ProcessUnderTest.class)
class ReloadLinesIT {
    private static final int FREE_PORT = -1;
    private static final String TLS =
            "tls { " + TlsFiles.server() + ", ca_file: '" + TlsFiles.path("ca.pem") + "', verify: true%s }\n";

    @Test // CF-203, CF-219
    void shouldTellOfTlsAndOfWhomItClosedForIt() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, String.format(TLS, ""), FREE_PORT);
                Connection kept = connect(server, "client-dn");
                Connection closed = connect(server, "client-dns")) {
            // when
            server.reload(String.format(TLS, ", timeout: 5, pinned_certs: [\"" + keyHash("client-dn") + "\"]"));

            // then
            server.awaitLog("Disconnect", 1);
            assertThat(said(server))
                    .containsExactly(
                            "[INF] Reloaded: authorization users",
                            "[INF] Reloaded: accounts",
                            "[INF] Reloaded: authorization timeout = 6",
                            "[INF] Reloaded: tls timeout = 5",
                            "[INF] Reloaded: tls = enabled",
                            "[INF] Reloaded: 1 pinned_certs",
                            "[INF] Reloaded server configuration",
                            "[INF] Disconnect 1 clients due to pinned certs reload");
            kept.flush(Clients.SOON);
        }
    }

    @Test // CF-211
    void shouldGoOnWithoutAFileThatCannotBeWritten() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT)) {
            // when
            String file = server.directory().resolve("nowhere/pid").toString();
            server.reload("pid_file: '" + file + "'\n");

            // then
            assertThat(said(server))
                    .containsExactly(
                            "[INF] Reloaded: authorization users",
                            "[INF] Reloaded: accounts",
                            "[ERR] Failed to write pidfile: open " + file + ": no such file or directory",
                            "[INF] Reloaded: pid_file = " + file,
                            "[INF] Reloaded server configuration");
        }
    }

    private static Connection connect(ServerProcess server, String certificate) throws Exception {
        return Nats.connect(Options.builder()
                .server(server.url())
                .sslContext(TlsFiles.clientWith(certificate))
                .noReconnect()
                .build());
    }

    private static String keyHash(String certificate) throws TlsFileException {
        return PinnedCerts.keyHash(TlsFiles.certificate(certificate));
    }

    /** The lines since the signal, without the process, the time and the digest. */
    private static List<String> said(ServerProcess server) {
        return server.log()
                .lines()
                .dropWhile(line -> !line.contains("Trapped \"hangup\" signal"))
                .skip(1)
                .map(line -> line.replaceFirst("^\\[\\d+] \\S+ \\S+ ", "").replaceFirst(" \\(sha256:.*", ""))
                .toList();
    }
}
