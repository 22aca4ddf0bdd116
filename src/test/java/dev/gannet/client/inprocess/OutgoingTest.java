package dev.gannet.client.inprocess;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    private final Outgoing outgoing = new Outgoing();
    private final Server server = new Server();

    /** Counts how often it was told that there is something. */
    private static final class Server implements WritableByteChannel {
        private final AtomicInteger told = new AtomicInteger();

        @Override
        public int write(ByteBuffer source) {
            assertThat(source.hasRemaining()).isFalse();
            told.incrementAndGet();
            return 0;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void shouldWriteMessagesAndLines() throws Exception {
        outgoing.publish(bytes("a.b"), null, new byte[0], bytes("hello"));
        outgoing.publish(bytes("a"), bytes("r"), new byte[0], new byte[0]);
        outgoing.publish(bytes("a"), null, bytes("NATS/1.0\r\nK: v\r\n\r\n"), bytes("0123456789"));
        outgoing.publish(bytes("a"), bytes("r"), bytes("NATS/1.0\r\n\r\n"), new byte[0]);
        outgoing.line(bytes("PING\r\n"));

        assertThat(readAll(1000).lines())
                .containsExactly(
                        "PUB a.b 5",
                        "hello",
                        "PUB a r 0",
                        "",
                        "HPUB a 18 28",
                        "NATS/1.0",
                        "K: v",
                        "",
                        "0123456789",
                        "HPUB a r 12 12",
                        "NATS/1.0",
                        "",
                        "",
                        "PING");
    }

    @Test
    void shouldTellOnceUntilAllWasRead() throws Exception {
        // given what was sent before there was a server
        outgoing.line(bytes("1"));
        outgoing.connect(server);
        assertThat(server.told).hasValue(1);

        // when more is sent, it knows already
        outgoing.line(bytes("2"));
        assertThat(server.told).hasValue(1);

        // then it is told again after it has found less than it could take, and only then
        assertThat(readAll(2)).isEqualTo("12");
        outgoing.line(bytes("3"));
        assertThat(server.told).hasValue(1);
        assertThat(readAll(2)).isEqualTo("3");
        outgoing.line(bytes("4"));
        assertThat(server.told).hasValue(2);
    }

    @Test
    void shouldKeepTheOrderInPieces() throws Exception {
        StringBuilder sent = new StringBuilder();
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            outgoing.line(bytes("line " + i + "\n"));
            sent.append("line ").append(i).append('\n');
            if (i % 3 == 0) {
                read.append(readAll(17));
            }
            if (i % 1000 == 999) {
                read.append(readAll(4096));
            }
        }
        for (String more = readAll(5000); !more.isEmpty(); more = readAll(5000)) {
            read.append(more);
        }
        assertThat(read.toString()).isEqualTo(sent.toString());
    }

    @Test
    void shouldWaitWhileMuchIsUnread() throws Exception {
        // given as much as may be
        byte[] half = new byte[Outgoing.UNREAD_BYTES_MAX / 2];
        outgoing.line(half);
        outgoing.line(half);

        // when there is more
        var sent = new CompletableFuture<Void>();
        Thread sender = start(() -> outgoing.line(bytes("more")), sent);
        eventually(() -> assertThat(sender.getState()).isEqualTo(Thread.State.WAITING));

        // then it waits until there is room
        readAll(4);
        sent.get();
    }

    @Test
    void shouldTakeOneThatIsLargerThanAll() throws Exception {
        byte[] large = new byte[Outgoing.UNREAD_BYTES_MAX * 2];
        outgoing.line(large);

        assertThat(readAll(large.length)).hasSize(large.length);
    }

    @Test
    void shouldRefuseWhenItIsClosed() throws Exception {
        // given somebody who waits
        outgoing.line(new byte[Outgoing.UNREAD_BYTES_MAX]);
        var sent = new CompletableFuture<Void>();
        Thread sender = start(() -> outgoing.line(bytes("more")), sent);
        eventually(() -> assertThat(sender.getState()).isEqualTo(Thread.State.WAITING));

        // when
        outgoing.close();

        // then
        assertThatThrownBy(sent::get).hasCauseInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> outgoing.line(bytes("again"))).isInstanceOf(ClosedChannelException.class);
        assertThat(readAll(10)).isEmpty();
    }

    @Test
    void shouldWaitInterruptibly() throws Exception {
        outgoing.line(new byte[Outgoing.UNREAD_BYTES_MAX]);
        var sent = new CompletableFuture<Void>();
        Thread sender = start(() -> outgoing.line(bytes("more")), sent);

        sender.interrupt();

        assertThatThrownBy(sent::get).hasCauseInstanceOf(InterruptedIOException.class);
    }

    /** Something that is sent. */
    private interface Sending {
        void send() throws Exception;
    }

    private static Thread start(Sending sending, CompletableFuture<Void> sent) {
        Thread sender = new Thread(() -> {
            try {
                sending.send();
                sent.complete(null);
            } catch (Exception e) {
                sent.completeExceptionally(e);
            }
        });
        sender.setDaemon(true);
        sender.start();
        return sender;
    }

    private String readAll(int bytes) {
        ByteBuffer target = ByteBuffer.allocate(bytes);
        outgoing.read(target);
        return UTF_8.decode(target.flip()).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
