package dev.gannet.jmx;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.source.ServerConfigReader;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.WireConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in JMX, as somebody sees it who has no class of ours: with names, texts, numbers and composites. */
class ServerBeansTest {
    private static final int PAYLOAD_BYTES = 64 << 10;

    private final MBeanServer registry = MBeanServerFactory.newMBeanServer();
    private final Queue<Notification> told = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    @Test
    void shouldListConnectionsAndCloseOne() throws Exception {
        try (GannetServer server = start("");
                WireConnection first = connect(server, "one");
                WireConnection second = connect(server, "two");
                WireConnection third = connect(server, "three")) {
            // given
            show(server);
            Set<ObjectName> names = names();
            ObjectName connections = find("Connections");
            first.send("SUB a 1\r\nPUB a 3\r\nabc\r\nPING\r\n");
            assertThat(first.readLines(3)).contains("PONG");

            // when
            CompositeData[] page = list(connections, "list", 1, 1);
            CompositeData[] all = list(connections, "listOfAccount", "$G", 0, 1_000_000);

            // then
            assertThat(page).extracting(each -> each.get("name")).containsExactly("two");
            assertThat(all).extracting(each -> each.get("name")).containsExactly("one", "two", "three");
            assertThat(values(all[0]))
                    .containsEntry("host", "127.0.0.1")
                    .containsEntry("account", "$G")
                    .containsEntry("lang", "wire")
                    .containsEntry("version", "7")
                    .containsEntry("inMessages", 1L)
                    .containsEntry("inBytes", 3L)
                    .containsEntry("outMessages", 1L)
                    .containsEntry("outBytes", 3L)
                    .containsEntry("subscriptions", 1)
                    .containsEntry("pendingBytes", 0L)
                    .containsEntry("tls", "none")
                    .containsEntry("slow", false);
            assertThat(list(connections, "list", 0, -1)).isEmpty();
            assertThat(list(connections, "listSlowest", 5)).isEmpty();
            assertThat(list(connections, "listOfAccount", "none", 0, 9)).isEmpty();
            assertThat(registry.getAttribute(connections, "Count")).isEqualTo(3);

            // and a connection has no name of its own
            assertThat(names()).isEqualTo(names);

            // and one that is to go goes
            long cid = (long) all[1].get("cid");
            assertThat(call(connections, "kick", cid)).isEqualTo(true);
            assertThat(second.readToEnd().ended()).isTrue();
            eventually(() -> assertThat(call(connections, "find", cid)).isNull());
            assertThat(call(connections, "kick", cid)).isEqualTo(false);
            third.send("PING\r\n");
            assertThat(third.readLine()).isEqualTo("PONG\r\n");
        }
    }

    @Test
    void shouldShowListenersAndAccounts() throws Exception {
        String conf = "accounts { A { users: [{user: a, password: a}], jetstream: {max_file: 1000000} }, B {} }\n"
                + "no_auth_user: a\njetstream { store_dir: '" + directory.resolve("s") + "' }";
        try (GannetServer server = start(conf);
                WireConnection client = connect(server, "one")) {
            // given
            show(server);
            client.send("PUB $JS.API.STREAM.CREATE.S r 33\r\n{\"name\":\"S\",\"subjects\":[\"s\"]    }\r\n");

            // when
            CompositeData[] listeners = (CompositeData[]) registry.getAttribute(find("Listeners"), "Listeners");

            // then
            assertThat(listeners).extracting(each -> each.get("kind")).containsExactly("client", "in-process");
            assertThat(values(listeners[0]))
                    .containsEntry("host", "127.0.0.1")
                    .containsEntry("port", server.clientPort())
                    .containsEntry("tls", "none")
                    .containsEntry("accepting", true);
            ObjectName accounts = find("Accounts");
            assertThat((String[]) registry.getAttribute(accounts, "Names")).containsExactly("$G", "$SYS", "A", "B");
            CompositeData[] page = list(accounts, "list", 2, 2);
            assertThat(page).extracting(each -> each.get("name")).containsExactly("A", "B");
            eventually(() -> assertThat(values(call(accounts, "find", "A")))
                    .containsEntry("connections", 1)
                    .containsEntry("jetStream", true)
                    .containsEntry("streams", 1)
                    .containsEntry("consumers", 0)
                    .containsEntry("storeBytesMax", 1_000_000L));
            assertThat(values(page[1])).containsEntry("jetStream", false).containsEntry("connections", 0);
            assertThat(call(accounts, "find", "none")).isNull();
        }
    }

    @Test
    void shouldLeaveNothingWhenItIsClosed() throws Exception {
        try (GannetServer server = start("jetstream { store_dir: '" + directory.resolve("s") + "' }")) {
            // given
            ServerBeans.showUntilClosed(server, registry, ServerLog.silent());
            eventually(() -> assertThat(types()).contains("Server", "Listeners", "Connections", "Accounts", "Journal"));
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldGiveServersOfOneNameBeansOfTheirOwn() throws Exception {
        try (GannetServer first = start("server_name: same");
                GannetServer second = start("server_name: same")) {
            // when
            show(first);
            ServerBeans other = show(second);

            // then
            assertThat(names())
                    .extracting(ObjectName::toString)
                    .contains(
                            "dev.gannet:type=Connections,server=\"same\"",
                            "dev.gannet:type=Connections,server=\"" + second.serverId() + "\"");

            // and each goes alone
            other.leave();
            other.close();
            assertThat(names()).hasSize(4);
        }
    }

    @Test
    void shouldSayWhatEverythingIs() throws Exception {
        try (GannetServer server = start("jetstream { store_dir: '" + directory.resolve("s") + "' }");
                WireConnection client = connect(server, "one")) {
            client.send("PUB $JS.API.STREAM.CREATE.S r 12\r\n{\"name\":\"S\"}\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
            ServerBeans beans = show(server);
            eventually(() -> {
                beans.look();
                assertThat(types()).contains("Stream");
            });
            for (ObjectName name : names()) {
                MBeanInfo info = registry.getMBeanInfo(name);
                assertThat(info.getDescription()).doesNotContain("Information on");
                assertDescribed(info.getAttributes());
                assertDescribed(info.getOperations());
                for (MBeanOperationInfo operation : info.getOperations()) {
                    assertDescribed(operation.getSignature());
                    assertThat(operation.getSignature())
                            .extracting(MBeanParameterInfo::getName)
                            .noneMatch(parameter -> parameter.matches("p\\d"));
                }
            }
        }
    }

    private static void assertDescribed(MBeanFeatureInfo[] features) {
        for (MBeanFeatureInfo feature : features) {
            assertThat(feature.getDescription())
                    .as(feature.getName())
                    .isNotBlank()
                    .isNotEqualTo(feature.getName())
                    .doesNotContain("exposed for management");
        }
    }

    @Test
    void shouldTellOfClientsThatAreClosedBecauseTheyReadTooSlowly() throws Exception {
        try (GannetServer server = start("max_pending: 100KB\nmax_payload: 64KB\nwrite_deadline: \"2s\"");
                WireConnection slow = connect(server, "slow");
                WireConnection publisher = connect(server, "fast")) {
            // given
            ServerBeans beans = show(server);
            registry.addNotificationListener(
                    find("Server"), (notification, handback) -> told.add(notification), null, null);
            slow.send("SUB flood 1\r\nPING\r\n");
            assertThat(slow.readLine()).isEqualTo("PONG\r\n");

            // when
            String message = "PUB flood " + PAYLOAD_BYTES + "\r\n" + "x".repeat(PAYLOAD_BYTES) + "\r\n";
            eventually(() -> {
                publisher.send(message);
                assertThat(server.view().slowConsumers()).isPositive();
            });

            // then it is told once, with who it was
            eventually(() -> {
                beans.look();
                assertThat(told).hasSize(1);
            });
            beans.look();
            assertThat(told).hasSize(1);
            Notification first = told.element();
            assertThat(first.getType()).isEqualTo("dev.gannet.slow-consumer");
            assertThat(first.getSource()).isEqualTo(find("Server"));
            assertThat(first.getMessage()).contains("'slow'", "Slow Consumer (Pending Bytes)");
            assertThat(values(first.getUserData()))
                    .containsEntry("name", "slow")
                    .containsEntry("account", "$G")
                    .containsEntry("isClosed", true);
        }
    }

    private GannetServer start(String conf) throws Exception {
        Path file = Files.writeString(Files.createTempFile(directory, "nats", ".conf"), conf, UTF_8);
        ServerConfig read =
                new ServerConfigReader(System::getenv).read(file.toString()).config();
        ListenConfig client = read.client().withHost("127.0.0.1").withPort(ListenConfig.RANDOM_PORT);
        return GannetServer.start(read.toBuilder().client(client).build(), ServerLog.silent());
    }

    private ServerBeans show(GannetServer server) {
        return ServerBeans.show(server, registry, ServerLog.silent(), Clock.system());
    }

    private static WireConnection connect(GannetServer server, String name) throws Exception {
        WireConnection client = new WireConnection(server.clientPort());
        client.send("CONNECT {\"verbose\":false,\"lang\":\"wire\",\"version\":\"7\",\"name\":\"" + name
                + "\"}\r\nPING\r\n");
        assertThat(client.readLines(2)).contains("PONG");
        return client;
    }

    private CompositeData[] list(ObjectName bean, String operation, Object... arguments) throws JMException {
        return (CompositeData[]) call(bean, operation, arguments);
    }

    private Object call(ObjectName bean, String operation, Object... arguments) throws JMException {
        String[] types = Arrays.stream(registry.getMBeanInfo(bean).getOperations())
                .filter(info -> info.getName().equals(operation))
                .flatMap(info -> Arrays.stream(info.getSignature()))
                .map(MBeanParameterInfo::getType)
                .toArray(String[]::new);
        return registry.invoke(bean, operation, arguments, types);
    }

    private static Map<String, Object> values(Object composite) {
        CompositeData data = (CompositeData) composite;
        Map<String, Object> values = new java.util.HashMap<>();
        data.getCompositeType().keySet().forEach(key -> values.put(key, data.get(key)));
        return values;
    }

    private ObjectName find(String type) throws JMException {
        return registry.queryNames(new ObjectName("dev.gannet:type=" + type + ",*"), null)
                .iterator()
                .next();
    }

    private Set<ObjectName> names() throws JMException {
        return registry.queryNames(new ObjectName("dev.gannet:*"), null);
    }

    private List<String> types() throws JMException {
        List<String> types = new ArrayList<>();
        names().forEach(name -> types.add(name.getKeyProperty("type")));
        return types;
    }
}
