package dev.gannet.client.inprocess;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.api.NoRespondersException;
import dev.gannet.api.SubjectListener;
import dev.gannet.client.Deadlines;
import dev.gannet.client.NoServerException;
import io.nats.client.NUID;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Messaging with a server in the same JVM, without a socket. When the server goes, what is sent meanwhile is refused, and
 * subscriptions go on when there is one again.
 *
 * <p>Any thread. Listeners are called on threads of the executor that was given, each subscription's by one at a time.
 */
public final class InProcessMessaging implements Messaging, InProcessLink.Listener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final int REPLIES_SID = 1;

    private final Supplier<@Nullable InProcessServer> servers;
    private final Options options;
    private final Executor executor;
    private final Deadlines deadlines = new Deadlines();
    private final Frames frames = new Frames();
    private final Replies replies = new Replies("_INBOX." + NUID.nextGlobal() + ".");
    private final ShortWait shortWait =
            new ShortWait(System::nanoTime, Runtime.getRuntime().availableProcessors());
    private final AtomicInteger lastSid = new AtomicInteger(REPLIES_SID);
    private final Map<Integer, InProcessSubscription> subscriptions = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable InProcessLink> link = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private InProcessMessaging(Supplier<@Nullable InProcessServer> servers, Options options, Executor executor) {
        this.servers = servers;
        this.options = options;
        this.executor = executor;
    }

    /**
     * Connects.
     *
     * @param servers where the server is now; asked again when it has gone
     * @param settings who logs in, and by which name; addresses do not matter
     * @param executor has threads enough for every listener that is called at a time
     * @throws NoServerException if there is no server
     * @throws MessagingException if it does not let this client in
     */
    public static InProcessMessaging connect(
            Supplier<@Nullable InProcessServer> servers, Options.Builder settings, Executor executor) {
        Options options = settings.reportNoResponders().build();
        InProcessMessaging messaging = new InProcessMessaging(servers, options, executor);
        messaging.open();
        return messaging;
    }

    private void open() {
        InProcessServer server = servers.get();
        if (server == null) {
            throw new NoServerException("no server in this JVM");
        }
        InProcessLink opened = InProcessLink.open(server, options, this, executor);
        try {
            opened.send(subscribeLine(replies.wildcard(), null, REPLIES_SID));
            for (InProcessSubscription subscription : subscriptions.values()) {
                opened.send(subscribeLine(subscription.subject, subscription.queue, subscription.sid));
            }
            opened.flush();
        } catch (IOException e) {
            opened.close();
            throw new MessagingException("cannot connect to the server in this JVM: " + e.getMessage(), e);
        }
        link.set(opened);
        if (closed.get()) {
            link.compareAndSet(opened, null);
            opened.close();
        } else if (opened.hasEnded()) {
            ended(opened);
        }
    }

    private static byte[] subscribeLine(String subject, @Nullable String queue, int sid) {
        return Frames.line("SUB " + subject + (queue == null ? " " : " " + queue + " ") + sid);
    }

    // What the link tells. Nothing here waits.

    @Override
    public void message(InProcessLink from, int sid, InProcessMessage.Parts parts) {
        InProcessMessage message = new InProcessMessage(this, parts);
        if (sid == REPLIES_SID) {
            CompletableFuture<Message> answer = replies.take(message.subject());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        InProcessSubscription subscription = subscriptions.get(sid);
        if (subscription != null) {
            subscription.offer(message);
        }
    }

    @Override
    public void ended(InProcessLink from) {
        if (!link.compareAndSet(from, null)) {
            return; // It never was in use, or is not any more.
        }
        try {
            executor.execute(() -> replies.fail("the server in this JVM has gone"));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the application ends too: {0}", e.getMessage());
        }
        if (!closed.get()) {
            LOG.log(System.Logger.Level.WARNING, "the server in this JVM has gone; trying until there is one again");
            retry();
        }
    }

    private void retry() {
        try {
            deadlines.after(RETRY, () -> executor.execute(this::again));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed meanwhile: {0}", e.getMessage());
        }
    }

    private void again() {
        if (closed.get()) {
            return;
        }
        try {
            open();
            LOG.log(System.Logger.Level.INFO, "connected to the server in this JVM again");
        } catch (MessagingException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}", e.getMessage());
            retry();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "connecting to the server in this JVM again", e);
            retry();
        }
    }

    // What the application does.

    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        try {
            send(subject, null, headers, payload);
        } catch (IllegalArgumentException | IOException e) {
            throw new MessagingException("publish to " + subject + ": " + e.getMessage(), e);
        }
    }

    private void send(String subject, @Nullable String reply, Map<String, List<String>> headers, byte[] payload)
            throws IOException {
        InProcessLink current = current();
        byte[] block = Frames.headers(headers);
        if (block.length + payload.length > current.payloadMax()) {
            throw new IllegalArgumentException((block.length + payload.length) + " bytes (expected: at most "
                    + current.payloadMax() + ", the server's max_payload)");
        }
        byte[] answers = reply == null ? null : Frames.word("reply subject", reply);
        current.publish(frames.subject(subject), answers, block, payload);
    }

    private InProcessLink current() throws IOException {
        InProcessLink current = link.get();
        if (current == null) {
            throw new IOException(closed.get() ? "messaging is closed" : "there is no server in this JVM now");
        }
        return current;
    }

    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        String reply = replies.next(answer);
        try {
            send(subject, reply, headers, payload);
        } catch (IllegalArgumentException | IOException e) {
            answer.completeExceptionally(e);
        }
        // What depends on the answer must not run where it arrives: nothing there may wait.
        return deadlines
                .limit(answer, timeout)
                .handleAsync(
                        (message, failure) -> {
                            replies.forget(reply);
                            return answered(subject, timeout, message, failure);
                        },
                        executor);
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        String reply = replies.next(answer);
        try {
            send(subject, reply, headers, payload);
            shortWait.await(answer::isDone);
            return answered(subject, timeout, answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS), null);
        } catch (IllegalArgumentException | IOException | TimeoutException | ExecutionException e) {
            return answered(subject, timeout, null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while waiting for an answer to " + subject, e);
        } finally {
            replies.forget(reply);
        }
    }

    private static Message answered(
            String subject, Duration timeout, @Nullable Message message, @Nullable Throwable failure) {
        String what = "request to " + subject + ": ";
        if (message instanceof InProcessMessage answer && answer.saysThatNobodyAnswers()) {
            throw new NoRespondersException(what + "503 No Responders Available For Request", null);
        }
        if (message != null) {
            return message;
        }
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException) {
            throw new MessagingException(what + "no answer within " + timeout.toMillis() + " ms", cause);
        }
        throw new MessagingException(what + (cause == null ? "no answer" : cause.getMessage()), cause);
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        int sid = lastSid.incrementAndGet();
        boolean subscribed = false;
        try {
            Frames.word("subject", subject);
            if (queue != null) {
                Frames.word("queue", queue);
            }
            InProcessLink current = current();
            subscriptions.put(sid, new InProcessSubscription(sid, subject, queue, listener, executor));
            current.send(subscribeLine(subject, queue, sid));
            current.flush();
            subscribed = true;
            return new Open(this, sid);
        } catch (IllegalArgumentException | IOException e) {
            throw new MessagingException("subscribe to " + subject + ": " + e.getMessage(), e);
        } finally {
            if (!subscribed) {
                unsubscribe(sid);
            }
        }
    }

    /** A subscription as an application has it. */
    private record Open(InProcessMessaging messaging, int sid) implements Subscription {
        @Override
        public void close() {
            messaging.unsubscribe(sid);
        }

        @Override
        public CompletionStage<Boolean> drain(Duration timeout) {
            return messaging.drain(sid, timeout);
        }
    }

    private void unsubscribe(int sid) {
        InProcessSubscription subscription = subscriptions.remove(sid);
        if (subscription != null) {
            subscription.close();
            sendUnsubscribe(sid);
        }
    }

    private void sendUnsubscribe(int sid) {
        InProcessLink current = link.get();
        if (current != null) {
            try {
                current.send(Frames.line("UNSUB " + sid));
                current.flush();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "UNSUB {0}: {1}", sid, e.getMessage());
            }
        }
    }

    private CompletionStage<Boolean> drain(int sid, Duration timeout) {
        InProcessSubscription subscription = subscriptions.get(sid);
        if (subscription == null) {
            return CompletableFuture.completedStage(true);
        }
        sendUnsubscribe(sid);
        return deadlines.limit(subscription.drained(), timeout, false).whenComplete((all, failure) -> {
            subscriptions.remove(sid);
            subscription.close();
        });
    }

    /** Ends the connection and all subscriptions. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        subscriptions.values().forEach(InProcessSubscription::close);
        subscriptions.clear();
        InProcessLink current = link.getAndSet(null);
        if (current != null) {
            end(current);
        }
        replies.fail("messaging is closed");
        deadlines.close();
    }

    /** What was published before is still sent. */
    private static void end(InProcessLink last) {
        try {
            last.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the last messages may be lost: {0}", e.getMessage());
        } finally {
            last.close();
        }
    }
}
