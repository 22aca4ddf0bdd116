package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.api.Bucket;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.api.ObjectBucket;
import dev.gannet.api.OnChange;
import dev.gannet.api.OnStream;
import dev.gannet.api.StreamMessage;
import dev.gannet.api.Token;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.bucket.Buckets;
import dev.gannet.client.bucket.ChangeMethods;
import dev.gannet.client.call.BeanMethod;
import dev.gannet.client.call.Checks;
import dev.gannet.client.call.Expressions;
import dev.gannet.client.call.Observer;
import dev.gannet.client.call.ObserverKind;
import dev.gannet.client.call.Payloads;
import dev.gannet.client.call.Running;
import dev.gannet.client.call.Surroundings;
import dev.gannet.client.stream.StreamMethods;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.ObjectStore;
import io.nats.client.Options;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buckets of an application, and methods that are called for changes of keys and messages of streams. */
class BucketObserversIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final List<Running> running = new ArrayList<>();
    private RunningServer server;
    private JnatsMessaging messaging;
    private Connection admin;

    @Inject
    @Bucket("settings")
    KeyValue required;

    @Inject
    @Bucket(value = "settings", create = true, history = 3, ttlMillis = 60_000, inMemory = true, sql = "latest")
    KeyValue wanted;

    @Inject
    @ObjectBucket("files")
    ObjectStore requiredFiles;

    @Inject
    @ObjectBucket(value = "files", create = true, inMemory = true)
    ObjectStore wantedFiles;

    @BeforeEach
    void start() throws Exception {
        server = ServerUnderTest.start(configuration());
        admin = Nats.connect(again(server.url()).build());
        messaging = JnatsMessaging.connect(again(server.url()));
    }

    @AfterEach
    void end() throws Exception {
        stop();
        messaging.close();
        admin.close();
        calls.shutdownNow();
        server.close();
    }

    @Test
    void shouldFindABucketThatIsThere() throws Exception {
        // given none
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> Buckets.keyValue(admin, "settings", said("required", Bucket.class)))
                .withMessage("bucket settings: there is none: make it, or say create = true where it is injected");

        // when it is made
        Buckets.keyValue(admin, "settings", said("wanted", Bucket.class)).put("a", "1");

        // then it is as it was asked for
        KeyValueStatus status = admin.keyValueManagement().getStatus("settings");
        assertThat(status.getMaxHistoryPerKey()).isEqualTo(3);
        assertThat(status.getTtl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(status.getStorageType()).isEqualTo(StorageType.Memory);
        assertThat(status.getMetadata()).containsEntry("gannet.sql", "latest");
        KeyValue found = Buckets.keyValue(admin, "settings", said("required", Bucket.class));
        assertThat(found.get("a").getValueAsString()).isEqualTo("1");
    }

    @Test
    void shouldNotChangeABucketThatIsThere() throws Exception {
        // given
        admin.keyValueManagement()
                .create(KeyValueConfiguration.builder("settings")
                        .maxHistoryPerKey(7)
                        .build());

        // when
        Buckets.keyValue(admin, "settings", said("wanted", Bucket.class));

        // then
        assertThat(admin.keyValueManagement().getStatus("settings").getMaxHistoryPerKey())
                .isEqualTo(7);
    }

    @Test
    void shouldFindAnObjectStoreThatIsThere() throws Exception {
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> Buckets.objectStore(admin, "files", said("requiredFiles", ObjectBucket.class)))
                .withMessageContaining("object store files: there is none");
        Buckets.objectStore(admin, "files", said("wantedFiles", ObjectBucket.class))
                .put("a", "text".getBytes(UTF_8));
        assertThat(Buckets.objectStore(admin, "files", said("requiredFiles", ObjectBucket.class))
                        .getInfo("a")
                        .getSize())
                .isEqualTo(4);
    }

    @Test
    void shouldCallForChanges() throws Exception {
        // given a bucket with a value
        KeyValue bucket = bucket();
        bucket.put("limits.early", "0");

        // when
        start(new ChangeMethods(), new Limits());
        eventually(() -> {
            bucket.put("limits.probe", "9");
            assertThat(seen).contains("probe = 9");
        });
        bucket.put("limits.a", "1");
        bucket.put("others.a", "1");
        bucket.put("limits.bad", "x");
        bucket.put("limits.a", "2");
        bucket.delete("limits.a");

        // then for those it wants, in their order; one that fails does not hold up the next
        eventually(() -> assertThat(seen).contains("all: limits.a DELETE"));
        eventually(() ->
                assertThat(seen).filteredOn(line -> line.startsWith("a =")).containsExactly("a = 1", "a = 2"));
        assertThat(seen).noneMatch(line -> line.startsWith("early"));
        assertThat(seen).contains("all: limits.early PUT", "all: others.a PUT");
    }

    @Test
    void shouldCallForChangesMadeWhileTheServerWasAway() throws Exception {
        // given
        KeyValue bucket = bucket();
        start(new ChangeMethods(), new Limits());
        eventually(() -> {
            bucket.put("limits.probe", "9");
            assertThat(seen).contains("probe = 9");
        });

        // when the server is started again
        int port = server.clientPort();
        server.close();
        server = ServerUnderTest.start(configuration(), port);
        eventually(() -> assertThat(admin.getStatus()).isEqualTo(Connection.Status.CONNECTED));
        seen.clear();
        bucket.put("limits.b", "5");

        // then
        eventually(() -> assertThat(seen).contains("b = 5"));
        eventually(() -> assertThat(seen)
                .filteredOn(line -> line.startsWith("all: limits.b"))
                .hasSize(1));
    }

    @Test
    void shouldCallForMessagesOfAStream() throws Exception {
        // given
        for (String name : List.of("ORDERS", "DEAD")) {
            admin.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(name)
                            .subjects(name.toLowerCase(java.util.Locale.ROOT) + ".>")
                            .build());
        }
        start(new StreamMethods(), new Orders());

        // when one of two cannot be read
        admin.jetStream().publish("orders.x.new", "no number".getBytes(UTF_8));
        admin.jetStream().publish("orders.7.new", "text".getBytes(UTF_8));

        // then it is a dead letter at once
        eventually(() -> assertThat(seen).contains("7 text 2 1"));
        eventually(() -> assertThat(admin.jetStreamManagement()
                        .getMessage("DEAD", 1)
                        .getHeaders()
                        .getFirst("Gannet-Deliveries"))
                .isEqualTo("1"));
        assertThat(seen).hasSize(1);
    }

    @Test
    void shouldSayWhatIsWrongWithMethods() {
        // when
        Checks checks = checks();
        new StreamMethods().check(methods(new WrongStreams()), checks);
        new ChangeMethods().check(methods(new WrongChanges()), checks);

        // then
        assertThat(checks.problems())
                .anySatisfy(problem ->
                        assertThat(problem).contains("WrongStreams.noName").contains("stream: empty"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("WrongStreams.dotted").contains("\"a.b\""))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("WrongStreams.deadWildcard")
                        .contains("deadLetter \"dead.*\""))
                .anySatisfy(problem ->
                        assertThat(problem).contains("WrongStreams.nobodyAtAll").contains("concurrency: 0"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("WrongChanges.bucket").contains("\"a.b\""))
                .anySatisfy(problem ->
                        assertThat(problem).contains("WrongChanges.key").contains("\"a..b\""))
                .hasSize(6);
    }

    private KeyValue bucket() throws Exception {
        admin.keyValueManagement()
                .create(KeyValueConfiguration.builder("limits")
                        .maxHistoryPerKey(64)
                        .build());
        return admin.keyValue("limits");
    }

    private String configuration() {
        return "jetstream { store_dir: '" + directory + "' }";
    }

    private static Options.Builder again(String url) {
        return new Options.Builder().server(url).maxReconnects(-1).reconnectWait(Duration.ofMillis(50));
    }

    private static <A extends java.lang.annotation.Annotation> A said(String field, Class<A> type) {
        try {
            return BucketObserversIT.class.getDeclaredField(field).getAnnotation(type);
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private void start(ObserverKind kind, Object bean) {
        Checks checks = checks();
        List<Observer> observers = kind.check(
                methods(bean).stream()
                        .filter(method -> method.method().isAnnotationPresent(kind.annotation()))
                        .toList(),
                checks);
        assertThat(checks.problems()).isEmpty();
        Surroundings surroundings = new Surroundings() {
            @Override
            public Messaging messaging() {
                return messaging;
            }

            @Override
            public Connection nats() {
                return messaging.connection();
            }

            @Override
            public Executor executor() {
                return calls;
            }
        };
        observers.forEach(observer -> running.add(observer.start(surroundings)));
    }

    private void stop() {
        running.forEach(each -> each.drain(SOON).toCompletableFuture().join());
        running.clear();
    }

    private static Checks checks() {
        return new Checks(new Expressions(key -> Optional.empty()), new Payloads());
    }

    private static List<BeanMethod> methods(Object bean) {
        return Arrays.stream(bean.getClass().getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(method ->
                        new BeanMethod(bean.getClass(), method, (called, arguments) -> call(bean, called, arguments)))
                .toList();
    }

    private static Object call(Object bean, Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    /** Methods for changes. */
    final class Limits {
        @OnChange(bucket = "limits", key = "limits.*")
        void limit(@Token String name, String value) {
            seen.add(name + " = " + Integer.parseInt(value));
        }

        @OnChange(bucket = "limits", initial = true, deletes = true)
        void all(KeyValueEntry entry) {
            seen.add("all: " + entry.getKey() + " " + entry.getOperation());
        }
    }

    /** A method for a stream. */
    final class Orders {
        @OnStream(
                stream = "ORDERS",
                consumer = "billing",
                subjects = "orders.*.new",
                create = true,
                deadLetter = "dead.orders")
        void order(@Token long number, String text, StreamMessage message) {
            seen.add(number + " " + text + " " + message.sequence() + " " + message.deliveries());
        }
    }

    /** Mistakes. */
    static final class WrongStreams {
        @OnStream(stream = "", consumer = "c")
        void noName(String text) {}

        @OnStream(stream = "a.b", consumer = "c")
        void dotted(String text) {}

        @OnStream(stream = "S", consumer = "c", deadLetter = "dead.*")
        void deadWildcard(String text) {}

        @OnStream(stream = "S", consumer = "c", concurrency = 0)
        void nobodyAtAll(String text) {}
    }

    /** Mistakes. */
    static final class WrongChanges {
        @OnChange(bucket = "a.b")
        void bucket(String value) {}

        @OnChange(bucket = "b", key = "a..b")
        void key(String value) {}
    }
}
