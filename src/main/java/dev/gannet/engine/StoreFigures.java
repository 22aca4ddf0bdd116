package dev.gannet.engine;

import dev.gannet.jetstream.DeliveryCounts;
import dev.gannet.jetstream.Faults;
import dev.gannet.jetstream.live.JetStream;
import dev.gannet.monitor.jetstream.DeliveryTotals;
import dev.gannet.monitor.jetstream.JournalHistograms;
import dev.gannet.monitor.jetstream.JournalSnapshot;
import dev.gannet.monitor.jetstream.StorageFaults;
import dev.gannet.shard.JournalTimes;
import dev.gannet.shard.LocalJournal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How well what streams are stored on does. Any thread. */
final class StoreFigures implements JetStreamFigures.Store {
    private final JetStream streams;
    private final Path directory;

    StoreFigures(JetStream streams, Path directory) {
        this.streams = streams;
        this.directory = directory;
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
                totals.lastIndex(),
                totals.failures());
    }

    @Override
    public @Nullable String problem() {
        String problem = streams.problem();
        if (problem != null) {
            streams.tryAgain(); // Nobody may publish any more, because of what is said here.
            return problem;
        }
        return StoreSpace.problem(directory);
    }

    @Override
    public JournalHistograms histograms() {
        JournalTimes times = streams.journalTimes();
        return new JournalHistograms(times.commitNanos(), times.syncNanos(), times.groupEntries(), times.groupBytes());
    }

    @Override
    public DeliveryTotals deliveries() {
        DeliveryCounts.Totals totals = streams.deliveries();
        return new DeliveryTotals(totals.sent(), totals.sentAgain(), totals.acks(), totals.naks(), totals.terms());
    }

    @Override
    public StorageFaults faults() {
        Faults.Told told = streams.faults().told();
        return new StorageFaults(told.count(), told.latest());
    }

    @Override
    public long changes() {
        return streams.changes();
    }
}
