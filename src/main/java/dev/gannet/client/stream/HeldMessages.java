package dev.gannet.client.stream;

import dev.gannet.api.NoRespondersException;
import dev.gannet.api.StreamMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The messages that have come and of which nothing has been said yet: they wait for their call, or it runs. The server is
 * told that they are in progress, and then what became of them.
 *
 * <p><b>Owner:</b> the observers' thread; calls run elsewhere.
 */
final class HeldMessages {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client.stream");
    private static final String NEVER_ENDED = "the last call of it never ended";

    private final StreamSettings settings;
    private final StreamCall call;
    private final DeadLetters deadLetters;
    private final Executor owner;
    private final Executor calls;
    private final Queue<JnatsStreamMessage> waiting = new ArrayDeque<>();
    private final Set<JnatsStreamMessage> running = new HashSet<>();
    private final Set<JnatsStreamMessage> seenAtLastTick = new HashSet<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private boolean closing;
    private Runnable onRoom = () -> {};

    HeldMessages(StreamSettings settings, StreamCall call, DeadLetters deadLetters, Executor owner, Executor calls) {
        this.settings = settings;
        this.call = call;
        this.deadLetters = deadLetters;
        this.owner = owner;
        this.calls = calls;
    }

    /** Has {@code action} run, on the owner's thread, when fewer are held than before. */
    void onRoom(Runnable action) {
        onRoom = action;
    }

    int size() {
        return waiting.size() + running.size();
    }

    void arrived(JnatsStreamMessage message) {
        if (closing) {
            say(message, () -> message.again(0));
            return;
        }
        waiting.add(message);
        startNext();
    }

    /** Tells the server of those that were held at the last tick already. */
    void tick() {
        for (JnatsStreamMessage message : seenAtLastTick) {
            if (running.contains(message) || waiting.contains(message)) {
                say(message, message::inProgress);
            }
        }
        seenAtLastTick.clear();
        seenAtLastTick.addAll(running);
        seenAtLastTick.addAll(waiting);
    }

    /** Gives back what has not begun; the stage ends when what has begun is done. */
    CompletionStage<@Nullable Void> close() {
        closing = true;
        waiting.forEach(message -> say(message, () -> message.again(0)));
        waiting.clear();
        endIfDone();
        return ended;
    }

    private void startNext() {
        while (running.size() < settings.concurrency() && !waiting.isEmpty()) {
            JnatsStreamMessage message = waiting.remove();
            running.add(message);
            if (settings.isBeyondLast(message.deliveries())) {
                bury(message, NEVER_ENDED);
            } else {
                start(message);
            }
        }
    }

    private void start(JnatsStreamMessage message) {
        try {
            calls.execute(() -> run(message));
        } catch (RejectedExecutionException e) {
            outcome(message, e);
        }
    }

    private void run(JnatsStreamMessage message) {
        CompletionStage<?> result;
        try {
            result = call.call(message);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            result = CompletableFuture.failedStage(e);
        }
        result.whenComplete((value, failure) -> owner.execute(() -> outcome(message, failure)));
    }

    private void outcome(JnatsStreamMessage message, @Nullable Throwable failure) {
        if (failure == null) {
            end(message, message::acknowledge);
            return;
        }
        Throwable cause = unwrapped(failure);
        boolean isHopeless = settings.isHopeless(cause) || call.isHopeless(cause);
        if (isHopeless || settings.isLast(message.deliveries())) {
            LOG.log(System.Logger.Level.WARNING, settings + " gives up " + name(message), cause);
            bury(message, cause.getMessage() == null ? cause.getClass().getName() : cause.toString());
            return;
        }
        Duration backoff = settings.backoffAfter(message.deliveries());
        LOG.log(
                System.Logger.Level.WARNING,
                settings + " failed with " + name(message) + ", which comes again in " + backoff.toMillis() + " ms",
                cause);
        end(message, () -> message.again(backoff.toMillis()));
    }

    /** It is dropped only when a stream keeps the dead letter. */
    private void bury(JnatsStreamMessage message, String error) {
        if (settings.deadLetter().isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, settings + " drops " + name(message) + ": " + error);
            end(message, message::drop);
            return;
        }
        deadLetters
                .publish(message, error)
                .whenComplete((ack, failure) -> owner.execute(() -> buried(message, failure)));
    }

    private void buried(JnatsStreamMessage message, @Nullable Throwable failure) {
        if (failure == null) {
            end(message, message::drop);
            return;
        }
        Throwable cause = unwrapped(failure);
        String hint = cause instanceof NoRespondersException ? " (expected: a stream with this subject)" : "";
        LOG.log(
                System.Logger.Level.ERROR,
                settings + " keeps " + name(message) + ", which is no dead letter yet: " + cause.getMessage() + hint);
        end(message, () -> message.again(settings.backoffAfter(Long.MAX_VALUE).toMillis()));
    }

    private void end(JnatsStreamMessage message, Runnable answer) {
        running.remove(message);
        seenAtLastTick.remove(message);
        say(message, answer);
        startNext();
        endIfDone();
        onRoom.run();
    }

    private void endIfDone() {
        if (closing && running.isEmpty()) {
            ended.complete(null);
        }
    }

    /** A connection that is closed meanwhile says nothing: the message comes again. */
    private void say(StreamMessage message, Runnable answer) {
        try {
            answer.run();
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, settings + " could not answer for " + name(message), e);
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable found = failure;
        while (found instanceof CompletionException && found.getCause() != null) {
            found = found.getCause();
        }
        return found;
    }

    private static String name(StreamMessage message) {
        return "message " + message.sequence() + " (" + message.subject() + ", delivery " + message.deliveries() + ")";
    }
}
