package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final List<String> CLASSES = List.of("ConnectorServlet", "OrderBean", "EchoDesk");
    private static final File ADAPTER = new File(requireNonNull(System.getProperty("payara.rar")));

    /** Where the application leaves its own class loader, and that of the adapter. */
    private static final List<String> LOADERS = List.of("gannet.test.application", "gannet.test.adapter");

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

    private static final int TIMES = 3;

    /** Takes the place of an application's record that JDK 17 keeps; see {@link RedeployIT}. */
    private record Compared(String text) {}

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
        LOADERS.forEach(System.getProperties()::remove);
    }

    @Test
    void shouldServeAnApplication() throws Exception {
        // given a server, and an application beside it
        int port = deployServerWithStreams();
        micro.deployBeside("connector", ADAPTER);
        deployApplication("nats://localhost:" + port);
        try (Connection client = Nats.connect("nats://localhost:" + port)) {
            addStream(client);
            listen(client);

            // when a transaction is committed, and another one rolled back
            assertThat(publish("again", "commit")).isEqualTo("commit");
            assertThat(publish("never", "rollback")).isEqualTo("rollback");

            // then what was in the first is there, and what a bean did in one that was rolled back is not
            eventually(() -> assertThat(heard).contains("plain again", "done again 2"));
            assertThat(heard).doesNotContain("done again 1", "plain never", "done never 1");
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
            eventually(() -> assertThat(heard).contains("plain more", "done more 1"));
        }

        // and nothing of the beans is left when the application goes
        micro.undeployBeside("shop");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gannet.rar bean"));
    }

    @Test
    void shouldNeedNoSocketToTheServerInItsContainer() throws Exception {
        // given
        int port = deployServerWithStreams();
        List<WeakReference<?>> loaders = new ArrayList<>();
        try (Connection client = Nats.connect("nats://localhost:" + port)) {
            addStream(client);
            listen(client);
            for (int i = 1; i <= TIMES; i++) {
                // when an application says with annotations that it wants that one
                micro.deployBeside("connector", ADAPTER);
                deployApplicationWithAnnotations();
                String text = "text" + i;

                // then pool and beans have it, and nothing of them is on the network
                assertThat(publish(text, "commit")).isEqualTo("commit");
                eventually(() -> assertThat(heard).contains("plain " + text, "done " + text + " 1"));
                eventually(() -> assertThat(ask(client)).isEqualTo("hello"));
                String connections = micro.http().get("/connz").body();
                assertThat(connections)
                        .contains("\"name\": \"shop inside\"")
                        .contains("\"name\": \"gannet.rar bean dev.gannet.payara.application.OrderBean\"")
                        .contains("\"name\": \"gannet.rar bean dev.gannet.payara.application.EchoDesk\"");
                assertThat(connections.split("\"ip\": \"127.0.0.1\"", -1))
                        .as("only the test's own client")
                        .hasSize(2);
                LOADERS.forEach(name -> loaders.add(
                        (WeakReference<?>) requireNonNull(System.getProperties().get(name))));

                // and when the server goes and comes they go on
                if (i == 1) {
                    micro.undeployServer();
                    micro.awaitNotInJmx();
                    micro.set("gannet.port", port);
                    assertThat(micro.deploy()).as(micro.log()).isTrue();
                    eventually(() -> assertThat(ask(client)).isEqualTo("hello"));
                    eventually(() -> assertThat(publish("back", "commit")).isEqualTo("commit"));
                    eventually(() -> assertThat(heard).contains("done back 1"));
                }

                // and nothing stays when they go
                micro.undeployBeside("shop");
                micro.undeployBeside("connector");
                eventually(() -> assertThat(micro.http().get("/connz").body()).doesNotContain("\"pipe\""));
            }
        }
        assertThat(new Compared("a")).isEqualTo(new Compared("a"));
        eventually(() -> {
            System.gc();
            // The container may keep the last one until the next comes.
            assertThat(loaders.subList(0, loaders.size() - LOADERS.size()))
                    .filteredOn(loader -> loader.get() != null)
                    .isEmpty();
        });
    }

    private int deployServerWithStreams() throws Exception {
        micro.set("gannet.port", -1)
                .set("gannet.jetstream", "enabled")
                .set("gannet.store_dir", directory.resolve("streams"));
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        return micro.clientPort();
    }

    private static void addStream(Connection client) throws Exception {
        client.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("ORDERS")
                        .subjects("orders.*")
                        .build());
    }

    private void listen(Connection client) throws Exception {
        client.createDispatcher(message -> heard.add(message.getSubject() + " " + new String(message.getData(), UTF_8)))
                .subscribe("plain")
                .subscribe("done");
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
        deploy(application(url).addAsWebInfResource(new StringAsset(WEB_XML.formatted(url)), "web.xml"));
    }

    private void deployApplicationWithAnnotations() {
        WebArchive application = application("in-process");
        addClass(application, "ConnectorDefinitions");
        deploy(application);
    }

    private static WebArchive application(String url) {
        WebArchive application = ShrinkWrap.create(WebArchive.class, "shop.war")
                .addAsWebInfResource(
                        new StringAsset(
                                EJB_JAR.formatted(BEAN.formatted("OrderBean", url), BEAN.formatted("EchoDesk", url))),
                        "ejb-jar.xml")
                .addAsWebInfResource(new StringAsset(OWN_CLASSES_FIRST), "payara-web.xml");
        CLASSES.forEach(name -> addClass(application, name));
        return application;
    }

    private static void addClass(WebArchive application, String name) {
        String file = "dev/gannet/payara/application/" + name + ".class";
        application.addAsWebInfResource(new ClassLoaderAsset(file), "classes/" + file);
    }

    private void deploy(WebArchive application) {
        File war = directory.resolve("shop.war").toFile();
        application.as(ZipExporter.class).exportTo(war, true);
        micro.deployBeside("shop", war);
    }
}
