package dev.gannet.jetstream.live;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.base.TimerQueue;
import dev.gannet.jetstream.Faults;
import dev.gannet.jetstream.error.ApiError;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.Fetches;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.NotInMemoryException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the log that cannot be applied before something is fetched from the disk. Those of the same stream wait
 * behind them, those of others go on: what becomes of an entry is the same as if all had been applied at their places.
 *
 * <p>Streams meet in the limits of their account and of the server. So an entry overtakes others only if there is room for
 * it whatever these do; if there is not, everything behind it waits with it, in the order of the log.
 *
 * <p>When the disk fails, the stream stands still: who publishes to it or changes it is told so at once, there are no
 * checkpoints, and it is tried again every second.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Lanes {
    private static final long TRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Shard shard;
    private final Fetches fetches;
    private final TimerQueue timers;
    private final Standstill standstill;
    private final Clock clock;
    private final ServerLog log;
    private final Faults faults;
    private final Map<Integer, Lane> lanes = new HashMap<>();
    private ArrayDeque<Lane.Entry> behind = new ArrayDeque<>(); // What must not overtake anything, in its order.
    private @Nullable Wish wish;

    /** Is told of streams that stand still, with the reason; null when they go on. */
    interface Standstill {
        void of(Stream stream, @Nullable String problem);
    }

    private record Wish(Runnable then, Runnable never) {}

    Lanes(Shard shard, Fetches fetches, TimerQueue timers, Standstill standstill, LiveShard.Surroundings around) {
        this.shard = shard;
        this.fetches = fetches;
        this.timers = timers;
        this.standstill = standstill;
        this.clock = around.clock();
        this.log = around.serverLog();
        this.faults = around.damage().faults();
    }

    /** Returns which stream a change waits for; 0 is none: a stream can be made and deleted at any time. */
    static int streamOf(Change change) {
        boolean isAtOnce = change instanceof Change.Create || change instanceof Change.Delete;
        return isAtOnce ? 0 : change.stream();
    }

    /** Returns whether nothing waits. */
    boolean isNone() {
        return lanes.isEmpty() && behind.isEmpty();
    }

    /** Returns the index up to which each entry of the log has been begun, where {@code applied} is that of the last one. */
    long begunUpTo(long applied) {
        for (Lane.Entry entry : behind) {
            if (entry.index() > 0) {
                return entry.index() - 1;
            }
        }
        return applied;
    }

    /** Returns why a stream stands still, or null. */
    @Nullable
    String problem(int stream) {
        Lane lane = lanes.get(stream);
        return lane == null ? null : lane.problem();
    }

    /**
     * Runs something when each entry is applied or not begun, or the other thing if that cannot be soon. Meanwhile nothing
     * overtakes.
     */
    void atRest(Runnable then, Runnable never) {
        if (isNone()) {
            then.run();
        } else if (wish != null || isStandingStill()) {
            never.run();
        } else {
            wish = new Wish(then, never);
        }
    }

    private boolean isStandingStill() {
        return lanes.values().stream().anyMatch(lane -> lane.problem() != null);
    }

    /** An entry, before which nothing waits that must be before it, was to be applied now; it says that it cannot. */
    void begin(Lane.Entry entry, NotInMemoryException missing) {
        Stream stream = shard.find(entry.stream());
        if (stream == null) {
            return; // It has gone, and what was to be done with it.
        }
        Lane lane = new Lane(stream);
        lanes.put(stream.id(), lane);
        hold(lane, entry);
        fetch(lane, missing);
    }

    /** Applies an entry as soon as it may be. */
    void add(Lane.Entry entry) {
        Stream stream = shard.find(entry.stream());
        Lane lane = lanes.get(entry.stream());
        boolean isInOrder = !behind.isEmpty() || wish != null;
        boolean hasRoom =
                entry.bytesMax() >= 0 && (stream == null || shard.hasRoom(stream.account(), entry.bytesMax()));
        if (isInOrder || (!lanes.isEmpty() && !hasRoom)) {
            behind.add(entry);
            if (isStandingStill()) {
                entry.refuse(waiting());
            }
        } else if (lane == null) {
            tryNow(entry);
        } else {
            hold(lane, entry);
            if (lane.problem() != null) {
                entry.refuse(refusal(lane));
            }
        }
    }

    private void tryNow(Lane.Entry entry) {
        try {
            entry.apply();
        } catch (NotInMemoryException e) {
            begin(entry, e);
        } catch (RuntimeException e) {
            // A bug, which must not cost those that come behind it.
            log.error("JetStream: an entry cannot be applied to stream " + entry.stream() + ": " + e);
        }
    }

    private void hold(Lane lane, Lane.Entry entry) {
        lane.entries().add(entry);
        shard.hold(lane.stream().account(), Math.max(0, entry.bytesMax()));
    }

    /** Tells all streams that it is so late. */
    void expire(long nowNanos) {
        for (Lane lane : lanes.values()) {
            hold(lane, new Expiry(lane.stream(), nowNanos));
        }
        for (Stream stream : shard.takeDue(nowNanos)) {
            if (!lanes.containsKey(stream.id())) {
                tryNow(new Expiry(stream, nowNanos));
            }
        }
    }

    private final class Expiry extends Lane.Entry {
        private final Stream of;
        private final long nowNanos;

        Expiry(Stream of, long nowNanos) {
            super(of.id(), of.expiryBytesMax());
            this.of = of;
            this.nowNanos = nowNanos;
        }

        @Override
        void apply() {
            shard.expire(of, nowNanos);
        }

        @Override
        void refuse(ApiError error) {
            // Nobody has asked for it.
        }
    }

    /** A stream goes, and what waits for it. */
    void drop(int stream) {
        Lane lane = lanes.remove(stream);
        if (lane != null) {
            for (Lane.Entry entry : lane.entries()) {
                shard.hold(lane.stream().account(), -Math.max(0, entry.bytesMax()));
                entry.drop(ErrorCode.STREAM_NOT_FOUND.error());
            }
            standstill.of(lane.stream(), null);
        }
    }

    /** To be called when {@link #drop} and what comes of it is done. */
    void dropped() {
        ended();
    }

    private void fetch(Lane lane, NotInMemoryException missing) {
        fetches.fetch(missing.fetch(), failure -> {
            if (lanes.get(lane.stream().id()) != lane) {
                return;
            }
            if (failure != null) {
                standStill(lane, failure);
            } else {
                proceed(lane);
            }
        });
    }

    private void standStill(Lane lane, IOException failure) {
        if (lane.problem() == null) {
            lane.problem("cannot be read: " + failure.getMessage());
            log.error("JetStream: " + name(lane.stream())
                    + " cannot be read and stands still; what is acknowledged is in" + " the journal: " + failure);
            faults.add(name(lane.stream()) + " cannot be read and stands still: " + failure);
            standstill.of(lane.stream(), lane.problem());
        }
        lane.entries().forEach(entry -> entry.refuse(refusal(lane)));
        behind.forEach(entry -> entry.refuse(waiting()));
        timers.set(
                new TimerQueue.Timer() {
                    @Override
                    protected void fire(long now) {
                        proceed(lane);
                    }
                },
                clock.nanoTime() + TRY_NANOS);
        Wish unfulfilled = wish;
        wish = null;
        if (unfulfilled != null) {
            goOnBehind(unfulfilled.never());
        }
    }

    private static String name(Stream stream) {
        return "stream '" + stream.config().name() + "' of account '" + stream.account() + "'";
    }

    private static ApiError refusal(Lane lane) {
        return ErrorCode.STREAM_STORE_FAILED.error("the stream " + lane.problem());
    }

    private static ApiError waiting() {
        return ErrorCode.STREAM_STORE_FAILED.error("another stream of which the limits depend cannot be read");
    }

    /** Applies what waits for a stream, as far as that goes. */
    private void proceed(Lane lane) {
        while (lanes.get(lane.stream().id()) == lane) {
            Lane.Entry next = lane.entries().peek();
            if (next == null) {
                lanes.remove(lane.stream().id());
                ended();
                return;
            }
            try {
                next.apply();
            } catch (NotInMemoryException e) {
                fetch(lane, e);
                return;
            } catch (RuntimeException e) {
                log.error("JetStream: an entry cannot be applied to " + name(lane.stream()) + ": " + e);
            }
            lane.entries().remove();
            shard.hold(lane.stream().account(), -Math.max(0, next.bytesMax()));
            goOn(lane);
        }
    }

    private void goOn(Lane lane) {
        if (lane.problem() != null) {
            lane.problem(null);
            log.notice("JetStream: " + name(lane.stream()) + " can be read again");
            standstill.of(lane.stream(), null);
        }
    }

    private void ended() {
        if (!lanes.isEmpty()) {
            return;
        }
        Wish fulfilled = wish;
        wish = null;
        goOnBehind(fulfilled == null ? null : fulfilled.then());
    }

    /** Whatever becomes of a wish, what waits behind it must not wait for good. */
    private void goOnBehind(@Nullable Runnable wished) {
        try {
            if (wished != null) {
                wished.run();
            }
        } finally {
            addAgain();
        }
    }

    private void addAgain() {
        ArrayDeque<Lane.Entry> again = behind;
        behind = new ArrayDeque<>();
        new ArrayList<>(again).forEach(this::add);
    }
}
