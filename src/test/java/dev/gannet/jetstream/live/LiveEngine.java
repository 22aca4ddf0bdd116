package dev.gannet.jetstream.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.account.Account;
import dev.gannet.account.Accounts;
import dev.gannet.base.Clock;
import dev.gannet.config.feature.JetStreamLimits;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.GetRequest;
import dev.gannet.jetstream.MessageAnswer;
import dev.gannet.jetstream.Pulls;
import dev.gannet.jetstream.config.StreamConfigReader;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.event.AdvisoryHost;
import dev.gannet.jetstream.loop.LoopAccess;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.routing.Router;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.segment.StoredMessage;
import dev.gannet.testing.CrashStream;
import dev.gannet.testing.RecordingLog;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All streams of a server on some disk, without sockets: its one event loop beside the stream loop is the test's thread, and its files are small,
 * so that there is much of everything.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class LiveEngine implements LoopAccess, AutoCloseable {
    private static final JetStream.Sizes SMALL = new JetStream.Sizes(
            64 << 10,
            8 << 10,
            24 << 10,
            MILLISECONDS.toNanos(100),
            MILLISECONDS.toNanos(1),
            1 << 10,
            new Scrubber.Pace(16 << 10, MILLISECONDS.toNanos(5), MILLISECONDS.toNanos(50)));
    private static final long WAIT_NANOS = SECONDS.toNanos(30);
    private static final byte[] NO_HEADERS = {};

    private final LinkedBlockingQueue<Consumer<Router>> posted = new LinkedBlockingQueue<>();
    private final List<Runnable> turnEnds = new CopyOnWriteArrayList<>();
    private final Router router = new Router(new Staging(0), 4096, false, 1);
    private final Staging streamStaging = new Staging(1);
    private final LoopContext streams = new LoopContext(streamStaging, new Router(streamStaging, 4096, false, 1));
    private final AtomicReference<@Nullable Consumer<Runnable>> streamLoop = new AtomicReference<>();
    private final RecordingLog log = new RecordingLog();
    private final Account account;
    private final JetStream engine;

    private LiveEngine(Disk disk, Accounts accounts, JetStream.Sizes sizes) throws IOException {
        this.account = accounts.global();
        this.engine = JetStream.start(new JetStream.Parts(
                disk,
                this,
                accounts::find,
                new Unlimited(),
                IngestLimits.of(0, 0, 64L << 20),
                "",
                sizes,
                Thread::new,
                Clock.system(),
                () -> 1,
                new Unheard(),
                log));
    }

    /** Starts on what the disk holds. */
    static LiveEngine start(Disk disk, Accounts accounts) throws Exception {
        return start(disk, accounts, SMALL);
    }

    static LiveEngine start(Disk disk, Accounts accounts, JetStream.Sizes sizes) throws Exception {
        LiveEngine made = new LiveEngine(disk, accounts, sizes);
        made.<List<dev.gannet.jetstream.StreamView>>ask(
                answer -> made.engine.streams().list(made.account, answer));
        return made;
    }

    private static final class Unlimited implements StreamRules.Settings {
        @Override
        public JetStreamLimits server() {
            return JetStreamLimits.DEFAULT;
        }

        @Override
        public AccountJetStreamConfig of(Account of) {
            return AccountJetStreamConfig.DEFAULT;
        }

        @Override
        public java.util.Collection<Account> accounts() {
            return List.of();
        }

        @Override
        public long maxMemoryBytes() {
            return -1;
        }

        @Override
        public long maxStoreBytes() {
            return -1;
        }

        @Override
        public int payloadBytesMax() {
            return 1 << 20;
        }

        @Override
        public boolean writesLongSubjects() {
            return false;
        }
    }

    /** Has the answers to published messages given to a test: the number behind {@code ack.} and the text. */
    void onAnswer(BiConsumer<Integer, String> answers) {
        listen("ack.*", heard -> answers.accept(heard.number(), heard.text()));
    }

    /** Has messages of consumers given to a test: the subject of what is said of each. */
    void onMessage(String subject, Consumer<String> acks) {
        listen(subject, heard -> {
            if (!heard.reply().isEmpty()) { // Or else it is a status.
                acks.accept(heard.reply());
            }
        });
    }

    /** Has confirmations given to a test: the last token of their subjects. */
    void onConfirmation(String subject, Consumer<Integer> numbers) {
        listen(subject, heard -> numbers.accept(heard.number()));
    }

    private void listen(String subject, Consumer<Heard> heard) {
        account.interest().add(new Subscription(new Ear(posted, heard), subject, null, "0"));
    }

    /** A message that has come. */
    private record Heard(String subject, String reply, String text) {
        int number() {
            return Integer.parseInt(subject.substring(subject.lastIndexOf('.') + 1));
        }
    }

    private static final class Ear extends InternalSubscriber {
        private final LinkedBlockingQueue<Consumer<Router>> posted;
        private final Consumer<Heard> heard;

        Ear(LinkedBlockingQueue<Consumer<Router>> posted, Consumer<Heard> heard) {
            super(nowhere(2));
            this.posted = posted;
            this.heard = heard;
        }

        @Override
        public String name() {
            return "ear";
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame, int loop) {
            String subject = new String(frame.chunk().bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
            String reply = new String(frame.chunk().bytes(frame.tail(), frame.replyLength()), ISO_8859_1);
            String text = new String(frame.chunk().bytes(frame.bodyStart(), frame.size()), UTF_8);
            Heard message = new Heard(subject, reply, text);
            posted.add(router -> heard.accept(message)); // They come on the stream loop.
        }
    }

    /** Asks for messages of a consumer that are there now. */
    void pull(String stream, String consumer, String reply, int batch) {
        pull(stream, consumer, reply, batch, () -> {});
    }

    /** Asks for messages of a consumer that are there now; something is run if there is no such consumer. */
    void pull(String stream, String consumer, String reply, int batch, Runnable nobody) {
        byte[] body = ("{\"batch\":" + batch + ",\"no_wait\":true}").getBytes(UTF_8);
        byte[] inbox = reply.getBytes(ISO_8859_1);
        engine.pulls().pull(new Pulls.Pull(account, stream, consumer, inbox, body, false, nobody), 0);
    }

    /** Has consumers send nothing any more, as when the server is about to end. */
    void stopSending() {
        engine.stopSending();
    }

    /** Takes nothing any more, as when a server goes on without streams. */
    void stopTaking() {
        engine.stopTaking();
    }

    /** Says something of a message; it is confirmed if there is a reply. Returns how many listen. */
    int say(String ack, @Nullable String reply, String what) {
        return router.publish(account, new ServerMessage(ack, reply, NO_HEADERS, what.getBytes(UTF_8)));
    }

    List<String> log() {
        return log.lines();
    }

    /** Publishes a message of a stream; its answer goes to {@code ack.<reply>}. */
    void publish(CrashStream stream, int message, int reply) {
        byte[] headers = stream.kind() == CrashStream.Kind.UNIQUE
                ? ("NATS/1.0\r\nNats-Msg-Id: " + message + "\r\n\r\n").getBytes(ISO_8859_1)
                : NO_HEADERS;
        ServerMessage sent =
                new ServerMessage(stream.subject(message), "ack." + reply, headers, stream.payload(message));
        router.publish(account, sent);
    }

    /** Publishes any message; its answer goes to {@code ack.<reply>}. */
    void publish(String subject, int reply, String headers, byte[] payload) {
        byte[] lines = headers.isEmpty() ? NO_HEADERS : ("NATS/1.0\r\n" + headers + "\r\n\r\n").getBytes(ISO_8859_1);
        router.publish(account, new ServerMessage(subject, "ack." + reply, lines, payload));
    }

    /** Makes a stream with these settings; returns whether that could be done. */
    boolean create(String settings) throws Exception {
        StreamConfigReader.Asked asked = new StreamConfigReader(false).request(settings.getBytes(UTF_8));
        return this.<dev.gannet.jetstream.Streams.Made>ask(
                        answer -> engine.streams().create(account, asked, answer))
                != null;
    }

    /** Returns the streams, sorted by name. */
    List<dev.gannet.jetstream.StreamView> list() throws Exception {
        List<dev.gannet.jetstream.StreamView> views =
                this.ask(answer -> engine.streams().list(account, answer));
        return views == null ? List.of() : views;
    }

    /** Returns how many messages went, or -1 if it was refused. */
    long purge(String stream, dev.gannet.jetstream.PurgeRequest request) throws Exception {
        Long count = this.ask(answer -> engine.streams().purge(account, stream, request, answer));
        return count == null ? -1 : count;
    }

    boolean delete(String stream, long seq, boolean erase) throws Exception {
        return this.<dev.gannet.jetstream.config.StreamConfig>ask(
                        answer -> engine.streams().deleteMessage(account, stream, seq, erase, answer))
                != null;
    }

    /** Returns what a request gets, a line for each message and one for the end. */
    List<String> get(String stream, GetRequest request) throws Exception {
        List<String> found = new java.util.concurrent.CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        engine.streams().get(account, stream, request, new MessageAnswer() {
            @Override
            public void message(StoredMessage message, long pending) {
                found.add(message.seq() + " " + new String(message.subject(), ISO_8859_1) + " "
                        + java.util.Arrays.hashCode(message.payload()) + " " + pending);
            }

            @Override
            public void done(End end) {
                found.add("end " + end.messages() + " " + end.lastSeq());
                ended.complete(true);
            }

            @Override
            public void failed(ApiError error) {
                found.add("failed " + error.code());
                ended.complete(false);
            }
        });
        await(ended);
        return found;
    }

    /** Ends a turn of the event loop, and runs what has come, or waits a moment for it. */
    void turn() throws InterruptedException {
        turnEnds.forEach(Runnable::run);
        Consumer<Router> task = posted.poll(1, MILLISECONDS);
        while (task != null) {
            task.accept(router);
            task = posted.poll();
        }
    }

    /** Asks, and turns the event loop until there is an answer: the value, or null if it was refused. */
    <T> @Nullable T ask(Consumer<Answer<T>> question) throws Exception {
        CompletableFuture<@Nullable T> answer = new CompletableFuture<>();
        question.accept(new Answer<>() {
            @Override
            public void done(T value) {
                answer.complete(value);
            }

            @Override
            public void failed(ApiError error) {
                answer.complete(null);
            }
        });
        await(answer);
        return answer.join();
    }

    private void await(CompletableFuture<?> answer) throws InterruptedException {
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (!answer.isDone()) {
            assertThat(System.nanoTime() - deadline)
                    .as("an answer: %s", log.lines())
                    .isNegative();
            turn();
        }
    }

    /** Returns whether it could be made. */
    boolean create(CrashStream stream) throws Exception {
        StreamConfigReader.Asked asked =
                new StreamConfigReader(false).request(stream.settings().getBytes(UTF_8));
        return this.<dev.gannet.jetstream.Streams.Made>ask(
                        answer -> engine.streams().create(account, asked, answer))
                != null;
    }

    boolean purge(CrashStream stream, long below) throws Exception {
        dev.gannet.jetstream.PurgeRequest request = new dev.gannet.jetstream.PurgeRequest("", below, 0);
        return this.<Long>ask(answer -> engine.streams().purge(account, stream.name(), request, answer)) != null;
    }

    boolean delete(CrashStream stream, long seq, boolean erase) throws Exception {
        return this.<dev.gannet.jetstream.config.StreamConfig>ask(
                        answer -> engine.streams().deleteMessage(account, stream.name(), seq, erase, answer))
                != null;
    }

    /** Makes a consumer, whose settings are JSON; returns whether it is there then. */
    boolean consumer(String stream, String config) throws Exception {
        String request = "{\"stream_name\":\"" + stream + "\",\"config\":" + config + "}";
        var asked = new dev.gannet.jetstream.config.consumer.ConsumerConfigReader(false)
                .request(request.getBytes(UTF_8), "");
        return this.<dev.gannet.jetstream.Consumers.Made>ask(
                        answer -> engine.consumers().create(account, asked, answer))
                != null;
    }

    /** Does something on the stream loop, and waits for what comes of it. */
    <T> T onLoop(java.util.function.BiFunction<LiveShard, dev.gannet.jetstream.stream.Stream, T> task, String stream)
            throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        LiveShard live = engine.disk();
        live.loop().post(new Runnable() {
            @Override
            public void run() {
                try {
                    result.complete(task.apply(
                            live, java.util.Objects.requireNonNull(live.shard().find(account.name(), stream))));
                } catch (dev.gannet.store.fetch.NotInMemoryException e) {
                    live.fetches().fetch(e.fetch(), failure -> run());
                }
            }
        });
        await(result);
        return result.join();
    }

    /** Returns how a stream says that it is, or null if there is none. */
    dev.gannet.jetstream.@Nullable StreamView view(CrashStream stream) throws Exception {
        return this.ask(answer ->
                engine.streams().view(account, stream.name(), dev.gannet.jetstream.ViewRequest.PLAIN, answer));
    }

    /** Returns all messages that can be read of a stream; none if there is no such stream. */
    List<CrashStream.Kept> read(CrashStream stream) throws Exception {
        List<CrashStream.Kept> found = new ArrayList<>();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        GetRequest all = new GetRequest(false, 1, "", "", 0, Integer.MAX_VALUE, 0, List.of(), 0, 0);
        engine.streams().get(account, stream.name(), all, new MessageAnswer() {
            @Override
            public void message(StoredMessage message, long pending) {
                found.add(new CrashStream.Kept(
                        message.seq(), new String(message.subject(), ISO_8859_1), message.payload()));
            }

            @Override
            public void done(End end) {
                ended.complete(true);
            }

            @Override
            public void failed(ApiError error) {
                assertThat(error.code())
                        .isEqualTo(ErrorCode.STREAM_NOT_FOUND.error().code());
                ended.complete(false);
            }
        });
        await(ended);
        return found;
    }

    @Override
    public int count() {
        return 2;
    }

    @Override
    public LoopContext join(Consumer<Runnable> post) {
        streamLoop.set(post);
        return streams;
    }

    @Override
    public void post(int loop, Consumer<Router> task) {
        if (loop == 0) {
            posted.add(task);
        } else {
            Objects.requireNonNull(streamLoop.get()).accept(() -> task.accept(streams.router()));
        }
    }

    @Override
    public boolean isPolling(int loop) {
        return loop == 0 && posted.size() % 2 == 0; // Now the one, now the other.
    }

    @Override
    public boolean isAsleep(int loop) {
        return false;
    }

    @Override
    public void atTurnEnd(int loop, Runnable action) {
        if (loop == 0) {
            turnEnds.add(action);
        } else {
            Objects.requireNonNull(streamLoop.get()).accept(() -> streams.atTurnEnd(action));
        }
    }

    @Override
    public void slowProducer(int loop) {
        // The test's thread reads from nobody.
    }

    @Override
    public void close() {
        engine.close();
    }

    /** Nobody listens to what is told. */
    private static final class Unheard implements AdvisoryHost {
        @Override
        public Instant now() {
            return Clock.system().instant();
        }

        @Override
        public String serverName() {
            return "";
        }

        @Override
        public String domain() {
            return "";
        }

        @Override
        public void publish(Account to, ServerMessage message) {
            throw new IllegalStateException("published: " + message.subject() + " (expected: nobody listens)");
        }
    }
}
