package dev.gannet.jetstream.live;

import dev.gannet.account.Account;
import dev.gannet.jetstream.Answer;
import dev.gannet.jetstream.error.ApiException;
import dev.gannet.jetstream.error.ErrorCode;
import dev.gannet.jetstream.loop.StreamLoop;
import dev.gannet.jetstream.stream.Change;
import dev.gannet.jetstream.stream.Shard;
import dev.gannet.jetstream.stream.Stream;
import dev.gannet.store.fetch.NotInMemoryException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests about streams and consumers of all shards. What makes, changes or ends one is done one after the other, so
 * that each is checked against what the ones before have left.
 *
 * <p><b>Owner:</b> the stream loop; {@link #ask}, {@link #askSettled} and {@link #change} are for any thread.
 */
final class Desk {
    private static final int WAITING_MAX = 10_000;

    private final StreamLoop loop;
    private final LiveShard disk;
    private final LiveShard memory;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean isChanging;

    Desk(LiveShard disk, LiveShard memory) {
        this.loop = disk.loop();
        this.disk = disk;
        this.memory = memory;
    }

    /** Where a stream is. */
    record Place(LiveShard live, Stream stream) {}

    LiveShard disk() {
        return disk;
    }

    LiveShard memory() {
        return memory;
    }

    @Nullable
    Place find(Account account, String name) {
        Stream onDisk = disk.shard().find(account.name(), name);
        if (onDisk != null) {
            return new Place(disk, onDisk);
        }
        Stream inMemory = memory.shard().find(account.name(), name);
        return inMemory == null ? null : new Place(memory, inMemory);
    }

    /** Returns whether a stream is still the one that is there. */
    boolean isThere(Place place) {
        return place.live().shard().find(place.stream().id()) == place.stream();
    }

    Place get(Account account, String name) throws ApiException {
        Place place = find(account, name);
        if (place == null) {
            throw ErrorCode.STREAM_NOT_FOUND.exception();
        }
        return place;
    }

    /** Asks or changes something on the stream loop. */
    interface Action {
        void run() throws ApiException;
    }

    <T> void ask(Answer<T> answer, Action action) {
        loop.post(() -> run(answer, action));
    }

    /** Asks when all is in the streams that was published before. */
    <T> void askSettled(Answer<T> answer, Action action) {
        loop.post(() -> settled(() -> run(answer, action)));
    }

    void settled(Runnable task) {
        Runnable written =
                () -> disk.progress().settle(onDisk -> memory.progress().settle(inMemory -> task.run()));
        Runnable said = () -> disk.senders().settle(written);
        disk.settling().then(() -> memory.settling().then(said));
    }

    /** Runs an action, which changes nothing before it has all that it needs; what it misses is fetched first. */
    <T> void run(Answer<T> answer, Action action) {
        try {
            action.run();
        } catch (ApiException e) {
            answer.failed(e.error());
        } catch (NotInMemoryException e) {
            disk.fetches().fetch(e.fetch(), failure -> {
                if (failure == null) {
                    run(answer, action);
                } else {
                    answer.failed(ErrorCode.STREAM_STORE_FAILED.error(String.valueOf(failure.getMessage())));
                }
            });
        }
    }

    /** Runs an action that makes, changes or ends a stream, when those before it are done; it ends with {@link #changed}. */
    <T> void change(Answer<T> answer, Action action) {
        loop.post(() -> {
            if (waiting.size() >= WAITING_MAX) {
                answer.failed(ErrorCode.INSUFFICIENT_RESOURCES.error());
                return;
            }
            waiting.add(() -> {
                try {
                    action.run();
                } catch (ApiException e) {
                    answer.failed(e.error());
                    changed();
                } catch (RuntimeException e) {
                    changed(); // Whoever fails must not hold up the others.
                    throw e;
                }
            });
            next();
        });
    }

    private void next() {
        if (!isChanging) {
            Runnable action = waiting.poll();
            if (action != null) {
                isChanging = true;
                action.run();
            }
        }
    }

    void changed() {
        isChanging = false;
        if (!waiting.isEmpty()) {
            loop.post(this::next);
        }
    }

    /** Proposes a change, and tells what came of it. */
    <T> void propose(LiveShard live, Change change, Answer<T> answer, Result<T> result) {
        live.propose(change, applied -> {
            changed();
            tell(applied, answer, result);
        });
    }

    interface Result<T> {
        T of(Shard.Applied applied);
    }

    <T> void tell(Shard.Applied applied, Answer<T> answer, Result<T> result) {
        if (applied.error() != null) {
            answer.failed(applied.error());
        } else {
            run(answer, () -> answer.done(result.of(applied)));
        }
    }
}
