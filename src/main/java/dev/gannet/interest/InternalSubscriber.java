package dev.gannet.interest;

import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.outbound.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A part of the server that holds subscriptions: it receives whatever there is, and no byte is ever written to it.
 *
 * <p>Any thread.
 */
public abstract class InternalSubscriber implements Subscriber {
    private final Outbox nowhere;

    /** {@code nowhere} is of {@link #nowhere(int)}, one for many subscribers. */
    protected InternalSubscriber(Outbox nowhere) {
        this.nowhere = nowhere;
    }

    /** Returns an outbox that nothing may be staged for. */
    public static Outbox nowhere(int loops) {
        return new Outbox(loops, 0, new Nowhere());
    }

    @Override
    public final boolean isInternal() {
        return true;
    }

    @Override
    public final Outbox outbox() {
        return nowhere;
    }

    @Override
    public final long cid() {
        return 0;
    }

    @Override
    public final boolean headers() {
        return true;
    }

    @Override
    public final boolean inspectsDeliveries() {
        return true;
    }

    @Override
    public final boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
        return true;
    }

    @Override
    public final void exhausted(Subscription subscription) {
        throw new IllegalStateException("subscription: exhausted (expected: it has no limit)");
    }

    /** No byte ever gets here. */
    private static final class Nowhere implements Sink {
        @Override
        public void write(ByteBuffer source) throws IOException {
            throw new IOException("written to a part of the server");
        }

        @Override
        public long write(ByteBuffer[] sources, int count) throws IOException {
            throw new IOException("written to a part of the server");
        }

        @Override
        public void requestDrain() {
            throw new IllegalStateException("outbox: bytes wait (expected: none for a part of the server)");
        }

        @Override
        public void failed(OutboxFailure failure) {
            throw new IllegalStateException("outbox: " + failure + " (expected: no bytes for a part of the server)");
        }
    }
}
