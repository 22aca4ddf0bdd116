package dev.gannet.jmx;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.WireConnection;
import java.util.Arrays;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final MBeanServer registry = MBeanServerFactory.newMBeanServer();

    @Test
    void shouldShowEveryFigure() throws Exception {
        try (GannetServer server = GannetServer.start(ServerConfig.embedded(), ServerLog.silent());
                WireConnection client = new WireConnection(server.clientPort())) {
            // given a server with subscriptions of its own, and a client that has sent two messages, one of them to
            // itself
            ObjectName name = register(server).name();
            client.send("CONNECT {\"verbose\":false}\r\nPING\r\n");
            assertThat(client.readLines(2)).contains("PONG"); // With its first client an account has more of them.
            long own = (long) value(name, "Subscriptions");

            // when
            client.send("SUB a 1\r\nPUB a 3\r\nabc\r\nPUB b 2\r\nde\r\nPING\r\n");
            assertThat(client.readLines(3)).contains("PONG");

            // then
            assertThat(name).hasToString("dev.gannet:type=Server");
            assertThat(value(name, "ServerId")).isEqualTo(server.serverId());
            assertThat(value(name, "ClientPort")).isEqualTo(server.clientPort());
            assertThat(value(name, "Connections")).isEqualTo(1);
            assertThat(value(name, "ConnectionsTotal")).isEqualTo(1L);
            assertThat(value(name, "Subscriptions")).isEqualTo(own + 1);
            assertThat(value(name, "InMessages")).isEqualTo(2L);
            assertThat(value(name, "InBytes")).isEqualTo(5L);
            assertThat(value(name, "OutMessages")).isEqualTo(1L);
            assertThat(value(name, "OutBytes")).isEqualTo(3L);
            assertThat(value(name, "LameDuckMode")).isEqualTo(false);
            assertThat(values(name)).doesNotContainNull().hasSize(19);
        }
    }

    @Test
    void shouldGiveASecondServerANameOfItsOwn() throws Exception {
        try (GannetServer first = GannetServer.start(ServerConfig.embedded(), ServerLog.silent());
                GannetServer second = GannetServer.start(ServerConfig.embedded(), ServerLog.silent())) {
            // when
            Registration registration = register(first);
            Registration other = register(second);

            // then
            assertThat(other.name()).hasToString("dev.gannet:type=Server,name=" + second.serverId());

            // and the plain name is free for the next when the first is gone, even if it is removed twice
            registration.remove();
            registration.remove();
            assertThat(register(first).name()).isEqualTo(registration.name());
        }
    }

    @Test
    void shouldLeaveWithItsServer() throws Exception {
        try (GannetServer server = GannetServer.start(ServerConfig.embedded(), ServerLog.silent())) {
            // given
            Registration registration = register(server);
            server.whenClosed(registration::remove);

            // when it leaves politely, with no clients to wait for
            registry.invoke(registration.name(), "enterLameDuckMode", null, null);
            server.awaitClosed();

            // then
            eventually(
                    () -> assertThat(registry.isRegistered(registration.name())).isFalse());
        }
    }

    private Registration register(GannetServer server) {
        return Registration.of(new ManagedServer(server, server.view(), Clock.system()), Alerts.emitter(), registry);
    }

    private Object value(ObjectName name, String attribute) throws JMException {
        return registry.getAttribute(name, attribute);
    }

    private AttributeList values(ObjectName name) throws JMException {
        MBeanAttributeInfo[] attributes = registry.getMBeanInfo(name).getAttributes();
        String[] names =
                Arrays.stream(attributes).map(MBeanAttributeInfo::getName).toArray(String[]::new);
        return registry.getAttributes(name, names);
    }
}
