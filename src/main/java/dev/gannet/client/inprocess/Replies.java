package dev.gannet.client.inprocess;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for an answer. All answers come to subjects with one prefix, so that one subscription is enough.
 * Any thread.
 */
final class Replies {
    private final String prefix;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<String, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();

    /** @param prefix a subject that nobody else has, with a dot behind it */
    Replies(String prefix) {
        this.prefix = prefix;
    }

    /** Returns what all answers are subscribed to with. */
    String wildcard() {
        return prefix + "*";
    }

    /** Returns where one more answer is expected. */
    String next(CompletableFuture<Message> answer) {
        String reply = prefix + Long.toString(lastNumber.incrementAndGet(), Character.MAX_RADIX);
        waiting.put(reply, answer);
        return reply;
    }

    /** Nobody waits for this answer any more. */
    void forget(String reply) {
        waiting.remove(reply);
    }

    /** Returns who waits for an answer that has come, and forgets it; null if nobody does. */
    @Nullable
    CompletableFuture<Message> take(String reply) {
        return waiting.remove(reply);
    }

    /** No answer will come. */
    void fail(String reason) {
        waiting.values().forEach(answer -> answer.completeExceptionally(new MessagingException(reason, null)));
        waiting.clear();
    }
}
