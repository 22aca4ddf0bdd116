package dev.gannet.routing;

import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.SharedChunk;

/**
 * Subscriptions of one plan that have the same sid, each on a connection of its own: their deliveries are the same bytes
 * and are rendered once. A fleet of equal programs subscribes like that.
 *
 * <p><b>Owner:</b> the plan's event loop.
 */
final class SidGroup extends SharedChunk {
    final Subscription[] subscriptions;
    private final int loop;

    SidGroup(Subscription[] subscriptions, int loop) {
        super(outboxes(subscriptions));
        this.subscriptions = subscriptions;
        this.loop = loop;
    }

    private static Outbox[] outboxes(Subscription[] subscriptions) {
        Outbox[] outboxes = new Outbox[subscriptions.length];
        for (int i = 0; i < outboxes.length; i++) {
            outboxes[i] = subscriptions[i].outbox();
        }
        return outboxes;
    }

    @Override
    protected void delivered(int messages) {
        for (Subscription subscription : subscriptions) {
            subscription.delivered(loop, messages);
        }
    }
}
