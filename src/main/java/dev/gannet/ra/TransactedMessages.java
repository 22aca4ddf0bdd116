package dev.gannet.ra;

import dev.gannet.api.MessagingException;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import dev.gannet.client.JnatsMessaging;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was published in a transaction: held back until that commits, and forgotten when it does not.
 *
 * <p><b>Owner:</b> the thread of the transaction.
 */
final class TransactedMessages {
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

    private final Bounds bounds;
    private final List<Consumer<JnatsMessaging>> plain = new ArrayList<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private long bytes;

    TransactedMessages(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * How much a transaction may hold back.
     *
     * @param bytesMax of payloads and headers
     */
    record Bounds(int messagesMax, long bytesMax) {}

    /** A message for a stream, and whether that keeps it. */
    private record Acknowledged(
            Function<JnatsMessaging, CompletionStage<PubAck>> publish, CompletableFuture<PubAck> kept) {}

    /** Holds a message back. */
    void publish(String subject, Map<String, List<String>> headers, byte[] payload) {
        take(subject, headers, payload);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        byte[] bytesNow = payload.clone();
        plain.add(messaging -> messaging.publish(subject, copy, bytesNow));
    }

    /** Holds a message for a stream back; the stage ends with the transaction. */
    CompletionStage<PubAck> publishAcknowledged(
            String subject, byte[] payload, PublishOptions options, Duration timeout) {
        take(subject, options.headers(), payload);
        CompletableFuture<PubAck> kept = new CompletableFuture<>();
        byte[] bytesNow = payload.clone();
        acknowledged.add(new Acknowledged(
                messaging -> messaging.publishAcknowledgedAsync(subject, bytesNow, options, timeout), kept));
        return kept.copy();
    }

    /** What could not be sent is refused now: at the commit it would be late. */
    private void take(String subject, Map<String, List<String>> headers, byte[] payload) {
        try {
            ActivationChecks.literal("subject", subject);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("publish to " + subject + ": " + e.getMessage(), e);
        }
        int count = plain.size() + acknowledged.size() + 1;
        if (count > bounds.messagesMax()) {
            throw new MessagingException(
                    "publish to " + subject + ": " + count
                            + " messages in a transaction (expected: at most transactionMessagesMax, which is "
                            + bounds.messagesMax() + ")",
                    null);
        }
        long size = size(headers, payload);
        if (bytes + size > bounds.bytesMax()) {
            throw new MessagingException(
                    "publish to " + subject + ": " + (bytes + size)
                            + " bytes in a transaction (expected: at most transactionBytesMax, which is "
                            + bounds.bytesMax() + ")",
                    null);
        }
        bytes += size;
    }

    private static long size(Map<String, List<String>> headers, byte[] payload) {
        long size = payload.length;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                size += header.getKey().length() + value.length();
            }
        }
        return size;
    }

    /**
     * Sends them: first those that streams may refuse, and the others when the streams keep them all.
     *
     * @throws MessagingException if that is not so, or the server cannot be reached
     */
    void commit(JnatsMessaging messaging) {
        if (plain.isEmpty() && acknowledged.isEmpty()) {
            return;
        }
        try {
            if (messaging.connection().getStatus() != Connection.Status.CONNECTED) {
                throw new MessagingException("the server is not there: nothing was sent", null);
            }
            sendAcknowledged(messaging);
            sendPlain(messaging);
        } catch (MessagingException e) {
            fail(e);
            throw e;
        }
    }

    private void sendAcknowledged(JnatsMessaging messaging) {
        List<CompletableFuture<PubAck>> sent = acknowledged.stream()
                .map(message -> message.publish().apply(messaging).toCompletableFuture())
                .toList();
        int kept = 0;
        MessagingException problem = null;
        for (int i = 0; i < sent.size(); i++) {
            try {
                PubAck ack = sent.get(i).join();
                acknowledged.get(i).kept().complete(ack);
                kept++;
            } catch (CompletionException e) {
                MessagingException failure = failure(e);
                acknowledged.get(i).kept().completeExceptionally(failure);
                problem = problem == null ? failure : problem;
            }
        }
        if (problem != null) {
            throw new MessagingException(
                    problem.getMessage() + "; streams keep " + kept + " of " + sent.size()
                            + " messages of the transaction all the same",
                    problem);
        }
    }

    private void sendPlain(JnatsMessaging messaging) {
        if (plain.isEmpty()) {
            return;
        }
        plain.forEach(message -> message.accept(messaging));
        try {
            messaging.connection().flush(FLUSH_TIMEOUT);
        } catch (TimeoutException | IllegalStateException e) {
            throw new MessagingException(
                    "the server has not confirmed " + plain.size() + " messages: whether they were sent is not known",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while sending " + plain.size() + " messages", e);
        }
    }

    private static MessagingException failure(CompletionException e) {
        @Nullable Throwable cause = e.getCause();
        return cause instanceof MessagingException known ? known : new MessagingException(String.valueOf(cause), e);
    }

    /** Forgets them. */
    void rollBack() {
        fail(new MessagingException("the transaction was rolled back: the message was not sent", null));
    }

    private void fail(MessagingException failure) {
        acknowledged.forEach(message -> message.kept().completeExceptionally(failure));
    }
}
