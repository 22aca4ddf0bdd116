package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Shadow;
import dev.gannet.account.StreamImport;
import dev.gannet.interest.Matches;
import dev.gannet.interest.QueueGroup;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.FrameRewriter;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.NotDelivered;
import dev.gannet.tracing.TraceHeaders;
import dev.gannet.tracing.TracedSubscriber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delivers a message that is traced: each subscription that matches is looked at, also those that a plan leaves out, and
 * what becomes of it is noted.
 *
 * <p><b>Owner:</b> its event loop.
 */
final class TracedDelivery {
    private final Delivery delivery;

    TracedDelivery(Delivery delivery) {
        this.delivery = delivery;
    }

    /** One traced message on its way through one account. */
    static final class Traced {
        private final Plan plan;
        private final PublishFrame frame;
        private final byte[] subject;
        private final @Nullable Outbox except;
        private final MessageTrace trace;
        private final String account;
        private final boolean followsStreams;

        /**
         * @param except whose outbox gets nothing, or null
         */
        Traced(Plan plan, PublishFrame frame, @Nullable Outbox except, MessageTrace trace) {
            this.plan = plan;
            this.frame = frame;
            this.subject = plan.subjectOf(frame);
            this.except = except;
            this.trace = trace;
            this.account = plan.madeFor().account().name();
            this.followsStreams = !plan.madeFor().isImported();
        }

        Plan plan() {
            return plan;
        }

        PublishFrame frame() {
            return frame;
        }

        byte[] subject() {
            return subject;
        }

        MessageTrace trace() {
            return trace;
        }
    }

    /** Returns how many subscriptions got the message, or would have got it if it were not for the trace only. */
    int deliver(Traced message, Matches matches) {
        int count = 0;
        for (int i = 0; i < matches.plainCount(); i++) {
            count += deliver(message, matches.plain()[i]) ? 1 : 0;
        }
        QueueGroup[] groups = matches.queues();
        List<Subscription> members = new ArrayList<>();
        for (int i = 0; i < matches.queueCount(); i++) {
            members.addAll(List.of(groups[i].members()));
            if (i + 1 == matches.queueCount() || !matches.continuesQueue(i + 1)) {
                count += deliverToOne(message, members) ? 1 : 0;
                members.clear();
            }
        }
        return count;
    }

    private boolean deliverToOne(Traced message, List<Subscription> members) {
        int start = delivery.choose(members.size());
        for (int probe = 0; probe < members.size(); probe++) {
            if (deliver(message, members.get((start + probe) % members.size()))) {
                return true;
            }
        }
        return false;
    }

    private boolean deliver(Traced message, Subscription subscription) {
        if (subscription instanceof Shadow shadow) {
            return message.followsStreams && export(message, shadow);
        }
        if (subscription.getClass() != Subscription.class) {
            return false; // A service of another account is asked behind this.
        }
        if (subscription.subscriber().isInternal()) {
            return !subscription.isClosed() && hand(message, subscription, message.frame);
        }
        NotDelivered failure = failure(message, subscription, message.plan, message.subject);
        note(message, subscription, message.account, failure);
        return failure == null;
    }

    /** Parts of the server get the message even if it is for the trace only: some of them trace it on, others do not ask. */
    private boolean hand(Traced message, Subscription subscription, PublishFrame frame) {
        if (subscription.subscriber() instanceof TracedSubscriber interested) {
            int loop = delivery.loop();
            subscription.delivered(loop, 1);
            return interested.traced(message.trace.only() ? frame : ended(frame), loop, message.trace);
        }
        delivery.hand(subscription, frame);
        return true;
    }

    /** Returns the message as it goes on where it is traced no more: what is kept of it may be published again. */
    private static PublishFrame ended(PublishFrame frame) {
        byte[] headers = frame.chunk().bytes(frame.bodyStart(), Math.max(0, frame.headerLength()));
        return new OwnMessages().withHeaders(frame, TraceHeaders.ended(headers));
    }

    /** Delivers to somebody who imports the message; where the importer does not allow it, no more is told than that. */
    private boolean export(Traced message, Shadow shadow) {
        StreamImport through = shadow.through();
        String importer = through.importer().name();
        String to = through.here(new String(message.subject, ISO_8859_1));
        message.trace.streamExported(importer, to);
        if (!through.allowsTrace() && message.trace.only()) {
            return true;
        }
        byte[] subject = to.getBytes(ISO_8859_1);
        if (shadow.origin().subscriber().isInternal()) {
            return !shadow.origin().isClosed() && handAbroad(message, shadow, subject);
        }
        NotDelivered failure = failure(message, shadow.origin(), Plan.crossing(subject), subject);
        if (through.allowsTrace()) {
            note(message, shadow, importer, failure);
        }
        return failure == null;
    }

    /** A stream of the importer's takes the message; where tracing is not allowed it is as any other there. */
    private boolean handAbroad(Traced message, Shadow shadow, byte[] subject) {
        PublishFrame there = new FrameRewriter().withSubject(message.frame, subject);
        if (shadow.through().allowsTrace()) {
            return hand(message, shadow.origin(), there);
        }
        delivery.hand(shadow.origin(), there);
        return true;
    }

    private static void note(
            Traced message, Subscription subscription, String account, @Nullable NotDelivered failure) {
        if (failure == null) {
            message.trace.delivered(subscription, account);
        } else {
            message.trace.notDelivered(subscription, account, failure);
        }
    }

    /** Delivers, unless it is for the trace only. Returns why the subscription did not or would not get the message. */
    private @Nullable NotDelivered failure(Traced message, Subscription subscription, Plan plan, byte[] subject) {
        NotDelivered refusal = refusal(message, subscription, subject);
        if (refusal != null || message.trace.only()) {
            return refusal;
        }
        boolean delivered = delivery.deliverOne(plan, subscription, message.frame, null);
        return delivered ? null : NotDelivered.AUTO_UNSUBSCRIBED;
    }

    private @Nullable NotDelivered refusal(Traced message, Subscription subscription, byte[] subject) {
        if (subscription.outbox() == message.except) {
            return NotDelivered.NO_ECHO;
        }
        if (!subscription.subscriber().mayReceive(subject, subject.length, subscription.queue())) {
            return NotDelivered.DENIED;
        }
        if (subscription.isClosed()) {
            return NotDelivered.SUBSCRIPTION_CLOSED;
        }
        return !message.trace.only() && delivery.drops(subscription.outbox()) ? NotDelivered.NOT_STALLED : null;
    }
}
