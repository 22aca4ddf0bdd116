package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams of a server in the container: in SQL, in JMX and at the health page, and there again after a redeployment. */
@ExtendWith(Micro.Extension.class)
class StreamsWarIT {
    private static final ObjectName STREAM =
            name("dev.gannet:type=Stream,server=\"one\",account=\"$G\",name=\"ORDERS\"");

    private final Micro micro;

    StreamsWarIT(Micro micro) {
        this.micro = micro;
    }

    @AfterEach
    void undeploy() {
        micro.undeploy();
    }

    @Test
    void shouldBeInSqlAndInJmx(@TempDir Path directory) throws Exception {
        // given
        deploy(directory);
        assertThat(micro.http().get("/health/ready").status()).isEqualTo(200);

        // when
        try (Connection client =
                Nats.connect(Clients.options(micro.clientPort()).build())) {
            JetStreamManagement streams = client.jetStreamManagement();
            streams.addStream(StreamConfiguration.builder()
                    .name("ORDERS")
                    .subjects("orders.>")
                    .maxMessages(7)
                    .build());
            streams.addStream(StreamConfiguration.builder()
                    .name("OTHER")
                    .subjects("other")
                    .build());
            client.jetStream().publish("orders.1", "hello".getBytes(StandardCharsets.UTF_8));

            // then
            eventually(() -> assertThat(rows("SELECT ACCOUNT, NAME, STORAGE, MESSAGES_MAX FROM STREAMS ORDER BY NAME"))
                    .containsExactly("$G|ORDERS|file|7", "$G|OTHER|file|-1"));
            assertThat(rows("SELECT * FROM ACCOUNTS")).containsExactly("$G|-1|-1");
            assertThatThrownBy(() -> rows("DELETE FROM STREAMS")).isInstanceOf(SQLException.class);
            eventually(() -> assertThat(attribute(STREAM, "Messages")).isEqualTo(1L));
            assertThat(attribute(name("dev.gannet:type=Journal,server=\"one\""), "Writable"))
                    .isEqualTo(true);

            // and what is gone is gone there too
            streams.deleteStream("OTHER");
            eventually(() -> assertThat(rows("SELECT NAME FROM STREAMS")).containsExactly("ORDERS"));
        }
    }

    @Test
    void shouldBeThereAgainAfterARedeployment(@TempDir Path directory) throws Exception {
        // given
        deploy(directory);
        try (Connection client =
                Nats.connect(Clients.options(micro.clientPort()).build())) {
            client.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders.>")
                            .build());
            client.jetStream().publish("orders.1", "hello".getBytes(StandardCharsets.UTF_8));
        }

        // when
        micro.undeploy();
        micro.awaitNotInJmx();
        assertThatThrownBy(StreamsWarIT::source).isInstanceOf(NamingException.class);
        deploy(directory);

        // then
        try (Connection client =
                Nats.connect(Clients.options(micro.clientPort()).build())) {
            assertThat(client.jetStreamManagement()
                            .getStreamInfo("ORDERS")
                            .getStreamState()
                            .getMsgCount())
                    .isEqualTo(1);
        }
        eventually(() -> assertThat(rows("SELECT NAME FROM STREAMS")).containsExactly("ORDERS"));
    }

    private void deploy(Path directory) {
        micro.set("gannet.port", -1)
                .set("gannet.server_name", "one")
                .set("gannet.jetstream", "enabled")
                .set("gannet.store_dir", directory);
        assertThat(micro.deploy()).as(micro.log()).isTrue();
    }

    @SuppressWarnings("BanJNDI") // The name is the test's own.
    private static DataSource source() throws NamingException {
        return (DataSource) new InitialContext().lookup("jdbc/gannet");
    }

    private static List<String> rows(String query) throws SQLException, NamingException {
        try (var connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }

    private static Object attribute(ObjectName name, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
