package dev.gannet.net.ocsp;

import dev.gannet.base.GoTime;
import dev.gannet.base.ServerLog;
import dev.gannet.config.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the staple of one certificate fresh: half way to its end a new one is asked for, and when the authority says that
 * the certificate is no longer good, the server may end (AC-132).
 *
 * <p><b>Owner:</b> a thread of {@code timer}, after {@link #begin}; whoever computes a handshake asks for the
 * {@link #current} one.
 */
public final class StapleMonitor implements AutoCloseable {
    private static final Duration UNTIL_ASKED_AGAIN = Duration.ofHours(24); // If the answer does not say.
    private static final Duration UNTIL_RETRY = Duration.ofMinutes(2);
    /** Below that an answer that runs out, and cannot be replaced, would be asked for without a pause. */
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

    private final StapledCertificate subject;
    private final StapleSource source;
    private final InstantSource clock;
    private final ServerLog log;
    private volatile @Nullable Staple staple;
    private volatile boolean isClosed;
    private final Object pending = new Object();
    private @Nullable ScheduledExecutorService timer; // With the next two under the lock of pending.
    private @Nullable Future<?> next;
    private Instant asked = Instant.MIN;
    private Runnable endServer = () -> {};

    StapleMonitor(StapledCertificate subject, StapleStore store, InstantSource clock, ServerLog log) {
        this.subject = subject;
        this.clock = clock;
        this.log = log;
        this.source = new StapleSource(subject, store, clock, log);
    }

    public StapledCertificate subject() {
        return subject;
    }

    /** Gets the first staple; fails if there is none, or the server must not start with what it says. */
    void open() throws OcspException {
        Staple first;
        try {
            first = source.first();
        } catch (OcspException e) {
            throw new OcspException(
                    "bad OCSP status update for certificate at '" + subject.file() + "': " + e.getMessage(), e);
        }
        staple = first;
        if (!first.isGood() && subject.endsServer()) {
            throw new OcspException("found existing OCSP status for certificate at '" + subject.file() + "': "
                    + first.response().status().text());
        }
    }

    /** From now on asks by itself; {@code endServer} is run when the certificate is revoked and the server must not go on. */
    public void begin(ScheduledExecutorService timer, Runnable endServer) {
        log.notice("OCSP Stapling enabled for Client connections");
        Staple first = staple;
        synchronized (pending) {
            this.timer = timer;
            this.endServer = endServer;
        }
        Duration pause = Duration.ZERO;
        if (first != null && first.isGood()) {
            pause = pause();
            log.notice("Found OCSP status for Client certificate at '" + subject.file() + "': " + words(first, pause));
        }
        schedule(pause);
    }

    /** Returns what is shown now, or null if what there was no longer holds: then it is asked for once more. */
    public byte @Nullable [] current() {
        Staple shown = staple;
        if (shown != null && shown.holdsAt(clock.instant())) {
            return shown.encoded();
        }
        synchronized (pending) {
            Future<?> waiting = next;
            if (waiting != null && asked.isBefore(clock.instant().minus(PAUSE_MIN)) && waiting.cancel(false)) {
                schedule(Duration.ZERO);
            }
        }
        return null;
    }

    private void refresh() {
        synchronized (pending) {
            asked = clock.instant();
        }
        Staple fresh;
        try {
            fresh = source.ask();
        } catch (OcspException e) {
            if (!isClosed) {
                Duration pause = pause();
                log.error("Bad OCSP status update for certificate '" + subject.file() + "': " + e.getMessage()
                        + ", trying again in " + Durations.format(pause));
                schedule(pause);
            }
            return;
        }
        if (isClosed) {
            return;
        }
        staple = fresh;
        if (fresh.isGood()) {
            Duration pause = pause();
            log.notice("Received OCSP status for Client certificate '" + subject.file() + "': " + words(fresh, pause));
            schedule(pause);
            return;
        }
        log.error("Received OCSP status for Client certificate '" + subject.file() + "': "
                + fresh.response().status().text());
        if (subject.endsServer()) {
            endServer.run();
        }
    }

    private static String words(Staple staple, Duration pause) {
        Instant next = staple.response().nextUpdate();
        return "good, next update " + (next == null ? "0001-01-01T00:00:00Z" : GoTime.format(next))
                + ", checking again in " + Durations.format(pause);
    }

    /** Until half of what is left of the staple is over. */
    private Duration pause() {
        Staple shown = staple;
        Instant end = shown == null ? null : shown.response().nextUpdate();
        if (end == null) {
            return UNTIL_ASKED_AGAIN;
        }
        Duration half = Duration.between(clock.instant(), end).dividedBy(2);
        return half.isNegative() ? UNTIL_RETRY : half;
    }

    private void schedule(Duration pause) {
        long nanos = pause.isZero() ? 0 : Math.max(PAUSE_MIN.toNanos(), pause.toNanos());
        synchronized (pending) {
            ScheduledExecutorService on = timer;
            if (on == null || isClosed) {
                return;
            }
            try {
                next = on.schedule(this::refresh, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("OCSP: the server ends, the staple is not asked for again");
            }
        }
    }

    /** Asks no more. */
    @Override
    public void close() {
        isClosed = true;
        synchronized (pending) {
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
