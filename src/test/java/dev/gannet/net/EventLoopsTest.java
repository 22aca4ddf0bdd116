package dev.gannet.net;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.Chunk;
import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.LimitsConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.connection.transport.Peer;
import dev.gannet.connection.transport.Transport;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event loops, listeners and sockets on this machine's loopback, with peers that know no protocol of NATS. */
class EventLoopsTest {
    private static final int LOOPS = 2;
    private static final long LINGER_NANOS = 5_000_000_000L;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<LineEcho> peers = new CopyOnWriteArrayList<>();
    private final EventLoops loops = new EventLoops(
            ServerConfig.embedded().toBuilder()
                    .limits(LimitsConfig.defaults().withMaxPendingBytes(64L << 20))
                    .build(),
            ServerLog.silent(),
            this::thread,
            Clock.system(),
            () -> 1);
    private int port;

    /**
     * Sends each line back when it is whole; a line may begin with a size, so that the rest of it is announced.
     *
     * <p><b>Owner:</b> its event loop; the test reads.
     */
    private static final class LineEcho implements Peer {
        private final Transport transport;
        private final AtomicInteger reads = new AtomicInteger();
        private final List<String> ends = new CopyOnWriteArrayList<>();
        private int needed;

        LineEcho(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void opened() {
            transport.loop().staging().stage(transport.outbox(), "hello\n".getBytes(ISO_8859_1));
        }

        @Override
        public void tookLong(long nanos) {
            // It does, on a machine that has much else to do.
        }

        @Override
        public int received(Chunk in, int start, int limit) {
            reads.incrementAndGet();
            String text = new String(in.bytes(start, limit - start), ISO_8859_1);
            if (text.startsWith("fail")) {
                throw new IllegalStateException("a bug");
            }
            if (text.startsWith("miss")) {
                throw new NoClassDefFoundError("dev/gannet/Gone");
            }
            int last = text.lastIndexOf('\n') + 1;
            int space = text.indexOf(' ', last);
            needed = space < 0 ? 0 : Integer.parseInt(text.substring(last, space));
            if (last > 0) {
                transport
                        .loop()
                        .staging()
                        .stage(transport.outbox(), text.substring(0, last).getBytes(ISO_8859_1));
            }
            return start + last;
        }

        @Override
        public int needed() {
            return needed;
        }

        @Override
        public void inputEnded() {
            ends.add("inputEnded");
            transport.close(LINGER_NANOS);
        }

        @Override
        public void inputFailed() {
            ends.add("inputFailed");
            transport.close(0);
        }

        @Override
        public void outputFailed(OutboxFailure failure) {
            ends.add(failure.name());
            transport.close(0);
        }

        @Override
        public boolean outputLate(boolean moves) {
            ends.add(moves ? "outputLate" : "outputStuck");
            transport.close(0);
            return false;
        }

        @Override
        public void outputRecovered(long nanos, long bytes) {
            ends.add("outputRecovered");
        }
    }

    @BeforeEach
    void start() throws IOException {
        loops.start(LOOPS);
        port = loops.listen(loopback(0), transport -> {
            LineEcho peer = new LineEcho(transport);
            peers.add(peer);
            return peer;
        });
    }

    @AfterEach
    void stop() {
        loops.stop();
        assertThat(threads).hasSize(LOOPS).noneMatch(Thread::isAlive);
    }

    @Test
    void shouldAnswerWhoHasFinishedSending() throws Exception {
        try (WireConnection client = connect()) {
            // when all is sent, and the end right behind it
            client.send("a\nb\nc\n");
            client.finishSending();

            // then every answer comes, and then the end
            assertThat(client.readToEnd()).isEqualTo(new WireConnection.End("a\nb\nc\n", true));
        }
        assertThat(peers.get(0).ends).containsExactly("inputEnded");
    }

    @Test
    void shouldSendALotToWhoHasFinishedSending() throws Exception { // What the socket does not take is drained.
        try (WireConnection client = connect()) {
            // given more than sockets hold
            String line = "x".repeat(99_999) + "\n";

            // when the client reads only after it has sent all
            for (int i = 0; i < 100; i++) {
                client.send(line);
            }
            client.finishSending();

            // then
            WireConnection.End end = client.readToEnd();
            assertThat(end.ended()).isTrue();
            assertThat(end.rest()).isEqualTo(line.repeat(100));
        }
    }

    @Test
    void shouldGatherALongMessageAndShowItOnceWhenItIsWhole() throws Exception {
        try (WireConnection client = connect()) {
            // given a message that says how long it is, much longer than one read
            int length = 4 << 20;
            String head = (length + 8) + " ";
            String message = head + "y".repeat(length + 8 - head.length() - 1) + "\n";

            // when it comes in many pieces
            for (int from = 0; from < message.length(); from += 50_000) {
                client.send(message.substring(from, Math.min(message.length(), from + 50_000)));
            }

            // then it comes back, and was not looked at for every piece
            assertThat(client.read(message.length())).isEqualTo(message);
            assertThat(peers.get(0).reads.get()).isLessThan(8);
            client.send("short\n");
            assertThat(client.read(6)).isEqualTo("short\n");
        }
    }

    @Test
    void shouldServeOthersWhenOneConnectionFails() throws Exception {
        // given connections on every loop
        try (WireConnection one = connect();
                WireConnection two = connect();
                WireConnection three = connect();
                WireConnection four = connect()) {
            // when the server's own code fails for one of them, and is not there for another
            two.send("fail\n");
            three.send("miss\n");

            // then those are closed
            assertThat(two.readToEnd().ended()).isTrue();
            assertThat(three.readToEnd().ended()).isTrue();
            eventually(() -> assertThat(peers.stream().filter(peer -> peer.ends.equals(List.of("inputFailed"))))
                    .hasSize(2));
            for (WireConnection other : List.of(one, four)) {
                other.send("still here\n");
                assertThat(other.read(11)).isEqualTo("still here\n");
            }
        }
    }

    @Test
    void shouldTakeConnectionsInTurn() throws Exception {
        // when
        try (WireConnection one = connect();
                WireConnection two = connect()) {
            // then each loop has one
            assertThat(peers.get(0).transport.loop())
                    .isNotSameAs(peers.get(1).transport.loop());
            assertThat(one.unread() + two.unread()).isEmpty();
        }
    }

    @Test
    void shouldFreeThePortButKeepTheConnectionsWhenItStopsListening() throws Exception {
        try (WireConnection client = connect()) {
            // when
            loops.stopListening();

            // then nobody else comes in, and another may listen there at once
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
            assertThat(loops.listen(loopback(port), LineEcho::new)).isEqualTo(port);
            client.send("still here\n");
            assertThat(client.read(11)).isEqualTo("still here\n");
        }
    }

    @Test
    void shouldCloseEverySocketWhenItStops() throws Exception {
        try (WireConnection client = connect()) {
            // when
            loops.stop();

            // then
            assertThat(client.readToEnd().ended()).isTrue();
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        }
    }

    private WireConnection connect() throws IOException {
        WireConnection client = new WireConnection(port);
        if (!client.read(6).equals("hello\n")) {
            client.close();
            throw new IOException("not greeted");
        }
        return client;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "event-loops-test");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
