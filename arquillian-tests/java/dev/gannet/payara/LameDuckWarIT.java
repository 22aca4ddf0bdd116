package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RemoteManagement;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.lang.management.ManagementFactory;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A deployed server in JMX and in MicroProfile Health, from its start to its end. */
@ExtendWith(Micro.Extension.class)
class LameDuckWarIT {
    private final Micro micro;

    LameDuckWarIT(Micro micro) {
        this.micro = micro;
    }

    @BeforeEach
    void deploy() {
        micro.set("gannet.port", -1).set("gannet.server_name", "duck");
        assertThat(micro.deploy()).as(micro.log()).isTrue();
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldCountInJmx() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(micro.clientPort()).build())) {
            // given
            long subscriptions = (long) micro.attribute("Subscriptions");

            // when
            client.subscribe("a");
            client.publish("a", "abc".getBytes(UTF_8));
            client.publish("b", "de".getBytes(UTF_8));
            client.flush(Clients.SOON);

            // then
            assertThat(micro.attribute("ServerName")).isEqualTo("duck");
            assertThat(micro.attribute("ServerId"))
                    .isEqualTo(client.getServerInfo().getServerId());
            assertThat(micro.attribute("Connections")).isEqualTo(1);
            assertThat(micro.attribute("Subscriptions")).isEqualTo(subscriptions + 1);
            assertThat(micro.attribute("InMessages")).isEqualTo(2L);
            assertThat(micro.attribute("InBytes")).isEqualTo(5L);
            assertThat(micro.attribute("OutMessages")).isEqualTo(1L);
            assertThat(micro.attribute("OutBytes")).isEqualTo(3L);
            assertThat(micro.http().status("/varz")).isEqualTo(200);
            assertThat(micro.attribute("MonitoringPort"))
                    .isEqualTo(micro.http().base().getPort());
        }
    }

    @Test
    void shouldBeManagedFromElsewhere() throws Exception {
        // given a connector of the JVM's management, on a free port
        JMXServiceURL anywhere = new JMXServiceURL("service:jmx:rmi://127.0.0.1");
        JMXConnectorServer listener = JMXConnectorServerFactory.newJMXConnectorServer(
                anywhere, null, ManagementFactory.getPlatformMBeanServer());
        listener.start();
        try (RemoteManagement remote = RemoteManagement.connect(listener.getAddress());
                Connection client =
                        Nats.connect(Clients.options(micro.clientPort()).build())) {
            // when
            CompositeData[] clients = (CompositeData[]) remote.call("Connections", "list", 0, 10);

            // then everything is of the JDK's types
            assertThat(clients).extracting(each -> each.get("name")).containsExactly("test");
            assertThat((CompositeData[]) remote.value("Listeners", "Listeners")).isNotEmpty();
            assertThat((String[]) remote.value("Accounts", "Names")).contains("$G");

            // and who is to go goes
            remote.listen("Server");
            assertThat(remote.call("Connections", "kick", clients[0].get("cid")))
                    .isEqualTo(true);
            eventually(() -> assertThat(client.getStatus()).isNotEqualTo(Connection.Status.CONNECTED));

            // and with the application all of it goes
            micro.undeploy();
            assertThat(micro.isInJmx()).isFalse();
        } finally {
            listener.stop();
        }
    }

    @Test
    void shouldLiveButNotBeReadyInLameDuckMode() throws Exception {
        try (Connection client =
                Nats.connect(Clients.options(micro.clientPort()).build())) {
            // when
            micro.enterLameDuckMode();

            // then it is there for the client that it has, and for no other
            assertThat(micro.attribute("LameDuckMode")).isEqualTo(true);
            assertThat(micro.http().status("/health/ready")).isEqualTo(503);
            assertThat(micro.http().get("/health/ready").body()).containsPattern("\"reason\": ?\"in lame duck mode\"");
            assertThat(micro.http().status("/health/live")).isEqualTo(200);
            assertThat(micro.http().status("/health/started")).isEqualTo(200);
            client.flush(Clients.SOON);
        }

        // and it ends when that one has gone
        micro.awaitNotInJmx();
        eventually(() -> assertThat(micro.http().status("/health/live")).isEqualTo(503));
    }

    @Test
    void shouldLeaveJmxAndHttpWhenItIsUndeployed() throws Exception {
        assertThat(micro.isInJmx()).isTrue();

        micro.undeploy();

        assertThat(micro.isInJmx()).isFalse();
        assertThat(micro.http().get("/varz").body()).doesNotContain("server_id");
    }
}
