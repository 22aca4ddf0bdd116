package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server's figures among the container's metrics, while there is more and less to be counted. */
@ExtendWith(Micro.Extension.class)
class MetricsWarIT {
    private final Micro micro;

    MetricsWarIT(Micro micro) {
        this.micro = micro;
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldShowTheFiguresOfAccountsThatComeLater(@TempDir Path directory) throws Exception {
        // given
        Path file = directory.resolve("nats.conf");
        Files.writeString(file, conf("EARLY"));
        micro.set("gannet.config", file);
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        Http http = micro.http();
        eventually(() -> assertThat(http.get("/metrics").body()).containsPattern(connectionsOf("EARLY", 0)));
        assertThat(http.get("/metrics").body()).doesNotContain("LATE");

        // when the configuration is another, and somebody connects
        int port = http.number("/varz", "port");
        try (Connection admin =
                Nats.connect(Clients.options(port).userInfo("admin", "p").build())) {
            Files.writeString(file, conf("LATE"));
            String id = admin.getServerInfo().getServerId();
            assertThat(admin.request("$SYS.REQ.SERVER." + id + ".RELOAD", null, Clients.SOON))
                    .isNotNull();
        }
        try (Connection late =
                Nats.connect(Clients.options(port).userInfo("user", "p").build())) {
            late.flush(Clients.SOON);

            // then whoever asks makes the server notice, and who asks after that sees it
            eventually(() -> assertThat(http.get("/metrics").body())
                    .containsPattern(connectionsOf("LATE", 1))
                    .doesNotContain("EARLY"));
        }
    }

    private static String conf(String account) {
        return """
                port: -1
                accounts {
                  SYS { users: [ { user: admin, password: p } ] }
                  %s { users: [ { user: user, password: p } ] }
                }
                system_account: SYS
                """.formatted(account);
    }

    private static String connectionsOf(String account, int count) {
        return "\ngnatsd_accstatz_current_connections\\{[^}]*account=\"" + account + "\"[^}]*} " + count;
    }
}
