package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.base.Chunk;
import dev.gannet.base.Quoted;
import dev.gannet.config.TraceConfig;
import dev.gannet.protocol.EventStamp;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.WireError;
import dev.gannet.routing.Router;
import dev.gannet.subject.Subjects;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.TraceHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of a client's messages are traced, and sends what was noted of them (CP-220..240).
 *
 * <p><b>Owner:</b> the client's event loop.
 *
 * <p><b>Hot path:</b> {@link #mayConcern} allocates nothing.
 */
final class MessageTracing {
    private static final String MAXIMUM_PAYLOAD = "maximum payload exceeded"; // CP-240

    private final Client client;
    private final ClientLogin login;
    private final ClientTrace log;
    private final Router router;

    MessageTracing(Client client, ClientLogin login, ClientTrace log) {
        this.client = client;
        this.login = login;
        this.log = log;
        this.router = client.loop().router();
    }

    /**
     * What becomes of a message that may ask to be traced.
     *
     * @param trace where to note what happens to it, or null if nothing is noted
     * @param disables whether it goes on with headers that say that it is not traced
     */
    record Decision(boolean drops, @Nullable MessageTrace trace, boolean disables) {
        static final Decision DROPPED = new Decision(true, null, false);
        static final Decision UNTRACED = new Decision(false, null, false);
        static final Decision DISABLED = new Decision(false, null, true);
    }

    /** Returns whether {@link #decide} has to be asked about a message with headers. */
    boolean mayConcern(PublishFrame frame) {
        return TraceHeaders.mayNameDestination(frame)
                || (login.account().trace() != null && TraceHeaders.mayNameParent(frame));
    }

    /** Decides; the client is told if it may not publish to the destination. */
    Decision decide(PublishFrame frame) {
        TraceHeaders headers = TraceHeaders.read(frame.chunk(), frame.bodyStart(), frame.headerLength());
        if (headers == null) {
            return Decision.UNTRACED;
        }
        byte[] subject = frame.chunk().bytes(frame.subjectStart(), frame.subjectLength());
        return decide(headers, new String(subject, ISO_8859_1), frame.size());
    }

    private Decision decide(TraceHeaders headers, String subject, int size) {
        Decision refused = headers.only() ? Decision.DROPPED : Decision.UNTRACED;
        String origin = headers.first(TraceHeaders.ORIGIN_ACCOUNT);
        if (!origin.isEmpty()) {
            log.error("Message tracing disabled because of header " + Quoted.ofBytes(TraceHeaders.ORIGIN_ACCOUNT)
                    + " with value=" + Quoted.ofBytes(origin));
            return headers.only() ? Decision.DROPPED : Decision.DISABLED;
        }
        String destination = headers.first(TraceHeaders.DESTINATION);
        if (headers.external()) {
            TraceConfig account = login.account().trace();
            if (account == null) {
                return Decision.UNTRACED;
            }
            if (!router.happens(account.samplingPercent())) {
                return Decision.DISABLED;
            }
            destination = account.destination();
        }
        if (!Subjects.isPublishable(destination) || destination.length() > router.subjectLengthMax()) {
            log.error("Destination " + Quoted.ofBytes(destination) + " is not valid, won't be able to trace events");
            return refused;
        }
        if (!router.mayPublish(login.scope(), destination)) {
            client.output().error(WireError.publishViolation(destination));
            log.error("Publish Violation - Subject " + Quoted.ofBytes(destination));
            return Decision.DROPPED;
        }
        String name = client.name();
        MessageTrace.Ingress ingress =
                new MessageTrace.Ingress(client.cid(), name, login.account().name(), subject, size);
        return new Decision(false, new MessageTrace(client.server().clock(), headers, destination, ingress), false);
    }

    /** Returns the message as it goes on if it is not traced any further; valid until the server publishes something. */
    PublishFrame disabled(PublishFrame frame) {
        byte[] headers = frame.chunk().bytes(frame.bodyStart(), frame.headerLength());
        return router.withHeaders(frame, TraceHeaders.withDestination(headers, TraceHeaders.DISABLED));
    }

    /**
     * Publishes what was noted, in the message's account, as soon as its streams have said their part. Without a system
     * account nobody is told (CP-230).
     */
    void finish(MessageTrace trace) {
        Account account = login.account();
        trace.whenComplete(() -> tell(trace, account));
    }

    private void tell(MessageTrace trace, Account account) {
        ServerContext server = client.server();
        if (trace.isIncomplete()) {
            log.notice("Message trace is incomplete: more deliveries than an event names");
        }
        if (server.accounts().system() != null) {
            String stamp = EventStamp.json(
                    server.info(), server.nextEvent(), server.clock().instant());
            router.publish(account, trace.event(stamp));
        }
    }

    /** A message is refused for its size; of its headers so much is there as {@code [from, from + length)} has. */
    void tooLarge(Chunk in, int from, int length, String subject, int size) {
        TraceHeaders headers = TraceHeaders.read(in, from, length);
        if (headers == null) {
            return;
        }
        MessageTrace trace = decide(headers, subject, size).trace();
        if (trace != null) {
            trace.refused(MAXIMUM_PAYLOAD);
            finish(trace);
        }
    }
}
