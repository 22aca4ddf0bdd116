package dev.gannet.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.interest.InternalSubscriber;
import dev.gannet.interest.Subscription;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.tracing.MessageTrace;
import dev.gannet.tracing.TracedSubscriber;
import java.util.concurrent.atomic.AtomicInteger;

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
        this.nowhere = InternalSubscriber.nowhere(loops);
    }

    /**
     * Answers what is published to {@code filter} in {@code account} from now on.
     *
     * @return what to take out of the account's interest to end that
     */
    public Subscription add(Account account, String filter, Responder responder) {
        String sid = Integer.toString(lastSid.incrementAndGet());
        Subscription subscription = new Subscription(new Internal(account, responder), filter, null, sid);
        account.interest().add(subscription);
        return subscription;
    }

    /** The subscriber of one responder. */
    private final class Internal extends InternalSubscriber implements TracedSubscriber {
        private final Account account;
        private final Responder responder;

        Internal(Account account, Responder responder) {
            super(nowhere);
            this.account = account;
            this.responder = responder;
        }

        @Override
        public boolean traced(PublishFrame frame, int loop, MessageTrace trace) {
            byte[] bytes = frame.chunk().bytes(frame.subjectStart(), frame.subjectLength());
            String subject = new String(bytes, ISO_8859_1);
            Responder.Elsewhere elsewhere = responder.elsewhere(account, subject);
            if (elsewhere != null) {
                trace.serviceImported(elsewhere.account(), subject, elsewhere.subject());
                if (trace.only()) {
                    return false;
                }
            }
            answer(subject, frame, loop);
            return true;
        }

        @Override
        public void delivered(Subscription subscription, PublishFrame frame, int loop) {
            answer(subscription.subject(), frame, loop);
        }

        private void answer(String subject, PublishFrame frame, int loop) {
            boolean wanted = frame.replyLength() > 0 || responder.takesStatements();
            if (!wanted || !(frame.publisher() instanceof Asker asker)) {
                return;
            }
            try {
                responder.respond(new Request(asker, account, frame, loop));
            } catch (RuntimeException e) {
                // The asker must not be closed for a mistake of ours, and not stay without a trace of it either.
                log.error("answer to a request on \"" + subject + "\": " + e);
            }
        }
    }
}
