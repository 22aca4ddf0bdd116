package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gannet.jetstream.Masked;
import dev.gannet.jetstream.Table;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.StreamState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Streams as their API shows them: to clients that speak it byte by byte, and to the NATS Java client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamApiIT {
    private static final String ACCOUNTS = """
            accounts {
              A { jetstream: { max_streams: 100 }, users: [ { user: a, password: a } ] }
              N { users: [ { user: n, password: n } ] }
              J { jetstream: enabled, users: [ { user: j, password: j } ] }
              SYS { users: [ { user: s, password: s } ] }
            }
            system_account: SYS
            """;

    private final Map<String, WireConnection> users = new HashMap<>();
    private int asked;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath()
                + "\", max_mem: 64MB, max_file: 256MB }\n" + ACCOUNTS);
    }

    @AfterAll
    void stop() throws IOException {
        for (WireConnection user : users.values()) {
            user.close();
        }
        server.close();
    }

    // JA-1 to JA-86, ST-172 to ST-194
    @TestFactory
    Stream<DynamicTest> shouldAnswerEveryRequest() throws IOException {
        return Table.tests("api.tsv", 5, cells -> () -> {
            // given
            WireConnection user = user(cells[1]);
            String reply = "inbox." + ++asked;

            // when
            user.send(request(cells[2], reply, header(cells[3]), latin(cells[4])));

            // then
            for (String expected : cells[5].isEmpty() ? new String[0] : cells[5].split(" \\| ", -1)) {
                assertThat(Masked.of(answer(user, reply))).isEqualTo(expected);
            }
        });
    }

    private WireConnection user(String name) throws IOException {
        WireConnection known = users.get(name);
        if (known != null) {
            return known;
        }
        WireConnection user = new WireConnection(server.clientPort());
        users.put(name, user);
        user.readLine();
        user.send("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"user\":\"" + name
                + "\",\"pass\":\"" + name + "\"}\r\nSUB inbox.* 1\r\nPING\r\n");
        assertThat(user.readLine()).isEqualTo("PONG\r\n");
        return user;
    }

    private static String header(String line) {
        return line.isEmpty() ? "" : "NATS/1.0\r\n" + latin(line) + "\r\n\r\n";
    }

    private static String request(String subject, String reply, String headers, String body) {
        return headers.isEmpty()
                ? "PUB " + subject + " " + reply + " " + body.length() + "\r\n" + body + "\r\n"
                : "HPUB " + subject + " " + reply + " " + headers.length() + " " + (headers.length() + body.length())
                        + "\r\n" + headers + body + "\r\n";
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** Returns the next message, headers first. */
    private static String answer(WireConnection user, String reply) throws IOException {
        String line = user.readLine();
        assertThat(line).contains("MSG " + reply + " 1 ");
        int size = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1).strip());
        String message = user.read(size);
        user.readLine();
        return message;
    }

    // Ours alone, where a sync comes before: the reference shows it too, nearly always, since it does not sync.
    @Test
    void shouldShowOthersWhatWasPublishedBefore() throws Exception {
        assumeFalse(ServerUnderTest.isReference(), "the reference promises nothing of that");
        try (Connection publisher = Clients.connect(server.url(), "j", "j");
                Connection other = Clients.connect(server.url(), "j", "j")) {
            // given
            JetStreamManagement management = other.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name("SEEN")
                    .subjects("seen")
                    .storageType(StorageType.File)
                    .build());

            for (int round = 1; round <= 100; round++) {
                // when
                publisher.publish("seen", new byte[0]);
                publisher.publish("seen", new byte[0]);
                publisher.flush(Clients.SOON);

                // then
                if (round % 2 == 0) {
                    assertThat(management.getMessage("SEEN", 2L * round).getSeq())
                            .isEqualTo(2L * round);
                } else {
                    assertThat(management.getStreamInfo("SEEN").getStreamState().getMsgCount())
                            .isEqualTo(2L * round);
                }
            }
        }
    }

    // JA-2, JA-3, JA-6, JA-7
    @Test
    void shouldManageAStream() throws Exception {
        try (Connection client = Clients.connect(server.url(), "j", "j")) {
            // given
            JetStreamManagement management = client.jetStreamManagement();
            StreamConfiguration asked = StreamConfiguration.builder()
                    .name("ORDERS")
                    .subjects("orders.>")
                    .storageType(StorageType.Memory)
                    .maxAge(Duration.ofHours(1))
                    .description("what was ordered")
                    .metadata(Map.of("owner", "sales"))
                    .build();

            // when
            StreamInfo made = management.addStream(asked);
            management.updateStream(StreamConfiguration.builder(asked)
                    .addSubjects("returns.>")
                    .maxMessages(10)
                    .build());

            // then
            assertThat(made.getConfiguration().getDuplicateWindow()).isEqualTo(Duration.ofMinutes(2));
            StreamInfo info = management.getStreamInfo("ORDERS");
            assertThat(info.getConfiguration().getSubjects()).containsExactly("orders.>", "returns.>");
            assertThat(info.getConfiguration().getMaxMsgs()).isEqualTo(10);
            assertThat(info.getConfiguration().getMetadata()).containsEntry("owner", "sales");
            assertThat(management.getStreamNames("returns.eu")).containsExactly("ORDERS");
            assertThat(management.deleteStream("ORDERS")).isTrue();
            assertThatThrownBy(() -> management.getStreamInfo("ORDERS"))
                    .isInstanceOfSatisfying(
                            JetStreamApiException.class,
                            e -> assertThat(e.getApiErrorCode()).isEqualTo(10059));
        }
    }

    // JA-8, JA-9, JA-10
    @Test
    void shouldReadAndTakeOutMessages() throws Exception {
        try (Connection client = Clients.connect(server.url(), "j", "j")) {
            // given
            JetStreamManagement management = client.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name("EVENTS")
                    .subjects("events.*")
                    .allowDirect(true)
                    .build());
            for (int i = 1; i <= 6; i++) {
                client.jetStream().publish("events." + i % 2, ("e" + i).getBytes(UTF_8));
            }

            // when
            management.deleteMessage("EVENTS", 2, true);
            long purged = management
                    .purgeStream(
                            "EVENTS",
                            PurgeOptions.builder().subject("events.1").keep(1).build())
                    .getPurged();

            // then
            assertThat(purged).isEqualTo(2);
            MessageInfo last = management.getLastMessage("EVENTS", "events.0");
            assertThat(last.getSeq()).isEqualTo(6);
            assertThat(last.getData()).asString().isEqualTo("e6");
            StreamInfo info = management.getStreamInfo(
                    "EVENTS",
                    StreamInfoOptions.builder().allSubjects().deletedDetails().build());
            assertThat(info.getStreamState().getMsgCount()).isEqualTo(3);
            assertThat(info.getStreamState().getSubjectMap())
                    .containsOnly(Map.entry("events.0", 2L), Map.entry("events.1", 1L));
            assertThat(info.getStreamState().getFirstSequence()).isEqualTo(4);
        }
    }

    // JA-87, JA-88
    @Test // ST-101: nobody waits for it, so it is not kept, but it came
    void shouldKnowWhenTheLastMessageCameThatNobodyWanted() throws Exception {
        try (Connection client = Clients.connect(server.url(), "j", "j")) {
            // given
            JetStreamManagement management = client.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name("UNWANTED")
                    .subjects("unwanted")
                    .retentionPolicy(RetentionPolicy.Interest)
                    .build());
            ZonedDateTime before = management.getStreamInfo("UNWANTED").getTimestamp();

            // when
            client.jetStream().publish("unwanted", "a".getBytes(UTF_8));
            client.jetStream().publish("unwanted", "b".getBytes(UTF_8));

            // then
            StreamState state = management.getStreamInfo("UNWANTED").getStreamState();
            assertThat(state.getMsgCount()).isZero();
            assertThat(state.getFirstSequence()).isEqualTo(3);
            assertThat(state.getLastSequence()).isEqualTo(2);
            assertThat(state.getLastTime()).isAfter(before.minusMinutes(1)); // nats-server's is a little behind.
            management.deleteStream("UNWANTED");
        }
    }

    @Test
    void shouldTellWhoListens() throws Exception {
        try (Connection client = Clients.connect(server.url(), "j", "j")) {
            // given
            Subscription actions = client.subscribe("$JS.EVENT.ADVISORY.STREAM.*.ADVISED");
            Subscription audit = client.subscribe("$JS.EVENT.ADVISORY.API");
            client.flush(Clients.SOON);

            // when
            JetStreamManagement management = client.jetStreamManagement();
            StreamConfiguration asked =
                    StreamConfiguration.builder().name("ADVISED").build();
            management.addStream(asked);
            management.updateStream(
                    StreamConfiguration.builder(asked).maxMessages(3).build());
            management.deleteStream("ADVISED");

            // then
            for (String expected : List.of("CREATED create", "UPDATED modify", "DELETED delete")) {
                var message = actions.nextMessage(Clients.SOON);
                assertThat(message.getSubject() + new String(message.getData(), UTF_8))
                        .startsWith("$JS.EVENT.ADVISORY.STREAM." + expected.split(" ", -1)[0] + ".ADVISED"
                                + "{\"type\":\"io.nats.jetstream.advisory.v1.stream_action\",\"id\":\"")
                        .endsWith("\"stream\":\"ADVISED\",\"action\":\"" + expected.split(" ", -1)[1] + "\"}");
            }
            assertThat(new String(audit.nextMessage(Clients.SOON).getData(), UTF_8))
                    .startsWith("{\"type\":\"io.nats.jetstream.advisory.v1.api_audit\",\"id\":\"")
                    .contains("\"acc\":\"J\"", "\"user\":\"j\"", "\"subject\":\"$JS.API.");
        }
    }
}
