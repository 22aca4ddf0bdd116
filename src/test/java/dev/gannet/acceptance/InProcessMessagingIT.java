package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.client.inprocess.InProcessMessaging;
import dev.gannet.client.inprocess.InProcessServer;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.GannetExtension;
import dev.gannet.testing.ServerUnderTest;
import dev.gannet.testing.TlsFiles;
import io.nats.client.Options;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messaging as an application uses it in the server's own JVM, and what is so only there. */
class InProcessMessagingIT extends MessagingCase {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ExecutorService threads = Executors.newCachedThreadPool();

    @RegisterExtension
    static final GannetExtension server = new GannetExtension();

    @AfterAll
    static void end() {
        threads.shutdownNow();
    }

    @Override
    Messaging connected() {
        return connected(server.server());
    }

    private static InProcessMessaging connected(GannetServer to) {
        return InProcessMessaging.connect(() -> to.inProcess()::apply, new Options.Builder(), threads);
    }

    @Override
    void close(Messaging connected) {
        ((InProcessMessaging) connected).close();
    }

    @Test
    void shouldMeetThoseWhoComeOverTcp() throws Exception {
        // given one of each kind
        try (JnatsMessaging remote = JnatsMessaging.connect(new Options.Builder().server(server.url()));
                InProcessMessaging here = connected(server.server())) {
            BlockingQueue<Message> received = new LinkedBlockingQueue<>();
            remote.subscribe("meet.there", received::add);
            here.subscribe("meet.here", request -> request.respond("from here: " + request.text()));

            // then each hears the other
            here.publish("meet.there", Map.of("Way", List.of("short")), "hello".getBytes(UTF_8));
            Message first = received.poll(20, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(first.text()).isEqualTo("hello");
            assertThat(first.header("Way")).isEqualTo("short");
            assertThat(remote.request("meet.here", "hi", SOON).text()).isEqualTo("from here: hi");
        }
    }

    @Test
    void shouldCarryTheLargestMessageAndRefuseALargerOne() throws Exception {
        try (InProcessMessaging here = connected(server.server())) {
            // given
            byte[] largest = new byte[1024 * 1024];
            Arrays.fill(largest, (byte) 'x');
            here.subscribe("large.echo", request -> request.respond(request.payload()));

            // then
            for (int i = 0; i < 20; i++) {
                assertThat(here.request("large.echo", Map.of(), largest, SOON).payload())
                        .isEqualTo(largest);
            }
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> here.publish("large.echo", new byte[1024 * 1024 + 1]))
                    .withMessageContaining("1048577 bytes")
                    .withMessageContaining("max_payload");
        }
    }

    @Test
    void shouldLoseNothingOfWhatManyThreadsSend() throws Exception {
        try (InProcessMessaging here = connected(server.server());
                InProcessMessaging there = connected(server.server())) {
            // given
            int each = 20_000;
            int[] next = new int[4];
            CompletableFuture<Void> all = new CompletableFuture<>();
            there.subscribe("many.*", message -> {
                int sender = message.subject().charAt(5) - '0';
                if (Integer.parseInt(message.text()) != next[sender]++) {
                    all.completeExceptionally(new AssertionError("out of order: " + message.subject()));
                }
                if (Arrays.stream(next).allMatch(count -> count == each)) {
                    all.complete(null);
                }
            });

            // when
            for (int sender = 0; sender < next.length; sender++) {
                String subject = "many." + sender;
                threads.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        here.publish(subject, Integer.toString(i));
                    }
                });
            }

            // then each sender's messages come, in order
            all.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldComeBackWithItsSubscriptionsWhenThereIsAServerAgain() throws Exception {
        // given
        AtomicReference<GannetServer> current = new AtomicReference<>(start(""));
        try (InProcessMessaging here = InProcessMessaging.connect(
                () -> {
                    GannetServer now = current.get();
                    return now == null ? null : now.inProcess()::apply;
                },
                new Options.Builder(),
                threads)) {
            BlockingQueue<Message> received = new LinkedBlockingQueue<>();
            here.subscribe("back.*", received::add);

            // when the server goes
            current.getAndSet(null).close();

            // then what is sent is refused
            eventually(() -> assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> here.publish("back.x", "lost"))
                    .withMessageContaining("there is no server in this JVM now"));

            // and with another one it goes on
            current.set(start(""));
            eventually(() -> assertThatNoException().isThrownBy(() -> here.publish("back.y", "again")));
            assertThat(received.poll(20, TimeUnit.SECONDS).subject()).isEqualTo("back.y");
        } finally {
            GannetServer last = current.get();
            if (last != null) {
                last.close();
            }
        }
    }

    @Test
    void shouldSayWhoIsNotLetIn() throws Exception {
        try (GannetServer guarded = start("authorization { user: app, password: secret }")) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> connected(guarded))
                    .withMessageContaining("Authorization Violation");
            InProcessMessaging.connect(
                            () -> guarded.inProcess()::apply, new Options.Builder().userInfo("app", "secret"), threads)
                    .close();
        }
    }

    @Test
    void shouldKnowUsersThatMayOnlyComeFromInside() throws Exception {
        String users =
                "authorization { users: [{ user: app, password: secret, allowed_connection_types: [IN_PROCESS] }] }";
        try (GannetServer guarded = start(users)) {
            Options.Builder app = new Options.Builder().userInfo("app", "secret");
            InProcessMessaging.connect(() -> guarded.inProcess()::apply, app, threads)
                    .close();
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> JnatsMessaging.connect(
                            new Options.Builder().userInfo("app", "secret").server(guarded.url())));
        }
    }

    @Test // CP-31
    void shouldNotAskForTlsWhereNothingIsBetween() throws Exception {
        String tls = "tls { " + TlsFiles.pair("server") + " }";
        try (GannetServer encrypted = start(tls)) {
            // when
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            WritableByteChannel channel = encrypted.inProcess().apply(in -> told.add(text(in)));

            // then
            String info = told.poll(20, TimeUnit.SECONDS);
            assertThat(info)
                    .startsWith("INFO {")
                    .contains("\"tls_available\":true")
                    .doesNotContain("tls_required");
            channel.close();
            connected(encrypted).close();
        }
    }

    @Test
    void shouldKeepWhatIsNotTakenUntilItIsAskedFor() throws Exception {
        // given a program that takes nothing at first
        StringBuilder taken = new StringBuilder();
        AtomicBoolean takes = new AtomicBoolean(true);
        BlockingQueue<Integer> news = new LinkedBlockingQueue<>();
        WritableByteChannel channel = server.server().inProcess().apply(in -> {
            if (takes.get()) {
                synchronized (taken) {
                    taken.append(text(in));
                }
            }
            news.add(in.remaining());
        });
        channel.write(bytes("CONNECT {\"verbose\":false}\r\nSUB slow 1\r\nPING\r\n"));
        eventually(() -> assertThat(textOf(taken)).contains("PONG"));
        takes.set(false);
        news.clear();

        // when
        channel.write(bytes("PUB slow 5\r\nhello\r\n"));
        assertThat(news.poll(20, TimeUnit.SECONDS)).isPositive();
        takes.set(true);
        channel.write(ByteBuffer.allocate(0));

        // then
        eventually(() -> assertThat(textOf(taken)).endsWith("MSG slow 1 5\r\nhello\r\n"));

        // and what comes after the end is refused
        channel.close();
        eventually(() -> assertThat(channel.isOpen()).isFalse());
        assertThatThrownBy(() -> channel.write(bytes("PING\r\n"))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldSendWhatWasPublishedBeforeTheEnd() throws Exception {
        try (InProcessMessaging there = connected(server.server())) {
            // given
            AtomicInteger received = new AtomicInteger();
            there.subscribe("last.*", message -> received.incrementAndGet());

            for (int round = 1; round <= 10; round++) {
                // when somebody publishes faster than it is read, and ends
                InProcessMessaging here = connected(server.server());
                for (int i = 0; i < 50_000; i++) {
                    here.publish("last.one", "0123456789");
                }
                here.close();

                // then all of it comes
                int all = round * 50_000;
                eventually(() -> assertThat(received).hasValue(all));
            }
        }
    }

    /** A program from which the server reads, and which takes a few bytes at a time. */
    private static final class Slow implements Consumer<ByteBuffer>, ReadableByteChannel {
        private final StringBuilder taken = new StringBuilder();
        private final Queue<ByteBuffer> sent = new ConcurrentLinkedQueue<>();

        @Override
        public void accept(ByteBuffer in) {
            ByteBuffer some = in.slice(in.position(), Math.min(7, in.remaining()));
            in.position(in.position() + some.remaining());
            synchronized (taken) {
                taken.append(text(some));
            }
        }

        @Override
        public int read(ByteBuffer target) {
            ByteBuffer next = sent.poll();
            if (next == null) {
                return 0;
            }
            int count = next.remaining();
            target.put(next);
            return count;
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
    void shouldKeepWhatIsNotTakenByWhomItReadsFrom() throws Exception {
        // given
        Slow program = new Slow();
        WritableByteChannel channel = server.server().inProcess().apply(program);
        program.sent.add(bytes(
                "CONNECT {\"verbose\":false}\r\nSUB slow 1\r\nPUB slow 26\r\nabcdefghijklmnopqrstuvwxyz\r\nPING\r\n"));

        // when it says again and again that it takes more, then it gets all
        eventually(() -> {
            channel.write(ByteBuffer.allocate(0));
            assertThat(textOf(program.taken)).endsWith("MSG slow 1 26\r\nabcdefghijklmnopqrstuvwxyz\r\nPONG\r\n");
        });

        // and what it should have been read from is refused
        assertThatThrownBy(() -> channel.write(bytes("PING\r\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 bytes (expected: none");
        channel.close();
    }

    @Test
    void shouldTellTheEndToWhomTakesNothingToo() throws Exception {
        // given a program that takes nothing
        BlockingQueue<Boolean> ends = new LinkedBlockingQueue<>();
        GannetServer closing = start("");
        WritableByteChannel channel = closing.inProcess().apply(in -> {
            if (!in.hasRemaining()) {
                ends.add(true);
            }
        });
        channel.write(bytes("CONNECT {\"verbose\":true}\r\nPING\r\n"));

        // when the server ends
        closing.close();

        // then
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void shouldLeaveOthersAloneWhenTheSenderIsInterrupted() throws Exception {
        try (JnatsMessaging remote = JnatsMessaging.connect(
                        new Options.Builder().server(server.url()).maxReconnects(0));
                InProcessMessaging here = connected(server.server())) {
            // given somebody behind a socket
            BlockingQueue<Message> received = new LinkedBlockingQueue<>();
            remote.subscribe("interrupted.x", received::add);

            // when an interrupted thread sends
            Thread.currentThread().interrupt();
            for (int i = 0; i < 100; i++) {
                here.publish("interrupted.x", "message " + i);
            }
            assertThat(Thread.interrupted()).isTrue();

            // then all of it comes
            for (int i = 0; i < 100; i++) {
                assertThat(received.poll(20, TimeUnit.SECONDS).text()).isEqualTo("message " + i);
            }
        }
    }

    @Test
    void shouldSayThatThereIsNoServer() {
        assertThat(InProcessServer.inContainer()).isNull();
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> InProcessMessaging.connect(() -> null, new Options.Builder(), threads))
                .withMessage("no server in this JVM");
        GannetServer closed = start("");
        closed.close();
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> connected(closed))
                .withMessageContaining("the server takes none");
    }

    private static GannetServer start(String natsConf) {
        return ServerUnderTest.startEmbedded(natsConf);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static String textOf(StringBuilder builder) {
        synchronized (builder) {
            return builder.toString();
        }
    }
}
