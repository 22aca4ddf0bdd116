package dev.gannet.connection;

import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.base.TimerQueue;
import dev.gannet.config.KeepAliveConfig;
import dev.gannet.protocol.GoDuration;
import java.time.Duration;

/**
 * Asks a client now and then whether it is still there, and measures the round trip (CP-14..17, CP-121, CP-122).
 *
 * <p><b>Owner:</b> the client's event loop.
 *
 * <p><b>Units:</b> times are nanoseconds of the loop's clock.
 */
final class KeepAlive extends TimerQueue.Timer {
    private static final long FIRST_PING_NANOS = SECONDS.toNanos(2);
    private static final long RTT_AGE_MAX_NANOS = HOURS.toNanos(1);

    private final Client client;
    private final long startNanos;
    private long lastInputNanos;
    private long pingSentNanos;
    private volatile long rttNanos;
    private long setIntervalNanos; // Zero before the first ping is set.
    private int outstanding;

    KeepAlive(Client client, long nowNanos) {
        this.client = client;
        this.startNanos = nowNanos;
        this.lastInputNanos = nowNanos;
    }

    /** Takes note that the client sent something that shows it is alive. */
    void input(long nowNanos) {
        lastInputNanos = nowNanos;
    }

    /** Sets the first ping for a client that may never send CONNECT. */
    void start(long nowNanos) {
        setIntervalNanos = interval();
        client.loop().timers().set(this, nowNanos + setIntervalNanos);
    }

    /** Another interval counts from now on, not only when the former is over. */
    void adapt(long nowNanos) {
        if (setIntervalNanos != 0 && setIntervalNanos != interval()) {
            start(nowNanos);
        }
    }

    /**
     * CONNECT has come: the time since the connection was made is a first guess at the round trip. It is measured soon,
     * but not for all clients at the same moment.
     */
    void connected(long nowNanos) {
        rttNanos = Math.max(1, nowNanos - startNanos);
        long delay = Math.min(FIRST_PING_NANOS, interval());
        long spread = delay / 5;
        long offset = spread == 0 ? 0 : Math.floorMod((client.cid() * 0x9E3779B97F4A7C15L) >>> 1, spread);
        client.loop().timers().set(this, nowNanos + delay + offset);
    }

    void stop() {
        setIntervalNanos = 0;
        client.loop().timers().cancel(this);
    }

    /** The client has answered. */
    void pong(long nowNanos) {
        outstanding = 0;
        if (pingSentNanos != 0) {
            rttNanos = Math.max(1, nowNanos - pingSentNanos);
        }
    }

    long rttNanos() {
        return rttNanos;
    }

    @Override
    protected void fire(long nowNanos) {
        if (client.isThrottled()) {
            input(nowNanos); // What it has to say waits behind its messages.
            outstanding = 0;
            client.loop().timers().set(this, nowNanos + interval());
            return;
        }
        client.trace().debug("Client Ping Timer");
        long idleNanos = nowNanos - lastInputNanos;
        boolean measured = pingSentNanos != 0 && nowNanos - pingSentNanos <= RTT_AGE_MAX_NANOS;
        if (measured && idleNanos < interval()) {
            client.trace().debug("Delaying PING due to remote client data or ping " + seconds(idleNanos) + " ago");
        } else {
            if (outstanding + 1 > settings().pingMax()) {
                client.ending().stale();
                return;
            }
            outstanding++;
            pingSentNanos = nowNanos;
            client.output().ping();
        }
        client.loop().timers().set(this, nowNanos + interval());
    }

    private static String seconds(long nanos) {
        return GoDuration.format(Duration.ofSeconds((nanos + SECONDS.toNanos(1) / 2) / SECONDS.toNanos(1)));
    }

    private long interval() {
        return settings().pingInterval().toNanos();
    }

    private KeepAliveConfig settings() {
        return client.server().config().keepAlive();
    }
}
