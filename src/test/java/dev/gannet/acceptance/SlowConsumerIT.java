package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that do not read what they subscribed to. */
class SlowConsumerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PAYLOAD_BYTES = 64 << 10;
    private static final int FLOOD = 1000; // More than sockets take.
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20); // 3 MB/s, the flood lasts 20 s.

    @Test // CP-154, CP-193. nats-server drops it at once, but frees the socket only when its last write times out.
    void shouldCloseAClientThatHasTooMuchPending() throws Exception {
        shouldCloseWhoDoesNotRead("max_pending: 1MB\nmax_payload: 128KB\nwrite_deadline: \"2s\"");
    }

    @Test // CP-154, CP-194
    void shouldCloseAClientThatCannotBeWrittenToInTime() throws Exception {
        shouldCloseWhoDoesNotRead("max_pending: 1GB\nmax_payload: 128KB\nwrite_deadline: \"200ms\"");
    }

    @ParameterizedTest // CP-194, CF-93
    @CsvSource({"default, false", "close, false", "retry, true"})
    void shouldBearAClientThatReadsSlowlyIfToldTo(String writeTimeout, boolean isBorne) throws Exception {
        try (RunningServer server = ServerUnderTest.start("max_pending: 1GB, max_payload: 128KB, http: 127.0.0.1:-1"
                        + "\nwrite_deadline: \"500ms\", write_timeout: " + writeTimeout);
                WireConnection slow = new WireConnection(server.clientPort());
                Connection publisher = Clients.connect(server.url())) {
            slow.readLine();
            slow.send("CONNECT {\"verbose\":false}\r\nSUB flood 1\r\nPING\r\n");
            assertThat(slow.readLine()).isEqualTo("PONG\r\n");
            for (int i = 0; i < FLOOD; i++) {
                publisher.publish("flood", new byte[PAYLOAD_BYTES]);
            }

            // when it reads a little now and then, until the server has seen that it is slow
            long read = 0;
            long start = System.nanoTime();
            for (long pauses = 0; slowConsumers(server) == 0; ) {
                long elapsed = System.nanoTime() - start;
                assertThat(elapsed).isLessThan(TIMEOUT_NANOS);
                if (elapsed >= pauses * PAUSE_NANOS) {
                    read += slow.read(PAYLOAD_BYTES).length();
                    pauses++;
                }
            }

            // then it can read the rest, or it is closed
            String last = "MSG flood 1 4\r\nlast\r\n";
            publisher.publish("flood", "last".getBytes(StandardCharsets.US_ASCII));
            long whole = (long) FLOOD * ("MSG flood 1 65536\r\n".length() + PAYLOAD_BYTES + 2) + last.length();
            if (isBorne) {
                assertThat(read + readAll(slow, whole - last.length() - read)).isEqualTo(whole - last.length());
                assertThat(slow.read(last.length())).isEqualTo(last);
            } else {
                assertThat(read + readAll(slow, whole - read)).isLessThan(whole);
            }
        }
    }

    /** Reads so many bytes, or fewer if the server closes the connection before. */
    private static long readAll(WireConnection connection, long bytes) throws Exception {
        long rest = bytes;
        int count = 1;
        while (rest > 0 && count > 0) {
            count = connection.read((int) Math.min(PAYLOAD_BYTES, rest)).length();
            rest -= count;
        }
        return bytes - rest;
    }

    private static long slowConsumers(RunningServer server) throws Exception {
        URI varz = URI.create("http://127.0.0.1:" + server.monitoringPort() + "/varz");
        String page = HTTP.send(HttpRequest.newBuilder(varz).build(), BodyHandlers.ofString())
                .body();
        return JSON.readTree(page).path("slow_consumers").asLong();
    }

    private static void shouldCloseWhoDoesNotRead(String configuration) throws Exception {
        try (RunningServer server = ServerUnderTest.start(configuration);
                WireConnection slow = new WireConnection(server.clientPort());
                Connection publisher = Clients.connect(server.url());
                Connection reader = Clients.connect(server.url())) {
            // given a client that subscribes and reads no further, and one that reads
            slow.readLine();
            slow.send("CONNECT {\"verbose\":false}\r\nSUB flood 1\r\nPING\r\n");
            assertThat(slow.readLine()).isEqualTo("PONG\r\n");
            AtomicInteger read = new AtomicInteger();
            reader.createDispatcher(message -> read.incrementAndGet()).subscribe("flood");
            reader.flush(SOON);

            // when messages are published until the server has nobody slow any more
            byte[] payload = new byte[PAYLOAD_BYTES];
            int published = 0;
            long deadline = System.nanoTime() + TIMEOUT_NANOS;
            while (!isClosed(slow) && System.nanoTime() - deadline < 0) {
                publisher.publish("flood", payload);
                publisher.flush(SOON);
                published++;
            }

            // then the slow client has been closed, and the others have not noticed
            assertThat(isClosed(slow)).isTrue();
            publisher.flush(SOON);
            reader.flush(SOON);
            reader.drain(SOON).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(read).hasValue(published);
        }
    }

    /** Finds out by sending, so that nothing has to be read. */
    private static boolean isClosed(WireConnection connection) throws Exception {
        return !connection.trySend("PING\r\n");
    }
}
