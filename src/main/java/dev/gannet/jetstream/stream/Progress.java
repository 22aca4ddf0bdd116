package dev.gannet.jetstream.stream;

import dev.gannet.jetstream.config.Retention;
import dev.gannet.jetstream.consumer.Consumer;
import dev.gannet.jetstream.consumer.ConsumerState;
import dev.gannet.jetstream.consumer.ConsumerWatcher;
import dev.gannet.jetstream.consumer.Sequences;
import dev.gannet.jetstream.consumer.StateWriter;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a stream's consumers is to be written into its log: how they are now, and which messages nobody needs any more.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class Progress implements ConsumerWatcher {
    /** So many messages are looked at for one entry, if consumers have to be asked for them. */
    private static final int AT_A_TIME = 1 << 13;

    private final Stream stream;
    private final StreamConsumers consumers;
    private List<Consumer> changed = new ArrayList<>();
    private final Sequences done = new Sequences(); // Each was needed by some consumer, and is not any more.
    private @Nullable ShardWatcher watcher;
    private @Nullable Fetch missing;
    private long changes;
    private boolean isTold;

    Progress(Stream stream, StreamConsumers consumers) {
        this.stream = stream;
        this.consumers = consumers;
    }

    /**
     * What is on its way into the log.
     *
     * @param states of consumers, to be given back if that fails
     * @param unneeded the messages that go with it
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for each would be a copy for nothing.
    public record Taken(Change.Progress change, List<Written> states, long[] unneeded) {}

    private record Written(Consumer consumer, ConsumerState.Written state) {}

    void watcher(ShardWatcher newWatcher) {
        watcher = newWatcher;
    }

    /** Returns a number that grows when something changes. */
    long changes() {
        return changes;
    }

    @Override
    public void changed(Consumer consumer) {
        changed.add(consumer);
        tell();
    }

    @Override
    public void done(Consumer consumer, long streamSeq) {
        if (stream.config().storage().retention() != Retention.LIMITS) {
            done.add(streamSeq);
            tell();
        }
    }

    /** Somebody may need a message no more: that is looked at when the next entry is written. */
    public void look(long seq) {
        done.add(seq);
        tell();
    }

    private void tell() {
        changes++;
        ShardWatcher told = watcher;
        if (!isTold && told != null) {
            isTold = true;
            told.progressed(stream);
        }
    }

    /**
     * Returns what there is, or null if there is nothing; it is forgotten here.
     *
     * @param isLasting whether states are to be written, of those that last
     */
    public @Nullable Taken take(long timeNanos, boolean isLasting) {
        long[] unneeded = unneeded();
        isTold = false;
        if (!done.isEmpty() && missing == null) {
            tell(); // The next ones come with the next entry.
        }
        List<Consumer> of = changed;
        changed = new ArrayList<>();
        List<Written> states = new ArrayList<>();
        StateWriter out = new StateWriter();
        StateWriter one = new StateWriter();
        for (Consumer consumer : of) {
            if (consumers.find(consumer.id()) != consumer) {
                continue;
            }
            if (!isLasting || consumer.config().memory()) {
                consumer.state().forgetChanges();
                continue;
            }
            one.clear();
            states.add(new Written(consumer, consumer.state().writeChanges(one)));
            out.number(consumer.id()).text(one.bytes());
        }
        return states.isEmpty() && unneeded.length == 0
                ? null
                : new Taken(
                        new Change.Progress(timeNanos, stream.id(), out.bytes(), Sequences.write(unneeded)),
                        states,
                        unneeded);
    }

    /** Of messages whose subjects are not in memory it cannot be told: those are looked at again. */
    private long[] unneeded() {
        Sequences found = new Sequences();
        Sequences unknown = new Sequences();
        // By interest, consumers may have to be asked for each; and what is not noted at a start is looked for.
        boolean isPart = stream.config().storage().retention() == Retention.INTEREST;
        for (long seq : isPart ? done.take(AT_A_TIME) : done.take()) {
            try {
                if (stream.store().has(seq) && !isNeeded(seq)) {
                    found.add(seq);
                }
            } catch (NotInMemoryException e) {
                missing = e.fetch();
                unknown.add(seq);
            }
        }
        for (long seq : unknown.toArray()) {
            done.add(seq);
        }
        return found.toArray();
    }

    /** Returns what has to be fetched before more can be told, and forgets it; null if that is nothing. */
    public @Nullable Fetch takeMissing() {
        Fetch taken = missing;
        missing = null;
        return taken;
    }

    /** What was missing has been fetched, or cannot be. */
    public void lookAgain() {
        tell();
    }

    /** Returns whether some consumer needs a message on. */
    private boolean isNeeded(long seq) {
        if (stream.config().storage().retention() == Retention.WORKQUEUE) {
            return false; // Each message is for one consumer.
        }
        byte[] subject = null;
        for (Consumer consumer : consumers.all()) {
            if (!consumer.state().needs(seq)) {
                continue;
            }
            if (consumer.config().filters().isEmpty()) {
                return true;
            }
            subject = subject == null ? stream.store().subjectOf(seq) : subject;
            if (consumer.wants(subject, subject.length)) {
                return true;
            }
        }
        return false;
    }

    /** What was taken is not in the log: it is to be written again. */
    public void giveBack(Taken taken) {
        for (Written written : taken.states()) {
            if (consumers.find(written.consumer().id()) == written.consumer()) {
                written.consumer().state().giveBack(written.state());
            }
        }
        for (long seq : taken.unneeded()) {
            done.add(seq);
        }
        tell();
    }
}
