package dev.gannet.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Messaging as an application sees it.
 *
 * <pre>{@code
 * @Inject Messaging messaging;
 *
 * messaging.publish("orders.new", "{\"id\": 42}");
 * String price = messaging.request("prices.get", "42", Duration.ofSeconds(2)).text();
 * }</pre>
 *
 * <p>Any thread. What cannot be done is a {@link MessagingException}.
 */
public interface Messaging {
    /** Sends a message; it has been handed to the connection when this returns, not more. */
    void publish(String subject, Map<String, List<String>> headers, byte[] payload);

    default void publish(String subject, byte[] payload) {
        publish(subject, Map.of(), payload);
    }

    /** Sends a text as UTF-8. */
    default void publish(String subject, String text) {
        publish(subject, text.getBytes(UTF_8));
    }

    /**
     * Sends a request. The stage ends with the first answer, or with a {@link MessagingException}: nobody is there to
     * answer, or nobody has answered in time.
     */
    CompletionStage<Message> requestAsync(
            String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout);

    /**
     * Sends a request and waits for the first answer.
     *
     * @throws MessagingException if nobody is there to answer, or nobody has answered in time
     */
    Message request(String subject, Map<String, List<String>> headers, byte[] payload, Duration timeout);

    /** Sends a text as UTF-8 and waits for the first answer. */
    default Message request(String subject, String text, Duration timeout) {
        return request(subject, Map.of(), text.getBytes(UTF_8), timeout);
    }

    /**
     * Publishes to a stream. The stage ends when the stream keeps the message, or with a {@link MessagingException}:
     * {@link NoRespondersException} if no stream keeps the subject, {@link PublishRefusedException} if the stream has
     * refused the message. Without an answer in time nobody knows whether it is kept: publish again, with the same
     * {@link PublishOptions#messageId}.
     */
    default CompletionStage<PubAck> publishAcknowledgedAsync(
            String subject, byte[] payload, PublishOptions options, Duration timeout) {
        return Acknowledged.publish(this, subject, payload, options, timeout);
    }

    /**
     * Publishes to a stream and waits until it keeps the message.
     *
     * @throws NoRespondersException if no stream keeps the subject
     * @throws PublishRefusedException if the stream has refused the message
     * @throws MessagingException if it has not answered in time: whether it keeps the message is not known
     */
    default PubAck publishAcknowledged(String subject, byte[] payload, PublishOptions options, Duration timeout) {
        return Acknowledged.publishAndWait(this, subject, payload, options, timeout);
    }

    /** Publishes a text as UTF-8 to a stream and waits until it keeps the message. */
    default PubAck publishAcknowledged(String subject, String text, PublishOptions options, Duration timeout) {
        return publishAcknowledged(subject, text.getBytes(UTF_8), options, timeout);
    }

    /**
     * Has {@code listener} called for each message, one at a time, until the subscription is closed.
     *
     * @param subject may have wildcards
     * @param queue of all subscriptions with the same one, one gets each message; null for every message
     */
    Subscription subscribe(String subject, @Nullable String queue, SubjectListener listener);

    default Subscription subscribe(String subject, SubjectListener listener) {
        return subscribe(subject, null, listener);
    }

    /** A subscription until it is closed. */
    interface Subscription extends AutoCloseable {
        /** Ends it at once: what has arrived and was not delivered is not. */
        @Override
        void close();

        /**
         * Takes no more messages, delivers those that have arrived, and ends. Returns at once; the stage says whether
         * all were delivered within {@code timeout}.
         */
        default CompletionStage<Boolean> drain(Duration timeout) {
            close();
            return CompletableFuture.completedStage(true);
        }
    }
}
