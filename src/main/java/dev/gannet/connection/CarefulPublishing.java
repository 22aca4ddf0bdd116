package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.base.Chunk;
import dev.gannet.base.Quoted;
import dev.gannet.interest.Matches;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.ReservedReply;
import dev.gannet.protocol.WireError;
import dev.gannet.routing.Router;
import dev.gannet.subject.SubjectKey;
import dev.gannet.tracing.MessageTrace;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a client's messages that ask for more than to be delivered: refusals, {@code +OK}, no echo, the trace,
 * and the word that nobody was there.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class CarefulPublishing {
    private static final byte[] NOWHERE = {};

    private final Client client;
    private final ClientLogin login;
    private final ClientTrace trace;
    private final Router router;
    private final MessageTracing tracing;

    CarefulPublishing(Client client, ClientLogin login, ClientTrace trace) {
        this.client = client;
        this.login = login;
        this.trace = trace;
        this.router = client.loop().router();
        this.tracing = new MessageTracing(client, login, trace);
    }

    /** Returns whether a message has to come here whatever the client is like: it may be refused, or be traced. */
    boolean concerns(PublishFrame frame) {
        return (frame.replyLength() > 0 && ReservedReply.is(frame))
                || (frame.hasHeaders() && tracing.mayConcern(frame));
    }

    /** A message is refused for its size; of its headers so much is there as {@code [from, from + length)} has. */
    void tooLarge(Chunk in, int from, int length, String subject, int size) {
        tracing.tooLarge(in, from, length, subject, size);
    }

    void publish(SubjectKey key, PublishFrame frame, boolean verbose) {
        if (!frame.hasHeaders() || !tracing.mayConcern(frame)) {
            publish(key, frame, verbose, null);
            return;
        }
        MessageTracing.Decision decision = tracing.decide(frame);
        if (decision.drops()) {
            return;
        }
        publish(key, decision.disables() ? tracing.disabled(frame) : frame, verbose, decision.trace());
        if (decision.trace() != null) {
            tracing.finish(decision.trace());
        }
    }

    private void publish(SubjectKey key, PublishFrame frame, boolean verbose, @Nullable MessageTrace noting) {
        if (!router.isDrawn(key)) {
            if (router.isMapped(key)) {
                mapped(frame, router.subjectOf(key, frame), noting);
            }
            publishDrawn(key, frame, verbose, noting);
            return;
        }
        PublishFrame drawn = router.draw(key, frame);
        if (drawn == null) {
            lost(frame, verbose, noting);
            return;
        }
        SubjectKey target = router.resolveDrawn(key, drawn);
        mapped(frame, router.subjectOf(target, drawn), noting);
        publishDrawn(target, drawn, verbose, noting);
    }

    /** The message goes nowhere, which counts as a subject without a name (AC-72). */
    private void lost(PublishFrame frame, boolean verbose, @Nullable MessageTrace noting) {
        mapped(frame, NOWHERE, noting);
        trace.messageIn(frame);
        if (!router.mayPublish(login.scope(), "")) {
            deny("", noting);
            return;
        }
        if (verbose) {
            client.output().ok();
        }
        if (login.options().noResponders() && frame.replyLength() > 0) {
            sendNoResponders("", frame);
        }
    }

    /** The message's subject was mapped to another (AC-74). */
    private void mapped(PublishFrame frame, byte[] to, @Nullable MessageTrace noting) {
        String subject = new String(to, ISO_8859_1);
        trace.in("MAPPING", text(frame, frame.subjectStart(), frame.subjectLength()) + " -> " + subject);
        if (noting != null) {
            noting.mapped(subject);
        }
    }

    private void publishDrawn(SubjectKey key, PublishFrame frame, boolean verbose, @Nullable MessageTrace noting) {
        trace.messageIn(frame);
        if (router.isDenied(key) && !isPermitted(key, frame)) {
            deny(key, frame, noting);
            return;
        }
        if (frame.replyLength() > 0 && ReservedReply.is(frame)) {
            String reply = text(frame, frame.tail(), frame.replyLength());
            refuse(WireError.replyViolation(reply), noting);
            trace.error("Publish Violation - Reply " + Quoted.ofBytes(reply));
            return;
        }
        if (verbose) {
            client.output().ok();
        }
        int delivered = noting == null
                ? router.publishPermitted(key, frame, except())
                : router.publishTraced(key, frame, except(), noting);
        if (delivered == 0) {
            undelivered(key, frame, 0);
        }
    }

    private @Nullable Outbox except() {
        return login.options().echo() ? null : client.outbox();
    }

    /** A message was refused, was not drawn yet, or nobody got it. */
    void undelivered(SubjectKey key, PublishFrame frame, int delivered) {
        if (delivered == Router.UNDRAWN) {
            publish(key, frame, false, null);
            return;
        }
        if (delivered == Router.DENIED) {
            if (!isPermitted(key, frame)) {
                deny(key, frame, null);
                return;
            }
            if (router.publishPermitted(key, frame, except()) > 0) {
                return;
            }
        }
        if (login.options().noResponders() && frame.replyLength() > 0) {
            sendNoResponders(new String(router.subjectOf(key, frame), ISO_8859_1), frame);
        }
    }

    private boolean isPermitted(SubjectKey key, PublishFrame frame) {
        return router.isPermittable(key) && login.mayReply(router.subjectOf(key, frame));
    }

    private void deny(SubjectKey key, PublishFrame frame, @Nullable MessageTrace noting) {
        deny(new String(router.subjectOf(key, frame), ISO_8859_1), noting);
    }

    private void deny(String subject, @Nullable MessageTrace noting) {
        refuse(WireError.publishViolation(subject), noting);
        trace.error("Publish Violation - Subject " + Quoted.ofBytes(subject));
    }

    private void refuse(String error, @Nullable MessageTrace noting) {
        client.output().error(error);
        if (noting != null) {
            noting.refused(error);
        }
    }

    /** Tells the client that nobody got its request, under its own subscription to the reply (CP-179..183). */
    private void sendNoResponders(String subject, PublishFrame frame) {
        byte[] reply = frame.chunk().bytes(frame.tail(), frame.replyLength());
        Matches matches = router.match(login.account(), reply);
        for (int i = 0; i < matches.plainCount(); i++) {
            Subscription subscription = matches.plain()[i];
            if (subscription.subscriber() == client) {
                String head = "NATS/1.0 503\r\nNats-Subject: " + subject + "\r\n\r\n";
                String line = "HMSG " + new String(reply, ISO_8859_1) + " " + subscription.sid() + " " + head.length()
                        + " " + head.length() + "\r\n";
                client.output().send((line + head + "\r\n").getBytes(ISO_8859_1));
                return;
            }
        }
    }

    private static String text(PublishFrame frame, int start, int length) {
        return new String(frame.chunk().bytes(start, length), ISO_8859_1);
    }
}
