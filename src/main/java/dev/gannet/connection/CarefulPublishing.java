package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Quoted;
import dev.gannet.interest.Matches;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.WireError;
import dev.gannet.routing.Router;
import dev.gannet.subject.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a client's messages that ask for more than to be delivered: refusals, {@code +OK}, no echo, the trace,
 * and the word that nobody was there.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class CarefulPublishing {
    private final Client client;
    private final ClientLogin login;
    private final ClientTrace trace;
    private final Router router;

    CarefulPublishing(Client client, ClientLogin login, ClientTrace trace) {
        this.client = client;
        this.login = login;
        this.trace = trace;
        this.router = client.loop().router();
    }

    void publish(SubjectKey key, PublishFrame frame, boolean verbose) {
        trace.messageIn(frame);
        if (router.isDenied(key) && !isPermitted(key, frame)) {
            deny(frame);
            return;
        }
        if (frame.replyLength() > 0 && ReservedReply.is(frame)) {
            String reply = text(frame, frame.tail(), frame.replyLength());
            client.sendError(WireError.replyViolation(reply));
            trace.error("Publish Violation - Reply " + Quoted.ofBytes(reply));
            return;
        }
        if (verbose) {
            client.sendOk();
        }
        if (router.publishPermitted(key, frame, except()) == 0) {
            undelivered(key, frame, 0);
        }
    }

    private @Nullable Outbox except() {
        return login.options().echo() ? null : client.outbox();
    }

    /** A message was refused, or nobody got it. */
    void undelivered(SubjectKey key, PublishFrame frame, int delivered) {
        if (delivered == Router.DENIED) {
            if (!isPermitted(key, frame)) {
                deny(frame);
                return;
            }
            if (router.publishPermitted(key, frame, except()) > 0) {
                return;
            }
        }
        if (login.options().noResponders() && frame.replyLength() > 0) {
            sendNoResponders(frame);
        }
    }

    private boolean isPermitted(SubjectKey key, PublishFrame frame) {
        return router.isPermittable(key) && login.mayReply(frame);
    }

    private void deny(PublishFrame frame) {
        String subject = text(frame, frame.subjectStart(), frame.subjectLength());
        client.sendError(WireError.publishViolation(subject));
        trace.error("Publish Violation - Subject " + Quoted.ofBytes(subject));
    }

    /** Tells the client that nobody got its request, under its own subscription to the reply (CP-179..183). */
    private void sendNoResponders(PublishFrame frame) {
        byte[] reply = frame.chunk().bytes(frame.tail(), frame.replyLength());
        Matches matches = router.match(login.account(), reply);
        for (int i = 0; i < matches.plainCount(); i++) {
            Subscription subscription = matches.plain()[i];
            if (subscription.subscriber() == client) {
                String subject = text(frame, frame.subjectStart(), frame.subjectLength());
                String head = "NATS/1.0 503\r\nNats-Subject: " + subject + "\r\n\r\n";
                String line = "HMSG " + new String(reply, ISO_8859_1) + " " + subscription.sid() + " " + head.length()
                        + " " + head.length() + "\r\n";
                client.send((line + head + "\r\n").getBytes(ISO_8859_1));
                return;
            }
        }
    }

    private static String text(PublishFrame frame, int start, int length) {
        return new String(frame.chunk().bytes(start, length), ISO_8859_1);
    }
}
