package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The resource adapter and an application that uses it: message-driven beans, a pool, transactions, a server that restarts. */
@ExtendWith(Micro.Extension.class)
class ConnectorWarIT {
    private static final List<String> CLASSES = List.of("ConnectorServlet", "EchoDesk");
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <connection-factory>
                <name>java:app/gannet/connections</name>
                <interface-name>dev.gannet.api.MessagingConnectionFactory</interface-name>
                <resource-adapter>connector</resource-adapter>
                <transaction-support>LocalTransaction</transaction-support>
                <property><name>url</name><value>%s</value></property>
              </connection-factory>
              <administered-object>
                <name>java:app/gannet/orders</name>
                <interface-name>dev.gannet.api.SubjectAddress</interface-name>
                <class-name>dev.gannet.ra.AddressedSubject</class-name>
                <resource-adapter>connector</resource-adapter>
                <property><name>subject</name><value>orders.new</value></property>
              </administered-object>
            </web-app>
            """;
    private static final String EJB_JAR = """
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
              <enterprise-beans>
                %s
              </enterprise-beans>
            </ejb-jar>
            """;
    private static final String BEAN = """
            <message-driven>
              <ejb-name>%s</ejb-name>
              <activation-config>
                <activation-config-property>
                  <activation-config-property-name>url</activation-config-property-name>
                  <activation-config-property-value>%s</activation-config-property-value>
                </activation-config-property>
              </activation-config>
            </message-driven>
            """;

    /** The classes of the tests are where the container sees them too, but not what they need. */
    private static final String OWN_CLASSES_FIRST =
            "<payara-web-app><class-loader delegate=\"false\"/></payara-web-app>";

    private final Micro micro;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @TempDir
    Path directory;

    ConnectorWarIT(Micro micro) {
        this.micro = micro;
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldServeAnApplication() throws Exception {
        // given a server, and an application beside it
        micro.set("gannet.port", -1)
                .set("gannet.jetstream", "enabled")
                .set("gannet.store_dir", directory.resolve("streams"));
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        int port = micro.clientPort();
        micro.deployBeside("connector", new File(requireNonNull(System.getProperty("payara.rar"))));
        deployApplication("nats://localhost:" + port);
        try (Connection client = Nats.connect("nats://localhost:" + port)) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders.*")
                            .build());
            listen(client);

            // when a transaction is committed, and another one rolled back
            assertThat(publish("never", "rollback")).isEqualTo("rollback");
            assertThat(publish("once", "commit")).isEqualTo("commit");

            // then what was in the second is there, and nothing of the first
            eventually(() -> assertThat(heard).contains("plain once"));
            assertThat(heard).containsExactly("plain once");
            assertThat(client.jetStreamManagement()
                            .getStreamInfo("ORDERS")
                            .getStreamState()
                            .getMsgCount())
                    .isEqualTo(1);
            assertThat(ask(client)).isEqualTo("hello");
        }

        // when the server comes back
        heard.clear();
        micro.undeployServer();
        micro.awaitNotInJmx();
        micro.set("gannet.port", port);
        assertThat(micro.deploy()).as(micro.log()).isTrue();

        // then pool and beans go on
        try (Connection client = Nats.connect("nats://localhost:" + port)) {
            listen(client);
            eventually(() -> assertThat(ask(client)).isEqualTo("hello"));
            eventually(() -> assertThat(publish("more", "commit")).isEqualTo("commit"));
            eventually(() -> assertThat(heard).contains("plain more"));
        }

        // and nothing of the beans is left when the application goes
        micro.undeployBeside("shop");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gannet.rar bean"));
    }

    private void listen(Connection client) throws Exception {
        client.createDispatcher(message -> heard.add(message.getSubject() + " " + new String(message.getData(), UTF_8)))
                .subscribe("plain");
        client.flush(Duration.ofSeconds(20));
    }

    private static String ask(Connection client) throws Exception {
        var answer = client.request("echo", "hello".getBytes(UTF_8), Duration.ofSeconds(20));
        return answer == null || answer.isStatusMessage() ? "nobody" : new String(answer.getData(), UTF_8);
    }

    private String publish(String text, String end) throws Exception {
        return micro.http().get("/shop/publish?text=" + text + "&end=" + end).body();
    }

    private void deployApplication(String url) {
        WebArchive application = ShrinkWrap.create(WebArchive.class, "shop.war")
                .addAsWebInfResource(new StringAsset(WEB_XML.formatted(url)), "web.xml")
                .addAsWebInfResource(new StringAsset(EJB_JAR.formatted(BEAN.formatted("EchoDesk", url))), "ejb-jar.xml")
                .addAsWebInfResource(new StringAsset(OWN_CLASSES_FIRST), "payara-web.xml");
        for (String name : CLASSES) {
            String file = "dev/gannet/payara/application/" + name + ".class";
            application.addAsWebInfResource(new ClassLoaderAsset(file), "classes/" + file);
        }
        File war = directory.resolve("shop.war").toFile();
        application.as(ZipExporter.class).exportTo(war);
        micro.deployBeside("shop", war);
    }
}
