package dev.gannet.jetstream.live;

import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.segment.Scrub;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks through what is stored for damage, segment by segment and slowly, so that it is told before somebody needs the
 * messages.
 *
 * <p><b>Owner:</b> the stream loop; files are read by {@code background}, a little at a time.
 */
final class Scrubber extends TimerQueue.Timer {
    private final LiveShard live;
    private final Pace pace;
    private final Executor background;
    private final ServerLog log;
    private int stream; // The number of the one that is looked through.
    private long nextSeq;
    private long roundNanos;
    private boolean running;
    private boolean stopped;
    private @Nullable Scrub scrub;

    /**
     * How fast it goes.
     *
     * @param bytes that are read at a time; 0 for never
     * @param turnNanos how often that is
     * @param roundNanos how long it takes at least until the same is looked at again
     */
    record Pace(int bytes, long turnNanos, long roundNanos) {
        private static final int TURNS_A_SECOND = 4;

        static Pace usual(long bytesASecond) {
            return new Pace(
                    (int) Math.min(Integer.MAX_VALUE, (bytesASecond + TURNS_A_SECOND - 1) / TURNS_A_SECOND),
                    TimeUnit.SECONDS.toNanos(1) / TURNS_A_SECOND,
                    TimeUnit.DAYS.toNanos(1));
        }
    }

    Scrubber(LiveShard live, Pace pace, Executor background, ServerLog log) {
        this.live = live;
        this.pace = pace;
        this.background = background;
        this.log = log;
    }

    void start(long nowNanos) {
        roundNanos = nowNanos;
        if (pace.bytes() > 0) {
            live.loop().timers().set(this, nowNanos + pace.turnNanos());
        }
    }

    void stop() {
        stopped = true;
        live.loop().timers().cancel(this);
        leave();
    }

    private void leave() {
        Scrub left = scrub;
        if (left != null && !running) {
            left.close();
            scrub = null;
        }
    }

    @Override
    protected void fire(long nowNanos) {
        if (running) {
            return; // It is set again when that is done.
        }
        long waits = pace.turnNanos();
        if (scrub == null && !find()) {
            stream = 0;
            nextSeq = 0;
            waits = Math.max(waits, roundNanos + pace.roundNanos() - nowNanos);
            roundNanos = nowNanos + waits;
        }
        if (scrub == null) {
            live.loop().timers().set(this, nowNanos + waits);
        } else {
            run(scrub, nowNanos);
        }
    }

    /** Finds the next segment, or has fetched what that needs; returns whether there may be one. */
    private boolean find() {
        Stream of = next(stream);
        while (of != null) {
            nextSeq = of.id() == stream ? nextSeq : 0;
            stream = of.id();
            try {
                scrub = of.store().scrub(nextSeq);
            } catch (NotInMemoryException e) {
                live.fetches().fetch(e.fetch(), failure -> failed(failure));
                return true;
            }
            if (scrub != null) {
                return true;
            }
            of = next(stream + 1);
        }
        return false;
    }

    private @Nullable Stream next(int number) {
        for (Stream each : live.shard().streams()) {
            if (each.id() >= number) {
                return each;
            }
        }
        return null;
    }

    /** An index that cannot be read is no reason to look at it for ever. */
    private void failed(@Nullable IOException failure) {
        if (failure != null) {
            log.error("JetStream: looking for damage: " + failure);
            stream++;
            nextSeq = 0;
        }
    }

    private void run(Scrub now, long nowNanos) {
        running = true;
        try {
            background.execute(() -> {
                boolean hasMore = read(now);
                live.loop().post(() -> done(now, hasMore, nowNanos));
            });
        } catch (RejectedExecutionException e) {
            running = false; // The server ends.
        }
    }

    /** In the background. */
    private boolean read(Scrub now) {
        try {
            return now.run(pace.bytes());
        } catch (IOException e) {
            log.error("JetStream: looking for damage: " + e);
            now.close();
            return false;
        }
    }

    private void done(Scrub now, boolean hasMore, long begunNanos) {
        running = false;
        if (!hasMore) {
            nextSeq = now.nextSeq();
            scrub = null;
        }
        if (stopped) {
            leave();
        } else {
            live.loop().timers().set(this, begunNanos + pace.turnNanos());
        }
    }
}
