package dev.gannet.client.call;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Calls a method and answers with what comes of it. Any thread. */
public record AnsweringListener(Messaging messaging, MethodCall call) {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final byte[] NOTHING = {};

    /** The stage ends when the call has ended: with its failure, if it has failed. */
    public CompletionStage<Optional<Failure>> answer(Message message) {
        return call.call(message).handle((payload, thrown) -> {
            Optional<Failure> failure = Optional.ofNullable(thrown).map(some -> Failure.of(call.method(), some));
            try (Tracing.Scope trace = call.tracing().enter(message)) {
                if (failure.isPresent()) {
                    fail(message, failure.get(), thrown);
                } else {
                    succeed(message, payload);
                }
            } catch (MessagingException e) {
                LOG.log(System.Logger.Level.WARNING, call.method() + " could not answer", e);
            }
            return failure;
        });
    }

    private void succeed(Message message, Optional<byte[]> payload) {
        String reply = message.reply();
        if (reply != null && payload.isPresent()) {
            messaging.publish(reply, payload.get());
        }
    }

    private void fail(Message message, Failure failure, Throwable thrown) {
        // Whoever sends what cannot be read must not fill the log.
        System.Logger.Level level = failure.isOfSender() ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        LOG.log(level, call.method() + " failed with a message to " + message.subject(), thrown);
        String reply = message.reply();
        if (reply != null) {
            messaging.publish(reply, failure.headers(), NOTHING);
        }
    }
}
