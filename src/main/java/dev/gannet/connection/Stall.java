package dev.gannet.connection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.gannet.base.TimerQueue;
import dev.gannet.config.Durations;
import dev.gannet.connection.transport.LoopContext;
import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Producer;
import java.time.Duration;

/**
 * Slows a client down whose messages go to somebody who is behind: nothing is read from it until that one has caught
 * up, but not for longer than {@value #STALL_MILLIS} ms at a time, as the reference bounds it (CP-197). A client that
 * sends to itself is slowed down too: many write all they have before they read, and would be closed for it.
 *
 * <p><b>Owner:</b> the client's event loop; {@link #resume} is called by any thread.
 */
final class Stall extends TimerQueue.Timer implements Producer {
    private static final long STALL_MILLIS = 10;

    private final Client client;
    private long count; // Others read a figure that may be a moment old.
    private long sinceNanos;
    private boolean stalled;

    Stall(Client client) {
        this.client = client;
    }

    @Override
    public void stalledBy(Outbox target) {
        if (!stalled) {
            begin();
            target.await(this);
        }
    }

    @Override
    public void slowDown() {
        if (!stalled) {
            begin();
        }
    }

    private void begin() {
        stalled = true;
        count++;
        client.server().counters().countStall();
        client.transport().pauseReading();
        LoopContext loop = client.loop();
        sinceNanos = loop.nowNanos();
        loop.timers().set(this, sinceNanos + MILLISECONDS.toNanos(STALL_MILLIS));
    }

    @Override
    public void resume() {
        client.transport().post(this::end);
    }

    @Override
    protected void fire(long nowNanos) {
        end();
    }

    private void end() {
        if (stalled) {
            stalled = false;
            report(client.loop().nowNanos() - sinceNanos);
            client.loop().timers().cancel(this);
            client.readAgain();
        }
    }

    private void report(long nanos) {
        long millis = NANOSECONDS.toMillis(nanos);
        if (millis >= STALL_MILLIS) {
            String what = "Producer was stalled for a total of ";
            client.trace().repeatedWarning(what, what + Durations.format(Duration.ofMillis(millis)));
        }
    }

    boolean isStalled() {
        return stalled;
    }

    long count() {
        return count;
    }
}
