package dev.gannet.jetstream.tail;

import dev.gannet.jetstream.stream.ShardWatcher;
import dev.gannet.jetstream.stream.StoredParts;
import dev.gannet.jetstream.stream.Stream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * The streams that somebody follows.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class FollowedStreams {
    private final IdentityHashMap<Stream, List<Notes>> followed = new IdentityHashMap<>();

    void add(Stream stream, Notes notes) {
        followed.computeIfAbsent(stream, key -> new ArrayList<>()).add(notes);
    }

    void remove(Stream stream, Notes notes) {
        List<Notes> all = followed.getOrDefault(stream, List.of());
        all.remove(notes);
        if (all.isEmpty()) {
            followed.remove(stream);
        }
    }

    /** Returns a watcher that tells followers too. */
    public ShardWatcher before(ShardWatcher other) {
        return new Watcher(other);
    }

    private void tell(Stream stream, Consumer<Notes> what) {
        List<Notes> all = followed.get(stream);
        if (all != null) {
            all.forEach(what);
        }
    }

    /** Tells followers, if there are any, and somebody else. */
    private final class Watcher implements ShardWatcher {
        private final ShardWatcher other;

        Watcher(ShardWatcher other) {
            this.other = other;
        }

        @Override
        public void stored(Stream stream, long seq, StoredParts parts) {
            if (!followed.isEmpty()) {
                tell(stream, Notes::more);
            }
            other.stored(stream, seq, parts);
        }

        @Override
        public void removing(Stream stream, long seq) {
            if (!followed.isEmpty()) {
                tell(stream, notes -> notes.removing(seq));
            }
            other.removing(stream, seq);
        }

        @Override
        public void removedBelow(Stream stream, long seq) {
            if (!followed.isEmpty()) {
                tell(stream, notes -> notes.removedBelow(seq));
            }
            other.removedBelow(stream, seq);
        }

        @Override
        public void progressed(Stream stream) {
            other.progressed(stream);
        }
    }
}
