package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.api.Messaging;
import dev.gannet.api.OnSubject;
import dev.gannet.api.PublishOptions;
import dev.gannet.client.inprocess.InProcessOptions;
import dev.gannet.client.inprocess.InProcessServer;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.Eventually;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ObjectMeta;
import io.nats.client.api.ObjectStoreConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beans, streams, buckets and objects in the server's own JVM, without a socket. */
class InProcessBeansIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicReference<@Nullable GannetServer> current = new AtomicReference<>();

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        current.set(ServerUnderTest.startEmbedded("jetstream { store_dir: '" + directory.resolve("store") + "' }"));
    }

    @AfterEach
    void stop() {
        GannetServer server = current.getAndSet(null);
        if (server != null) {
            server.close();
        }
    }

    private static GannetServer server() {
        return Objects.requireNonNull(current.get());
    }

    /** How a program with beans says that it has the server itself. */
    @ApplicationScoped
    static class Embedded {
        @Produces
        InProcessServer server() {
            return receiver -> InProcessBeansIT.server().inProcess().apply(receiver);
        }
    }

    @ApplicationScoped
    static class Desk {
        @Inject
        Messaging messaging;

        @Inject
        Connection nats;

        @OnSubject("desk.upper")
        String upper(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }

        Messaging messaging() {
            return messaging;
        }

        String ask(String text) {
            return messaging.request("desk.upper", text, SOON).text();
        }

        KeyValue bucket(String name) throws Exception {
            nats.keyValueManagement()
                    .create(KeyValueConfiguration.builder(name)
                            .storageType(StorageType.Memory)
                            .build());
            return nats.keyValue(name);
        }
    }

    /** The container stores it away between two requests of a user. */
    @SessionScoped
    static class Cart implements Serializable {
        private static final long serialVersionUID = 1;

        @Inject
        Messaging messaging;
    }

    @Test
    void shouldBeStoredAwayWithBeans() throws Exception {
        try (var beans = BeanContainer.start(Map.of(), Embedded.class, Desk.class, Cart.class)) {
            // given
            var stored = new ByteArrayOutputStream();
            try (var out = new ObjectOutputStream(stored)) {
                out.writeObject(beans.get(Desk.class).messaging());
            }

            // when
            Messaging back;
            try (var in = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray()))) {
                back = (Messaging) in.readObject();
            }

            // then
            assertThat(back.request("desk.upper", "again", SOON).text()).isEqualTo("AGAIN");
        }
    }

    @Test
    void shouldCallMethodsOfBeans() throws Exception {
        try (var beans = BeanContainer.start(Map.of(), Embedded.class, Desk.class)) {
            // given
            Desk desk = beans.get(Desk.class);

            // then
            assertThat(desk.ask("hello")).isEqualTo("HELLO");
            KeyValue bucket = desk.bucket("config");
            long revision = bucket.put("color", "blue");
            assertThat(bucket.get("color").getRevision()).isEqualTo(revision);

            // and all of it without a socket
            assertThat(server().view().connections(false))
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.ip()).isEqualTo("pipe"));
        }
    }

    @Test
    void shouldKeepWhatIsAcknowledged() throws Exception {
        try (Connection nats = connect();
                var beans = BeanContainer.start(Map.of(), Embedded.class, Desk.class)) {
            // given
            nats.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("ORDERS")
                            .subjects("orders.>")
                            .build());

            // when
            Messaging messaging = beans.get(Desk.class).messaging();
            for (int i = 1; i <= 200; i++) {
                assertThat(messaging
                                .publishAcknowledged("orders.new", "order " + i, PublishOptions.none(), SOON)
                                .sequence())
                        .isEqualTo(i);
            }

            // then
            var consumer = nats.getStreamContext("ORDERS")
                    .createOrderedConsumer(new io.nats.client.api.OrderedConsumerConfiguration());
            for (int i = 1; i <= 200; i++) {
                assertThat(new String(consumer.next(SOON).getData(), UTF_8)).isEqualTo("order " + i);
            }
        }
    }

    @Test
    void shouldCarryLargeObjects() throws Exception {
        try (Connection nats = connect()) {
            // given
            nats.objectStoreManagement()
                    .create(ObjectStoreConfiguration.builder("files").build());
            byte[] object = new byte[20 * 1024 * 1024];
            new Random(1).nextBytes(object);

            // when
            var store = nats.objectStore("files");
            store.put(ObjectMeta.objectName("large"), new ByteArrayInputStream(object));
            ByteArrayOutputStream back = new ByteArrayOutputStream();
            store.get("large", back);

            // then
            assertThat(back.toByteArray()).isEqualTo(object);
        }
    }

    @Test
    void shouldGoOnWithTheNextServer() throws Exception {
        try (Connection nats = connect()) {
            // when the server goes, and another one comes
            stop();
            start();

            // then
            Eventually.eventually(() -> assertThat(nats.getStatus()).isEqualTo(Connection.Status.CONNECTED));
            nats.flush(SOON);
        }
    }

    private static Connection connect() throws Exception {
        return Nats.connect(InProcessOptions.with(new Options.Builder().maxReconnects(-1), () -> {
                    GannetServer server = current.get();
                    return server == null ? null : server.inProcess()::apply;
                })
                .build());
    }
}
