package dev.gannet.routing;

import dev.gannet.interest.Subscription;

/**
 * A queue with members in several accounts, of whom one gets each message.
 *
 * <p><b>Owner:</b> the plan's event loop.
 */
final class SharedQueue {
    final Subscription[] members;

    /** For each member, what a delivery to it begins with. */
    final Plan[] plans;

    SharedQueue(Subscription[] members, Plan[] plans) {
        this.members = members;
        this.plans = plans;
    }
}
