package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueManagement;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.management.InstanceNotFoundException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassLoaderAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of a server in the container: in SQL for somebody else's application, in JMX and at the health page, and there
 * again after a redeployment, whatever became of the database meanwhile.
 */
@ExtendWith(Micro.Extension.class)
class StreamsWarIT {
    private static final String SERVLET = "dev/gannet/payara/application/SqlServlet.class";
    private static final String ROWS = "dev/gannet/testing/SqlRows.class";
    private static final String CONF = """
            accounts {
              SYS { users: [{user: admin, password: admin}] }
              SHOP { users: [{user: any, password: any}] %s }
            }
            system_account: SYS
            no_auth_user: any
            """;
    private static final String NAMES = "SELECT NAME FROM STREAMS ORDER BY NAME";

    private final Micro micro;

    @TempDir
    Path directory;

    private Path tables = Path.of("");

    StreamsWarIT(Micro micro) {
        this.micro = micro;
    }

    @BeforeEach
    void nameTables() {
        tables = directory.resolve("streams/jetstream/h2/catalog.mv.db");
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldBeInSqlAndInJmx() throws Exception {
        // given
        deploy();
        deployApplication();
        assertThat(micro.http().get("/health/ready").status()).isEqualTo(200);

        // when
        try (Connection client = connect()) {
            JetStreamManagement streams = client.jetStreamManagement();
            streams.addStream(stream("ORDERS", "orders.>").maxMessages(7).build());
            streams.addStream(stream("OTHER", "other").build());
            client.jetStream().publish("orders.1", "hello".getBytes(UTF_8));

            // then
            eventually(() -> assertThat(rows("SELECT ACCOUNT, NAME, STORAGE, MESSAGES_MAX FROM STREAMS ORDER BY NAME"))
                    .containsExactly("$G|ORDERS|file|7", "$G|OTHER|file|-1"));
            assertThat(rows("SELECT * FROM ACCOUNTS")).containsExactly("$G|-1|-1");
            assertThat(rows("SELECT COUNT(*) FROM WATERMARK")).containsExactly("1");
            eventually(() -> assertThat(attribute("Stream,account=\"$G\",name=\"ORDERS\"", "Messages"))
                    .isEqualTo(1L));
            assertThat(attribute("Journal", "Writable")).isEqualTo(true);
            assertThat(micro.http().get("/health/ready").body())
                    .containsPattern("\"jetstream\": ?\"ready\"")
                    .containsPattern("\"storage\": ?\"writable\"");

            // and among the container's metrics, under the names that the edge host has
            eventually(() -> assertThat(micro.http().get("/metrics").body())
                    .containsPattern("\njetstream_stream_total_messages\\{[^}]*stream_name=\"ORDERS\"[^}]*} 1")
                    .containsPattern("\ngannet_journal_commit_seconds_bucket\\{[^}]*le=\"\\+Inf\"[^}]*} [1-9]")
                    .containsPattern("\ngannet_journal_group_entries_sum\\{[^}]*} [1-9]")
                    .containsPattern("\ngannet_consumer_deliveries_total\\{[^}]*} 0"));

            // and what is gone is gone there too
            streams.deleteStream("OTHER");
            eventually(() -> assertThat(rows(NAMES)).containsExactly("ORDERS"));
        }
    }

    @Test
    void shouldBeThereWhileStreamsAreOn() throws Exception {
        // given a server without streams
        Path conf = Files.writeString(directory.resolve("nats.conf"), CONF.formatted(""));
        micro.set("gannet.port", -1).set("gannet.server_name", "one").set("gannet.config", conf);
        assertThat(micro.deploy()).as(micro.log()).isTrue();
        assertThat(bound()).isFalse();

        // when a reload turns them on
        String on = "jetstream { store_dir: '" + directory.resolve("streams") + "' }\n";
        Files.writeString(conf, CONF.formatted(", jetstream: enabled") + on);
        reload();
        fill("ORDERS");

        // then
        eventually(() -> assertThat(bound()).isTrue());
        deployApplication();
        eventually(() -> assertThat(rows(NAMES)).containsExactly("ORDERS"));
        eventually(() -> assertThat(attribute("Stream,account=\"SHOP\",name=\"ORDERS\"", "Messages"))
                .isEqualTo(1L));

        // when another one turns them off
        Files.writeString(conf, CONF.formatted(""));
        reload();

        // then
        eventually(() -> assertThat(bound()).isFalse());
        eventually(() -> assertThat(ManagementFactory.getPlatformMBeanServer()
                        .isRegistered(name("dev.gannet:server=\"one\",type=Stream,account=\"SHOP\",name=\"ORDERS\"")))
                .isFalse());
    }

    private void reload() throws Exception {
        try (Connection admin = Nats.connect(
                Clients.options(micro.clientPort()).userInfo("admin", "admin").build())) {
            String id = admin.getServerInfo().getServerId();
            assertThat(admin.request("$SYS.REQ.SERVER." + id + ".RELOAD", null, Clients.SOON)
                            .getData())
                    .asString(UTF_8)
                    .doesNotContain("error");
        }
    }

    private static boolean bound() {
        try {
            return lookUp() != null;
        } catch (NamingException e) {
            return false;
        }
    }

    @Test
    void shouldHaveBucketsInSql() throws Exception {
        // given
        deploy();
        deployApplication();
        try (Connection client = connect()) {
            KeyValueManagement buckets = client.keyValueManagement();
            buckets.create(KeyValueConfiguration.builder("shop-config")
                    .metadata(Map.of("gannet.sql", "history"))
                    .maxHistoryPerKey(2)
                    .build());
            KeyValue bucket = client.keyValue("shop-config");

            // when
            bucket.put("vat.rate", "0.16");
            bucket.put("vat.rate", "0.19");
            bucket.put("currency", "EUR");
            bucket.put("gone", "x");
            bucket.delete("gone");

            // then
            eventually(() -> assertThat(run("SELECT KEY, TEXT, REVISION FROM KV_SHOP_CONFIG ORDER BY KEY")
                            .body())
                    .isEqualTo("currency|EUR|3\nvat.rate|0.19|2"));
            assertThat(rows("SELECT KEY, TEXT, OPERATION FROM KV_SHOP_CONFIG_HISTORY ORDER BY REVISION"))
                    .containsExactly(
                            "vat.rate|0.16|PUT", "vat.rate|0.19|PUT", "currency|EUR|PUT", "gone|x|PUT", "gone||DEL");
            assertThat(rows("SELECT BUCKET, REVISION, LAG_MILLIS FROM BUCKETS")).containsExactly("shop-config|5|0");
            assertThat(run("DELETE FROM KV_SHOP_CONFIG").status()).isEqualTo(409);

            // and they leave with it
            buckets.delete("shop-config");
            eventually(() ->
                    assertThat(run("SELECT * FROM KV_SHOP_CONFIG").status()).isEqualTo(409));
            eventually(() -> assertThat(rows("SELECT * FROM BUCKETS")).isEmpty());
        }
    }

    @Test
    void shouldBeReadOnly() throws Exception {
        // given
        deploy();
        deployApplication();
        try (Connection client = connect()) {
            client.jetStreamManagement().addStream(stream("ORDERS", "orders.>").build());
        }
        eventually(() -> assertThat(rows(NAMES)).containsExactly("ORDERS"));

        // when
        for (String command : List.of(
                "DELETE FROM STREAMS",
                "UPDATE STREAMS SET NAME = 'X'",
                "INSERT INTO ACCOUNTS VALUES ('A', 1, 1)",
                "DROP TABLE STREAMS",
                "CREATE TABLE X (A INT)",
                "CREATE ALIAS X FOR 'java.lang.System.getProperty'",
                "SCRIPT TO '" + directory.resolve("script") + "'",
                "SHUTDOWN")) {
            // then
            Http.Answer answer = run(command);
            assertThat(answer.status()).as(command + ": " + answer.body()).isEqualTo(409);
        }
        assertThat(rows(NAMES)).containsExactly("ORDERS");
    }

    @Test
    void shouldBeThereAgainAfterARedeployment() throws Exception {
        // given
        deploy();
        deployApplication();
        fill("ORDERS");
        eventually(() -> assertThat(rows(NAMES)).containsExactly("ORDERS"));

        // when
        micro.undeployServer();
        micro.awaitNotInJmx();

        // then nobody reads beside a server that is not there
        assertThatThrownBy(StreamsWarIT::lookUp).isInstanceOf(NamingException.class);
        micro.deploy();

        // and the application, which has stayed, reads again with what it was given once
        assertThat(messages("ORDERS")).isEqualTo(1);
        eventually(() -> assertThat(rows(NAMES)).containsExactly("ORDERS"));
        assertThat(micro.log()).doesNotContain("set aside");
    }

    @Test
    void shouldBeMadeAgainWhenItsFileIsGarbage() throws Exception {
        // given
        deploy();
        fill("ORDERS");
        eventually(() -> assertThat(tables).exists());
        micro.undeployServer();
        byte[] garbage = new byte[(int) Files.size(tables)];
        new Random(1).nextBytes(garbage);
        Files.write(tables, garbage);

        // when
        micro.deploy();
        deployApplication();

        // then messages come and go, and the tables are there
        fill("MORE");
        assertThat(messages("ORDERS")).isEqualTo(1);
        eventually(() -> assertThat(rows(NAMES)).containsExactly("MORE", "ORDERS"));
        assertThat(micro.http().get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    void shouldBeMadeAgainWhenItsFileIsDeletedUnderIt() throws Exception {
        // given
        deploy();
        deployApplication();
        fill("ORDERS");
        eventually(() -> assertThat(rows(NAMES)).containsExactly("ORDERS"));

        // when
        Files.delete(tables);
        fill("MORE");

        // then
        eventually(() -> assertThat(tables).exists());
        eventually(() -> assertThat(rows(NAMES)).containsExactly("MORE", "ORDERS"));
        assertThat(messages("ORDERS")).isEqualTo(1);
        assertThat(micro.log()).contains("is set aside and made again");
    }

    private void deploy() {
        micro.set("gannet.port", -1)
                .set("gannet.server_name", "one")
                .set("gannet.jetstream", "enabled")
                .set("gannet.store_dir", directory.resolve("streams"));
        assertThat(micro.deploy()).as(micro.log()).isTrue();
    }

    /** The classes of the tests are where the container sees them too, but not what they need: its own go first. */
    private void deployApplication() {
        WebArchive war = ShrinkWrap.create(WebArchive.class)
                .addAsWebInfResource(new ClassLoaderAsset(SERVLET), "classes/" + SERVLET)
                .addAsWebInfResource(new ClassLoaderAsset(ROWS), "classes/" + ROWS)
                .addAsWebInfResource(
                        new StringAsset("<payara-web-app><class-loader delegate=\"false\"/></payara-web-app>"),
                        "payara-web.xml");
        File file = directory.resolve("shop.war").toFile();
        war.as(ZipExporter.class).exportTo(file);
        micro.deployBeside("shop", file);
    }

    private Connection connect() throws Exception {
        return Nats.connect(Clients.options(micro.clientPort()).build());
    }

    private static StreamConfiguration.Builder stream(String name, String subject) {
        return StreamConfiguration.builder().name(name).subjects(subject);
    }

    /** Makes a stream with one message. */
    private void fill(String name) throws Exception {
        try (Connection client = connect()) {
            client.jetStreamManagement().addStream(stream(name, name).build());
            client.jetStream().publish(name, "hello".getBytes(UTF_8));
        }
    }

    private long messages(String stream) throws Exception {
        try (Connection client = connect()) {
            return client.jetStreamManagement()
                    .getStreamInfo(stream)
                    .getStreamState()
                    .getMsgCount();
        }
    }

    private List<String> rows(String query) {
        Http.Answer answer = run(query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body().lines().toList();
    }

    private Http.Answer run(String command) {
        return micro.http().get("/shop/sql?run=" + URLEncoder.encode(command, UTF_8));
    }

    @SuppressWarnings("BanJNDI") // The name is the test's own.
    private static Object lookUp() throws NamingException {
        return new InitialContext().lookup("jdbc/gannet");
    }

    private static Object attribute(String type, String attribute) throws Exception {
        try {
            ObjectName name = name("dev.gannet:server=\"one\",type=" + type);
            return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
        } catch (InstanceNotFoundException e) {
            throw new AssertionError(e); // It may come.
        }
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
