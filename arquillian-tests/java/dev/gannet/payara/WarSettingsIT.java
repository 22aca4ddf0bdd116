package dev.gannet.payara;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a deployed server has its settings from, and what becomes of wrong ones. */
@ExtendWith(Micro.Extension.class)
class WarSettingsIT {
    private final Micro micro;

    WarSettingsIT(Micro micro) {
        this.micro = micro;
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldPreferSystemPropertiesToTheEnvironmentAndThatToTheFile(@TempDir Path directory) throws Exception {
        // given the variable GANNET_PING_MAX, which the build has set to 7
        Path file = Files.writeString(directory.resolve("nats.conf"), """
                server_name: from_file
                ping_max: 5
                max_payload: 1000
                max_control_line: 1000
                port: 1
                """);
        micro.set("gannet.config", file)
                .set("gannet.port", -1)
                .set("gannet.max_payload", "2KB")
                .set("gannet.authorization.timeout", 5);

        // when
        assertThat(micro.deploy()).as(micro.log()).isTrue();

        // then
        Http http = micro.http();
        assertThat(http.field("/varz", "server_name")).isEqualTo("from_file");
        assertThat(http.number("/varz", "max_control_line")).isEqualTo(1_000);
        assertThat(http.number("/varz", "ping_max")).isEqualTo(7);
        assertThat(http.number("/varz", "max_payload")).isEqualTo(2_048);
        assertThat(http.number("/varz", "auth_timeout")).isEqualTo(5);
    }

    @Test
    void shouldAnswerBelowTheBasePath() throws Exception {
        micro.set("gannet.port", -1).set("gannet.http_base_path", "/nats");

        assertThat(micro.deploy()).as(micro.log()).isTrue();

        assertThat(micro.http().field("/nats/varz", "http_base_path")).isEqualTo("/nats");
        assertThat(micro.http().get("/varz").body()).isEqualTo("404 page not found\n");
    }

    @Test // docs/adr/0008
    void shouldWriteIntoTheContainersLog() throws Exception {
        micro.set("gannet.port", -1)
                .set("gannet.authorization.user", "ann")
                .set("gannet.authorization.password", "plain")
                .set("gannet.http_port", 8333);

        assertThat(micro.deploy()).as(micro.log()).isTrue();

        // then under one name, with the container's levels
        assertThat(micro.log("dev.gannet"))
                .contains(
                        "INFO Server is ready",
                        "INFO The container answers the monitoring pages on its own ports; \"http_port\" 8333 has no effect",
                        "WARNING Plaintext passwords detected, use nkeys or bcrypt");
    }

    @Test
    void shouldNotBeDeployedWithAWrongValue() throws Exception {
        micro.set("gannet.port", -1).set("gannet.max_payload", "lots");

        assertThat(micro.deploy()).isFalse();

        assertThat(micro.log()).contains("gannet.max_payload");
        assertThat(micro.isInJmx()).isFalse();
    }

    @Test
    void shouldNotBeDeployedWithAKeyThatThereIsNot() throws Exception {
        micro.set("gannet.port", -1).set("gannet.max_paylaod", "1KB");

        assertThat(micro.deploy()).isFalse();

        assertThat(micro.log()).contains("max_paylaod");
    }

    @Test
    void shouldNotBeDeployedWithoutItsFile() throws Exception {
        micro.set("gannet.config", "/nowhere/nats.conf");

        assertThat(micro.deploy()).isFalse();

        assertThat(micro.log()).contains("/nowhere/nats.conf");
    }

    @Test
    void shouldNotBeDeployedWhereThePortIsTaken() throws Exception {
        // given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            micro.set("gannet.host", "127.0.0.1").set("gannet.port", taken.getLocalPort());

            // when
            assertThat(micro.deploy()).isFalse();

            // then it says so, and is not there
            assertThat(micro.log())
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .containsIgnoringCase("address already in use");
            assertThat(micro.isInJmx()).isFalse();
            assertThat(micro.http().status("/health/ready")).isGreaterThanOrEqualTo(500);
        }
    }
}
