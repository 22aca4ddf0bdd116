package dev.gannet.routing;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.interest.Subscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.OutboxFailure;
import dev.gannet.outbound.Sink;
import dev.gannet.protocol.PublishFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the server answers itself, as subscriptions among those of the clients: a request finds its way as every message
 * does, permissions, queue groups and all, and instead of becoming bytes in an outbox it is handed to a
 * {@link Responder}.
 *
 * <p>Only requests of an {@link Asker} are answered: what the server publishes itself never is, so that an answer which
 * is sent to where questions go ends there.
 *
 * <p>Any thread.
 */
public final class Responders {
    private final ServerLog log;
    private final Outbox nowhere;
    private final AtomicInteger lastSid = new AtomicInteger();

    /**
     * @param loops how many event loops there are
     */
    public Responders(int loops, ServerLog log) {
        this.log = log;
        this.nowhere = new Outbox(loops, 0, new Nowhere());
    }

    /**
     * Answers what is published to {@code filter} in {@code account} from now on.
     *
     * @return what to take out of the account's interest to end that
     */
    public Subscription add(Account account, String filter, Responder responder) {
        String sid = Integer.toString(lastSid.incrementAndGet());
        Subscription subscription = new Subscription(new Internal(responder), filter, null, sid);
        account.interest().add(subscription);
        return subscription;
    }

    /** The subscriber of one responder. */
    private final class Internal implements Subscriber {
        private final Responder responder;

        Internal(Responder responder) {
            this.responder = responder;
        }

        @Override
        public boolean isInternal() {
            return true;
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame) {
            boolean wanted = frame.replyLength() > 0 || responder.takesStatements();
            if (!wanted || !(frame.publisher() instanceof Asker asker)) {
                return;
            }
            try {
                responder.respond(new Request(asker, frame));
            } catch (RuntimeException e) {
                // The asker must not be closed for a mistake of ours, and not stay without a trace of it either.
                log.error("answer to a request on \"" + subscription.subject() + "\": " + e);
            }
        }

        @Override
        public Outbox outbox() {
            return nowhere;
        }

        @Override
        public long cid() {
            return 0;
        }

        @Override
        public boolean headers() {
            return true;
        }

        @Override
        public boolean inspectsDeliveries() {
            return true;
        }

        @Override
        public boolean mayReceive(byte[] subject, int length, @Nullable String queue) {
            return true;
        }

        @Override
        public void exhausted(Subscription subscription) {
            throw new IllegalStateException("subscription: exhausted (expected: it has no limit)");
        }
    }

    /** No byte ever gets here. */
    private static final class Nowhere implements Sink {
        @Override
        public void write(ByteBuffer source) throws IOException {
            throw new IOException("written to a responder");
        }

        @Override
        public long write(ByteBuffer[] sources, int count) throws IOException {
            throw new IOException("written to a responder");
        }

        @Override
        public void requestDrain() {
            throw new IllegalStateException("outbox: bytes wait (expected: none for a responder)");
        }

        @Override
        public void failed(OutboxFailure failure) {
            throw new IllegalStateException("outbox: " + failure + " (expected: no bytes for a responder)");
        }
    }
}
