package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Message;
import io.nats.client.ObjectStore;
import io.nats.client.Subscription;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.ObjectStoreConfiguration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once for a long time: messages are published, pulled and pushed, keys and objects come and go, some
 * clients do not read, and the server is stopped and killed. Each goes on, and the server does not become larger.
 */
@ExtendWith(ProcessUnderTest.class)
class SoakIT {
    private static final long SECONDS = 60L * Integer.getInteger("gannet.soak.minutes", 0);
    private static final long SECONDS_MIN = 20;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long GO_ON_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long HEAP_MORE_MAX = 64L << 20;
    private static final int THREADS_MORE_MAX = 8;
    private static final int DESCRIPTORS_MORE_MAX = 48;
    private static final int OBJECT_BYTES = 300_000;

    @TempDir
    Path temporary;

    private final CountDownLatch never = new CountDownLatch(1);
    private final List<SoakClient> clients = new ArrayList<>();

    @Test
    void shouldGoOnWithoutGrowing() throws Exception {
        assumeFalse(ServerUnderTest.isReference(), "figures are those of a JVM");
        long seconds = Math.max(SECONDS_MIN, SECONDS);
        String directory = temporary.toRealPath().toString();
        ServerProcess server = start(-1, directory);
        int port = server.clientPort();
        try {
            make(server.url());
            begin(server.url());
            for (String signal : List.of("TERM", "KILL")) {
                pass(seconds / 6);
                server.signal(signal);
                server.awaitExit();
                server.close();
                server = start(port, directory);
                awaitAll(server, "after " + signal);
            }
            pass(seconds / 6);
            ServerFigures before = ServerFigures.of(server);
            pass(seconds / 2);
            awaitAll(server, "at the end");
            ServerFigures after = ServerFigures.of(server);
            System.getLogger(SoakIT.class.getName())
                    .log(System.Logger.Level.INFO, seconds + " s: " + counts() + "; " + before + ", then " + after);
            assertThat(after.heapBytes()).as("alive").isLessThan(before.heapBytes() + HEAP_MORE_MAX);
            assertThat(after.threads()).isLessThan(before.threads() + THREADS_MORE_MAX);
            assertThat(after.descriptors()).isLessThan(before.descriptors() + DESCRIPTORS_MORE_MAX);
            drain(server);
            assertThat(server.log()).doesNotContain("[ERR]");
        } finally {
            for (SoakClient client : clients) {
                client.close();
            }
            server.close();
        }
    }

    private static ServerProcess start(int port, String directory) throws Exception {
        return ServerProcess.start(EXECUTABLE, "", port, "-js", "-sd", directory);
    }

    private void pass(long seconds) throws InterruptedException {
        assertThat(never.await(seconds, TimeUnit.SECONDS)).isFalse();
    }

    private static void make(String url) throws Exception {
        try (Connection connection = Clients.connect(url)) {
            ask(
                    connection,
                    "STREAM.CREATE.WORK",
                    "{\"name\":\"WORK\",\"subjects\":[\"work.*\"],\"retention\":\"workqueue\"}");
            ask(connection, "STREAM.CREATE.NEWS", "{\"name\":\"NEWS\",\"subjects\":[\"news.*\"],\"max_msgs\":20000}");
            consumer(
                    connection,
                    "WORK",
                    "\"durable_name\":\"pulled\",\"ack_policy\":\"explicit\",\"ack_wait\":2000000000");
            consumer(
                    connection,
                    "NEWS",
                    "\"durable_name\":\"pushed\",\"ack_policy\":\"explicit\",\"ack_wait\":2000000000,"
                            + "\"deliver_subject\":\"push.here\"");
            consumer(
                    connection,
                    "NEWS",
                    "\"durable_name\":\"slow\",\"ack_policy\":\"none\",\"deliver_subject\":\"slow.here\"");
            connection
                    .keyValueManagement()
                    .create(KeyValueConfiguration.builder()
                            .name("KEYS")
                            .maxHistoryPerKey(5)
                            .build());
            connection
                    .objectStoreManagement()
                    .create(ObjectStoreConfiguration.builder("OBJECTS").build());
        }
    }

    private static void consumer(Connection connection, String stream, String config) throws Exception {
        String name = config.replaceAll("^\"durable_name\":\"(\\w+)\".*", "$1");
        ask(
                connection,
                "CONSUMER.DURABLE.CREATE." + stream + "." + name,
                "{\"stream_name\":\"" + stream + "\",\"config\":{" + config + "}}");
    }

    private static void ask(Connection connection, String what, String body) throws Exception {
        assertThat(StreamQuestions.ask(connection, what, body)).doesNotContain("\"error\"");
    }

    private void begin(String url) throws Exception {
        clients.add(new SoakClient("published", url, (connection, i) -> publish(connection, "work." + i % 10)));
        clients.add(new SoakClient("told", url, (connection, i) -> publish(connection, "news." + i % 10)));
        clients.add(new SoakClient("pulled", url, SoakIT::pull));
        Map<Connection, Subscription> pushed = new HashMap<>();
        clients.add(new SoakClient("pushed", url, (connection, i) -> push(connection, pushed)));
        clients.add(new SoakClient("keys", url, SoakIT::keys));
        clients.add(new SoakClient("watched", url, SoakIT::watch));
        clients.add(new SoakClient("objects", url, SoakIT::object));
        clients.add(new SoakClient("slow", url, SoakIT::slow));
    }

    private static int publish(Connection connection, String subject) throws Exception {
        Message ack = connection.request(subject, new byte[200], ANSWER);
        return ack != null && new String(ack.getData(), UTF_8).contains("\"seq\"") ? 1 : 0;
    }

    private static int pull(Connection connection, long number) throws Exception {
        String inbox = connection.createInbox();
        Subscription messages = connection.subscribe(inbox);
        String request = "{\"batch\":50,\"expires\":1000000000}";
        connection.publish("$JS.API.CONSUMER.MSG.NEXT.WORK.pulled", inbox, request.getBytes(UTF_8));
        int count = 0;
        Message message = messages.nextMessage(ANSWER);
        while (message != null && message.getStatus() == null) {
            count++;
            if (count % 10 == 0) {
                connection.request(message.getReplyTo(), "+ACK".getBytes(UTF_8), ANSWER);
            } else {
                connection.publish(message.getReplyTo(), "+ACK".getBytes(UTF_8));
            }
            message = count == 50 ? null : messages.nextMessage(ANSWER);
        }
        messages.unsubscribe();
        return count;
    }

    private static int push(Connection connection, Map<Connection, Subscription> pushed) throws Exception {
        Subscription messages = pushed.computeIfAbsent(connection, first -> first.subscribe("push.here"));
        Message message = messages.nextMessage(ANSWER);
        if (message == null || message.getReplyTo() == null) {
            return 0;
        }
        connection.publish(message.getReplyTo(), "+ACK".getBytes(UTF_8));
        return 1;
    }

    private static int keys(Connection connection, long number) throws Exception {
        KeyValue keys = connection.keyValue("KEYS");
        String key = "key" + number % 50;
        keys.put(key, ("value" + number).getBytes(UTF_8));
        assertThat(keys.get(key).getValueAsString()).isEqualTo("value" + number);
        if (number % 20 == 0) {
            keys.delete(key);
        }
        return 1;
    }

    /** Begins to watch, and has all keys told. */
    private static int watch(Connection connection, long number) throws Exception {
        return connection.keyValue("KEYS").keys().isEmpty() ? 0 : 1;
    }

    private static int object(Connection connection, long number) throws Exception {
        ObjectStore objects = connection.objectStore("OBJECTS");
        String name = "object" + number % 5;
        objects.put(name, new ByteArrayInputStream(new byte[OBJECT_BYTES]));
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        objects.get(name, found);
        assertThat(found.size()).isEqualTo(OBJECT_BYTES);
        objects.delete(name);
        return 1;
    }

    /** Wants everything that is told, and reads nothing of it. */
    private static int slow(Connection connection, long number) throws Exception {
        int port = Integer.parseInt(connection.getConnectedUrl().replaceAll(".*:", ""));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String lines = "CONNECT {\"verbose\":false}\r\nSUB slow.here 1\r\nSUB news.* 2\r\nSUB work.* 3\r\n";
            socket.getOutputStream().write(lines.getBytes(US_ASCII));
            socket.getOutputStream().flush();
            return new CountDownLatch(1).await(1 + number % 3, TimeUnit.SECONDS) ? 0 : 1;
        }
    }

    /** Waits until each client has done something more. */
    private void awaitAll(ServerProcess server, String when) throws Exception {
        Map<String, Long> before = counts();
        long deadline = System.nanoTime() + GO_ON_NANOS;
        for (SoakClient client : clients) {
            while (client.done() == before.getOrDefault(client.name(), 0L)) {
                assertThat(System.nanoTime() - deadline)
                        .as("%s: %s goes on, %s\n%s", when, client.name(), counts(), server.log())
                        .isNegative();
                assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new java.util.TreeMap<>();
        clients.forEach(client -> counts.put(client.name(), client.done()));
        return counts;
    }

    /** Nothing more is published to the queue, and it becomes empty. */
    private void drain(ServerProcess server) throws Exception {
        clients.remove(0).close();
        try (Connection connection = Clients.connect(server.url())) {
            long deadline = System.nanoTime() + GO_ON_NANOS;
            String info = "";
            while (!info.contains("\"messages\":0")) {
                assertThat(System.nanoTime() - deadline).as(info).isNegative();
                info = StreamQuestions.ask(connection, "STREAM.INFO.WORK", "");
            }
        }
    }
}
