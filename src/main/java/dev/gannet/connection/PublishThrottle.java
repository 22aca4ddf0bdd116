package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.account.PublishRate;
import dev.gannet.base.Quoted;
import dev.gannet.base.TimerQueue;
import dev.gannet.config.limit.PublishRateConfig;
import dev.gannet.protocol.PublishFrame;
import dev.gannet.protocol.WireError;
import org.jspecify.annotations.Nullable;

/**
 * Holds a client to how fast its user and its account may publish: beyond that nothing is read from it until it may go
 * on, so that its own socket makes it wait. It is told only if that goes on for {@value #PATIENCE_SECONDS} s, or if a
 * message is larger than all that may be published in a second, which is dropped. Only clients with a rate have one.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class PublishThrottle extends TimerQueue.Timer {
    private static final int PATIENCE_SECONDS = 10;
    private static final long PATIENCE_NANOS = SECONDS.toNanos(PATIENCE_SECONDS);

    /** Whoever was not held up for so long starts anew. */
    private static final long CALM_NANOS = SECONDS.toNanos(1);

    /** A held client is looked at no more often than this, so that what it may send then is worth it. */
    private static final long LOOK_NANOS = MILLISECONDS.toNanos(10);

    private static final int LOOK_DOUBLINGS_MAX = 5; // Where many wait for the same rate, each looks less often.

    private final Client client;
    private @Nullable PublishRate ofUser;
    private @Nullable PublishRate ofAccount;
    private long sinceNanos;
    private long releasedNanos;
    private int looks;
    private boolean began;
    private boolean holding;
    private boolean told;

    PublishThrottle(Client client) {
        this.client = client;
    }

    /** Returns the throttle of a client with these rates: the one that it has, a new one, or none if it may do as it likes. */
    static @Nullable PublishThrottle of(Client client, @Nullable PublishThrottle before, ClientLogin login) {
        PublishRate ofUser = login.publishRate();
        PublishRate ofAccount = login.account().publishRate();
        if (ofUser == null && ofAccount == null) {
            if (before != null && before.isHolding()) {
                before.set(null, null); // It stays until it has let the client go.
                return before;
            }
            return null;
        }
        PublishThrottle throttle = before == null ? new PublishThrottle(client) : before;
        throttle.set(ofUser, ofAccount);
        return throttle;
    }

    private void set(@Nullable PublishRate user, @Nullable PublishRate account) {
        if (ofUser == user && ofAccount == account) {
            return;
        }
        ofUser = user;
        ofAccount = account;
        if (holding) {
            client.loop().timers().set(this, client.loop().nowNanos()); // Other rates: perhaps it may go on.
        }
    }

    /** Takes a message; returns whether it may be delivered. The next one may have to wait. */
    boolean admits(PublishFrame frame) {
        int size = frame.size();
        PublishRate tooSlow = ofUser != null && !ofUser.fits(size) ? ofUser : ofAccount;
        if (tooSlow != null && !tooSlow.fits(size)) {
            tell(frame, size + " bytes are more than " + tooSlow.config().bytesPerSecond() + " bytes per second");
            return false;
        }
        long now = client.loop().nowNanos();
        long wait = ofUser == null ? 0 : ofUser.take(size, now);
        if (ofAccount != null) {
            wait = Math.max(wait, ofAccount.take(size, now));
        }
        if (wait > 0) {
            hold(frame, wait, now);
        }
        return true;
    }

    private void hold(PublishFrame frame, long wait, long now) {
        if (!began || now - releasedNanos > CALM_NANOS) {
            began = true;
            sinceNanos = now;
            told = false;
        }
        if (!told && now - sinceNanos >= PATIENCE_NANOS) {
            told = true;
            tell(frame, "faster than " + allowed(now) + " for " + PATIENCE_SECONDS + " seconds");
        }
        holding = true;
        looks = 0;
        client.server().counters().countThrottle();
        client.suspend();
        lookAgain(now, wait);
    }

    private void lookAgain(long now, long wait) {
        long least = LOOK_NANOS << Math.min(looks, LOOK_DOUBLINGS_MAX);
        looks++;
        client.loop().timers().set(this, now + Math.max(wait, least));
    }

    @Override
    protected void fire(long nowNanos) {
        long wait = Math.max(waitNanos(ofUser, nowNanos), waitNanos(ofAccount, nowNanos));
        if (wait > 0) {
            lookAgain(nowNanos, wait);
            return;
        }
        holding = false;
        releasedNanos = nowNanos;
        client.readAgain();
    }

    private static long waitNanos(@Nullable PublishRate rate, long nowNanos) {
        return rate == null ? 0 : rate.waitNanos(nowNanos);
    }

    /** Returns what it is held to: the account's rate if that is what it waits for. */
    private String allowed(long now) {
        PublishRate rate = ofUser == null || waitNanos(ofAccount, now) > waitNanos(ofUser, now) ? ofAccount : ofUser;
        if (rate == null) {
            throw new IllegalStateException("rate: none (expected: one, since the client is held to it)");
        }
        PublishRateConfig config = rate.config();
        String messages = config.messagesPerSecond() + " messages";
        String bytes = config.bytesPerSecond() + " bytes";
        String figures = config.bytesPerSecond() == PublishRateConfig.UNLIMITED
                ? messages
                : config.messagesPerSecond() == PublishRateConfig.UNLIMITED ? bytes : messages + " or " + bytes;
        return figures + " per second";
    }

    /** Tells the client, which stays: a text that begins so ends no client library's connection. */
    private void tell(PublishFrame frame, String why) {
        client.server().counters().countRateViolation();
        String subject = new String(frame.chunk().bytes(frame.subjectStart(), frame.subjectLength()), ISO_8859_1);
        client.output().error(WireError.rateViolation(subject, why));
        client.trace()
                .repeatedWarning("Publish Rate", "Publish Rate - Subject " + Quoted.ofBytes(subject) + ": " + why);
    }

    boolean isHolding() {
        return holding;
    }

    /** The client is gone. */
    static void cancel(@Nullable PublishThrottle throttle) {
        if (throttle != null) {
            throttle.client.loop().timers().cancel(throttle);
        }
    }
}
