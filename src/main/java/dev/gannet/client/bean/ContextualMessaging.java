package dev.gannet.client.bean;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.SubjectListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Messaging whose answers come on {@code threads}, where what depends on them may wait, and in what surrounded who asked. (A
 * connection's own threads hold up all its answers while they wait.) Any thread.
 */
record ContextualMessaging(Messaging messaging, CallerContext context, Executor threads) implements Messaging {
    @Override
    public CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        CompletionStage<Message> arrival = messaging.requestAsync(subject, headers, payload, timeout);
        Runnable handOver = context.capture(() -> hand(arrival, answer));
        arrival.whenCompleteAsync((message, failure) -> handOver.run(), threads).whenComplete((message, failure) -> {
            if (failure != null) {
                hand(arrival, answer); // The application starts or ends: it has no threads or no surroundings now.
            }
        });
        return answer;
    }

    /** Ends {@code answer}, if that has not happened, as {@code arrival} has ended. */
    private static void hand(CompletionStage<Message> arrival, CompletableFuture<Message> answer) {
        CompletionStage<Message> unused = arrival.whenComplete((message, failure) -> {
            if (failure == null) {
                answer.complete(message);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        messaging.publish(subject, headers, payload);
    }

    @Override
    public Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout) {
        return messaging.request(subject, headers, payload, timeout);
    }

    @Override
    public Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener) {
        return messaging.subscribe(subject, queue, listener);
    }
}
