package dev.gannet.api;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Publishing with an acknowledgement over requests: what a stream answers to a message with a reply is one. */
final class Acknowledged {
    private Acknowledged() {}

    static CompletionStage<PubAck> publish(
            Messaging messaging, String subject, byte[] payload, PublishOptions options, Duration timeout) {
        return messaging
                .requestAsync(subject, options.headers(), payload, timeout)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw failed(subject, failure);
                    }
                    return PubAckReader.read(subject, answer.text());
                });
    }

    static PubAck publishAndWait(
            Messaging messaging, String subject, byte[] payload, PublishOptions options, Duration timeout) {
        Message answer;
        try {
            answer = messaging.request(subject, options.headers(), payload, timeout);
        } catch (MessagingException e) {
            throw failed(subject, e);
        }
        return PubAckReader.read(subject, answer.text());
    }

    private static MessagingException failed(String subject, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoRespondersException) {
            return new NoRespondersException("publish to " + subject + ": no stream keeps it", cause);
        }
        return new MessagingException("publish to " + subject + ": " + cause.getMessage(), cause);
    }
}
