package dev.gannet.jetstream.loop;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.gannet.base.Clock;
import dev.gannet.base.TimerQueue;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows what was published to a shard's streams and is not applied yet, so that who asks for a stream sees what was
 * published before: a publisher that wants no acknowledgement relies on the {@code PONG} that follows (CP-123).
 *
 * <p><b>Owner:</b> the stream loop, but for what is said to be for any thread.
 */
public final class Settling {
    /** When the disk hangs, what is there is better than no answer. */
    private static final long WAIT_NANOS_MAX = SECONDS.toNanos(1);

    private final StreamLoop loop;
    private final Clock clock;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final TimerQueue.Timer limit = new TimerQueue.Timer() {
        @Override
        protected void fire(long nowNanos) {
            release(nowNanos - WAIT_NANOS_MAX);
        }
    };
    private long settledBytes;

    /**
     * What waits.
     *
     * @param bytes how many have to be settled before
     * @param sinceNanos when it began to wait
     */
    private record Asked(long bytes, long sinceNanos, Runnable task) {}

    public Settling(StreamLoop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** Returns how many bytes wait to be applied. Any thread. */
    public long waitingBytes() {
        return waitingBytes.get();
    }

    /** A message was taken. Any thread. */
    public void taken(int bytes) {
        waitingBytes.addAndGet(bytes);
    }

    /** A message was applied, or the log has not taken it. */
    public void settled(int bytes) {
        settledBytes += bytes;
        waitingBytes.addAndGet(-bytes);
    }

    /** Has something done when all is applied that was taken until now; at once if it is. */
    public void then(Runnable task) {
        long bytes = settledBytes + waitingBytes.get();
        if (bytes == settledBytes) {
            task.run();
            return;
        }
        long now = clock.nanoTime();
        asked.add(new Asked(bytes, now, task));
        if (asked.size() == 1) {
            loop.timers().set(limit, now + WAIT_NANOS_MAX);
        }
    }

    /** Has done what waits no longer. */
    public void release() {
        if (!asked.isEmpty()) {
            release(clock.nanoTime() - WAIT_NANOS_MAX);
        }
    }

    /** Those from before some time wait no longer in any case. Tasks may take long, so nobody does them in between. */
    private void release(long beforeNanos) {
        Asked first = asked.peek();
        while (first != null && (first.bytes <= settledBytes || first.sinceNanos - beforeNanos <= 0)) {
            loop.post(asked.remove().task);
            first = asked.peek();
        }
        if (first == null) {
            loop.timers().cancel(limit);
        } else {
            loop.timers().set(limit, first.sinceNanos + WAIT_NANOS_MAX);
        }
    }
}
