package dev.gannet.client.subject;

import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingException;
import dev.gannet.client.call.Failure;
import dev.gannet.client.call.MethodCall;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Calls a method and answers with what comes of it. Any thread. */
record AnsweringListener(Messaging messaging, MethodCall call) {
    private static final System.Logger LOG = System.getLogger("dev.gannet.client");
    private static final byte[] NOTHING = {};

    /** The stage ends when the call has ended; it does not fail. */
    CompletionStage<?> answer(Message message) {
        return call.call(message).handle((payload, thrown) -> {
            try {
                if (thrown == null) {
                    succeed(message, payload);
                } else {
                    fail(message, thrown);
                }
            } catch (MessagingException e) {
                LOG.log(System.Logger.Level.WARNING, call.method() + " could not answer", e);
            }
            return null;
        });
    }

    private void succeed(Message message, Optional<byte[]> payload) {
        String reply = message.reply();
        if (reply != null && payload.isPresent()) {
            messaging.publish(reply, payload.get());
        }
    }

    private void fail(Message message, Throwable thrown) {
        Failure failure = Failure.of(call.method(), thrown);
        if (!failure.isOfSender()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    call.method() + " failed with a message to " + message.subject(),
                    thrown);
        }
        String reply = message.reply();
        if (reply != null) {
            messaging.publish(reply, failure.headers(), NOTHING);
        }
    }
}
