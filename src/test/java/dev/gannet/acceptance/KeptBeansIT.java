package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.api.Bucket;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.api.ObjectBucket;
import dev.gannet.api.OnChange;
import dev.gannet.api.OnStream;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import dev.gannet.api.StreamMessage;
import dev.gannet.api.Token;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.ObjectStore;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Beans that use what streams keep: messages, buckets, objects. */
class KeptBeansIT {
    private static final Path GUIDE = Path.of("docs/guide/jakarta-streams.md");
    private static final Path HERE = Path.of("src/test/java/dev/gannet/acceptance/KeptBeansIT.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.with("jetstream {}");

    private Connection admin;

    @BeforeEach
    void connect() throws Exception {
        admin = Nats.connect(server.url());
    }

    @AfterEach
    void disconnect() throws Exception {
        // Then nothing of a test is there for the next.
        for (String stream : admin.jetStreamManagement().getStreamNames()) {
            admin.jetStreamManagement().deleteStream(stream);
        }
        admin.close();
    }

    @Test
    void shouldDoWhatTheGuideSays() throws Exception {
        // given
        admin.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("ORDERS")
                        .subjects("orders.>")
                        .storageType(StorageType.Memory)
                        .build());
        admin.keyValueManagement()
                .create(KeyValueConfiguration.builder("config")
                        .storageType(StorageType.Memory)
                        .build());
        admin.keyValue("config").put("limits.hour", "7");
        admin.keyValueManagement()
                .create(KeyValueConfiguration.builder("prices")
                        .storageType(StorageType.Memory)
                        .build());
        admin.keyValue("prices").put("pen", "3");
        try (BeanContainer beans = start(Billing.class, OrderBook.class, Limits.class)) {
            // when
            long sequence = beans.get(OrderBook.class).add("corner", "pen", "order-1");
            long again = beans.get(OrderBook.class).add("corner", "pen", "order-1");

            // then
            assertThat(sequence).isEqualTo(1);
            assertThat(again).isEqualTo(1);
            eventually(() -> assertThat(bill("ORDERS-1")).isEqualTo("corner: pen for 3"));
            eventually(() -> assertThat(beans.get(Limits.class).of("hour")).isEqualTo(7));
            admin.keyValue("config").put("limits.hour", "8");
            eventually(() -> assertThat(beans.get(Limits.class).of("hour")).isEqualTo(8));
        }
        assertThat(admin.jetStreamManagement()
                        .getConsumerInfo("ORDERS", "billing")
                        .getNumAckPending())
                .isZero();
    }

    @Test
    void shouldShowNothingInTheGuideThatIsNotHere() throws IOException {
        String here = plain(Files.readString(HERE));
        List<String> pieces = JAVA.matcher(Files.readString(GUIDE))
                .results()
                .map(match -> plain(match.group(1)))
                .toList();
        assertThat(pieces).hasSize(3).allSatisfy(piece -> assertThat(here).contains(piece));
    }

    private String bill(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            admin.objectStore("bills").get(name, bytes);
        } catch (IOException | JetStreamApiException | IllegalArgumentException e) {
            return "not yet: " + e.getMessage();
        }
        return bytes.toString(UTF_8);
    }

    /** Classes of their own there are nested here. */
    private static String plain(String java) {
        return java.replace("public static class", "public class")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (a, b) -> a + "\n" + b);
    }

    @Test
    void shouldFindABucketWhenItIsFirstUsed() throws Exception {
        // given none
        try (BeanContainer container = start(Reader.class)) {
            Reader reader = container.get(Reader.class);
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> reader.read("a"))
                    .withMessage("bucket later: there is none: make it, or say create = true where it is injected");

            // when
            admin.keyValueManagement()
                    .create(KeyValueConfiguration.builder("later")
                            .storageType(StorageType.Memory)
                            .build());
            admin.keyValue("later").put("a", "1");

            // then
            assertThat(reader.read("a")).isEqualTo("1");
        }
    }

    @Test
    void shouldRefuseANameThatNoBucketCanHave() {
        assertThatThrownBy(() -> start(WrongReader.class).close())
                .hasMessageContaining("WrongReader")
                .hasMessageContaining("\"no.bucket\" is not a name of a bucket");
    }

    private static BeanContainer start(Class<?>... beans) {
        return BeanContainer.start(Map.of("gannet.client.url", server.url()), beans);
    }

    @ApplicationScoped
    public static class OrderBook {
        @Inject
        Messaging messaging;

        public long add(String shop, String item, String id) {
            PubAck ack = messaging.publishAcknowledged(
                    "orders." + shop + ".new", item, PublishOptions.none().messageId(id), Duration.ofSeconds(2));
            return ack.sequence();
        }
    }

    @ApplicationScoped
    public static class Billing {
        @Inject
        @Bucket(value = "prices", create = true)
        KeyValue prices;

        @Inject
        @ObjectBucket(value = "${shop.bills:bills}", create = true)
        ObjectStore bills;

        @OnStream(
                stream = "ORDERS",
                consumer = "billing",
                subjects = "orders.*.new",
                create = true,
                deadLetter = "dead.orders")
        void bill(@Token String shop, String item, StreamMessage message) throws Exception {
            String bill = shop + ": " + item + " for " + prices.get(item).getValueAsString();
            bills.put(message.stream() + "-" + message.sequence(), bill.getBytes(UTF_8));
        }
    }

    @ApplicationScoped
    public static class Limits {
        private final Map<String, Long> limits = new ConcurrentHashMap<>();

        @OnChange(bucket = "config", key = "limits.*", initial = true)
        void limit(@Token String name, long value) {
            limits.put(name, value);
        }

        public long of(String name) {
            return limits.getOrDefault(name, 0L);
        }
    }

    @ApplicationScoped
    static class Reader {
        @Inject
        @Bucket("later")
        KeyValue bucket;

        String read(String key) throws Exception {
            return bucket.get(key).getValueAsString();
        }
    }

    @ApplicationScoped
    static class WrongReader {
        @Inject
        @Bucket("no.bucket")
        KeyValue bucket;
    }
}
