package dev.gannet.jetstream.loop;

import dev.gannet.store.fetch.Fetch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Has read what was missed on the stream loop. Who waits for the same is told together.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class Fetches {
    private final StreamLoop loop;
    private final Executor readers;
    private final Map<Fetch, Queue<Then>> underWay = new HashMap<>();

    public Fetches(StreamLoop loop, Executor readers) {
        this.loop = loop;
        this.readers = readers;
    }

    /** Is told on the stream loop that something is in memory, or why it cannot be. */
    public interface Then {
        void fetched(@Nullable IOException failure);
    }

    public void fetch(Fetch fetch, Then then) {
        Queue<Then> others = underWay.get(fetch);
        if (others != null) {
            others.add(then);
            return;
        }
        fetch.begin();
        try {
            readers.execute(() -> load(fetch));
            underWay.put(fetch, new ArrayDeque<>(List.of(then)));
        } catch (RejectedExecutionException e) {
            fetch.end();
            then.fetched(new IOException("too much waits to be read", e));
        }
    }

    /** On a reader. */
    private void load(Fetch fetch) {
        IOException failure = null;
        try {
            fetch.load();
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | OutOfMemoryError e) {
            failure = new IOException(e.toString(), e);
        }
        IOException cause = failure;
        loop.post(() -> done(fetch, cause));
    }

    private void done(Fetch fetch, @Nullable IOException failure) {
        Queue<Then> waiting = underWay.remove(fetch);
        IOException cause = failure;
        try {
            fetch.end();
        } catch (RuntimeException e) {
            cause = new IOException(e.toString(), e); // Who waits must be told in any case.
        }
        tell(waiting == null ? new ArrayDeque<>() : waiting, cause);
    }

    /** Who fails does not keep the others from being told. */
    private void tell(Queue<Then> waiting, @Nullable IOException cause) {
        try {
            for (Then then = waiting.poll(); then != null; then = waiting.poll()) {
                then.fetched(cause);
            }
        } finally {
            if (!waiting.isEmpty()) {
                loop.post(() -> tell(waiting, cause));
            }
        }
    }
}
