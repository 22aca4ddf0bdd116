package dev.gannet.acceptance;

import static dev.gannet.acceptance.Clients.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.WireConnection;
import io.nats.client.Connection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that do not read what they subscribed to. */
class SlowConsumerIT {
    private static final int PAYLOAD_BYTES = 64 << 10;
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Test // CP-154, CP-193. nats-server drops it at once, but frees the socket only when its last write times out.
    void shouldCloseAClientThatHasTooMuchPending() throws Exception {
        shouldCloseWhoDoesNotRead("max_pending: 1MB\nmax_payload: 128KB\nwrite_deadline: \"2s\"");
    }

    @Test // CP-154, CP-194
    void shouldCloseAClientThatCannotBeWrittenToInTime() throws Exception {
        shouldCloseWhoDoesNotRead("max_pending: 1GB\nmax_payload: 128KB\nwrite_deadline: \"200ms\"");
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
