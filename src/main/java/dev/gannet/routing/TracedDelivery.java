package dev.gannet.routing;

import dev.gannet.interest.Matches;
import dev.gannet.interest.QueueGroup;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.NotDelivered;
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

    /** One traced message on its way. */
    static final class Traced {
        private final Plan plan;
        private final PublishFrame frame;
        private final byte[] subject;
        private final @Nullable Outbox except;
        private final MessageTrace trace;

        /**
         * @param except whose outbox gets nothing, or null
         */
        Traced(Plan plan, PublishFrame frame, @Nullable Outbox except, MessageTrace trace) {
            this.plan = plan;
            this.frame = frame;
            byte[] mappedTo = plan.mappedTo;
            this.subject =
                    mappedTo != null ? mappedTo : frame.chunk().bytes(frame.subjectStart(), frame.subjectLength());
            this.except = except;
            this.trace = trace;
        }

        byte[] subject() {
            return subject;
        }
    }

    /** Returns how many subscriptions got the message, or would have got it if it were not for the trace only. */
    int deliver(Traced message, Matches matches) {
        int count = 0;
        for (int i = 0; i < matches.plainCount(); i++) {
            Subscription subscription = matches.plain()[i];
            boolean isOwn = subscription.getClass() == Subscription.class;
            count += isOwn && deliver(message, subscription) ? 1 : 0;
        }
        QueueGroup[] groups = matches.queues();
        List<Subscription> members = new ArrayList<>();
        for (int i = 0; i < matches.queueCount(); i++) {
            members.addAll(List.of(groups[i].members()));
            if (i + 1 == matches.queueCount() || !matches.continuesQueue(i + 1)) {
                // Queues with members in other accounts are among what the plan has for those.
                boolean isOwn = !Abroad.concerns(members.toArray(Subscription[]::new));
                count += isOwn && deliverToOne(message, members) ? 1 : 0;
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
        MessageTrace trace = message.trace;
        NotDelivered refusal = refusal(message, subscription);
        if (refusal == null && !trace.only()) {
            boolean delivered = delivery.deliverOne(message.plan, subscription, message.frame, null);
            refusal = delivered ? null : NotDelivered.AUTO_UNSUBSCRIBED;
        }
        boolean noted = !subscription.subscriber().isInternal();
        if (refusal != null) {
            if (noted) {
                trace.notDelivered(subscription, refusal);
            }
            return false;
        }
        if (noted) {
            trace.delivered(subscription);
        }
        return true;
    }

    private @Nullable NotDelivered refusal(Traced message, Subscription subscription) {
        if (subscription.outbox() == message.except) {
            return NotDelivered.NO_ECHO;
        }
        byte[] subject = message.subject;
        if (!subscription.subscriber().mayReceive(subject, subject.length, subscription.queue())) {
            return NotDelivered.DENIED;
        }
        if (subscription.isClosed()) {
            return NotDelivered.SUBSCRIPTION_CLOSED;
        }
        return !message.trace.only() && delivery.drops(subscription.outbox()) ? NotDelivered.NOT_STALLED : null;
    }
}
