package dev.gannet.engine;

import dev.gannet.jetstream.live.JetStream;
import dev.gannet.monitor.jetstream.JournalSnapshot;
import dev.gannet.shard.LocalJournal;
import org.jspecify.annotations.Nullable;

/** How well what streams are stored on does. Any thread. */
final class StoreFigures implements JetStreamFigures.Store {
    private final JetStream streams;

    StoreFigures(JetStream streams) {
        this.streams = streams;
    }

    @Override
    public JournalSnapshot journal() {
        LocalJournal.Totals totals = streams.journal();
        return new JournalSnapshot(
                totals.entries(),
                totals.bytes(),
                totals.syncs(),
                totals.syncNanos(),
                totals.files(),
                streams.keptIndex() + 1,
                totals.lastIndex());
    }

    @Override
    public @Nullable String problem() {
        return streams.problem();
    }

    @Override
    public long changes() {
        return streams.changes();
    }
}
