package dev.gannet.interest;

import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.outbound.Sink;
import dev.gannet.protocol.PublishFrame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A peer that only holds subscriptions. */
final class FakeSubscriber implements Subscriber, Sink {
    private final Outbox outbox = new Outbox(1, Long.MAX_VALUE, this);
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

    @Override
    public boolean inspectsDeliveries() {
        return false;
    }

    @Override
    public boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
        return true;
    }

    @Override
    public void delivered(Subscription subscription, PublishFrame frame, int loop) {
        throw new AssertionError("it did not ask for that");
    }

    @Override
    public void exhausted(Subscription subscription) {
        throw new AssertionError("nothing is delivered here");
    }

    @Override
    public void write(ByteBuffer source) {
        source.position(source.limit());
    }

    @Override
    public long write(ByteBuffer[] sources, int count) {
        throw new AssertionError("nothing waits here");
    }

    @Override
    public void requestDrain() {
        throw new AssertionError("nothing waits here");
    }

    @Override
    public void failed(OutboxFailure failure) {
        throw new AssertionError(failure);
    }
}
