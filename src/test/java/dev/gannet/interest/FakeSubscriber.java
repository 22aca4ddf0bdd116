package dev.gannet.interest;

import dev.gannet.outbound.Outbox;
import org.jspecify.annotations.Nullable;

/** A peer that only holds subscriptions. */
final class FakeSubscriber implements Subscriber {
    private final Outbox outbox = new Outbox(1);
    private int sid;

    Subscription subscription(String subject) {
        return subscription(subject, null);
    }

    Subscription subscription(String subject, @Nullable String queue) {
        sid++;
        return new Subscription(this, subject, queue, Integer.toString(sid));
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public long cid() {
        return 1;
    }

    @Override
    public boolean headers() {
        return true;
    }
}
