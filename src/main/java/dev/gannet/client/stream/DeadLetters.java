package dev.gannet.client.stream;

import dev.gannet.api.Messaging;
import dev.gannet.api.PubAck;
import dev.gannet.api.PublishOptions;
import dev.gannet.api.StreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Publishes what cannot be done where somebody will look at it, with what is known of it in headers. */
final class DeadLetters {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ERROR_CHARS_MAX = 500;

    private final String subject;
    private final Supplier<Messaging> messaging;

    DeadLetters(String subject, Supplier<Messaging> messaging) {
        this.subject = subject;
        this.messaging = messaging;
    }

    /** Publishes it; the stage ends when a stream keeps it. */
    CompletionStage<PubAck> publish(StreamMessage message, String error) {
        return messaging.get().publishAcknowledgedAsync(subject, message.payload(), options(message, error), TIMEOUT);
    }

    private static PublishOptions options(StreamMessage message, String error) {
        String id = message.stream() + "." + message.sequence();
        // The same message may become a dead letter twice, after a crash: the stream keeps the first.
        PublishOptions options = PublishOptions.none()
                .messageId("dead." + message.consumer() + "." + id)
                .header("Gannet-Subject", message.subject())
                .header("Gannet-Stream", message.stream())
                .header("Gannet-Consumer", message.consumer())
                .header("Gannet-Sequence", Long.toString(message.sequence()))
                .header("Gannet-Deliveries", Long.toString(message.deliveries()))
                .header("Gannet-Error", printable(error));
        for (Map.Entry<String, List<String>> header : message.headers().entrySet()) {
            // What the first publisher expected of its stream is not to be expected of this one.
            if (!header.getKey().startsWith("Nats-") && !header.getKey().startsWith("Gannet-")) {
                for (String value : header.getValue()) {
                    options = options.header(header.getKey(), value);
                }
            }
        }
        return options;
    }

    /** Headers are lines of ASCII. */
    private static String printable(String error) {
        String line = error.replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return line.length() > ERROR_CHARS_MAX ? line.substring(0, ERROR_CHARS_MAX) : line;
    }
}
