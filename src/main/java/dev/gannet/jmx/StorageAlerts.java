package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StorageFaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with files of streams. What goes on is told once a minute.
 *
 * <p><b>Owner:</b> who looks, one thread at a time.
 */
final class StorageAlerts {
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int REMEMBERED_MAX = 256;

    private final Clock clock;
    private final Alerts.Teller teller;
    private final Map<String, Long> told = new HashMap<>(); // When.
    private @Nullable JetStreamView seen;
    private boolean failing;
    private long seenFailures;
    private long seenFaults;

    StorageAlerts(Clock clock, Alerts.Teller teller) {
        this.clock = clock;
        this.teller = teller;
    }

    /** Looks at what there is now; null is none. */
    void look(@Nullable JetStreamView streams) {
        if (streams != seen) { // They were turned off, or others on.
            seen = streams;
            failing = false;
            seenFailures = 0;
            seenFaults = 0;
        }
        if (streams != null) {
            lookAtJournal(streams);
            lookAtFaults(streams.faults());
        }
    }

    private void lookAtJournal(JetStreamView streams) {
        String problem = streams.problem();
        long failures = streams.journal().failures();
        if (problem != null) {
            failing = true;
            fault("nothing can be stored: " + problem);
        } else if (failing) {
            failing = false;
            told.clear(); // When it fails again, that is news.
            teller.tell(Alerts.STORAGE_RECOVERED, "messages can be stored again", null);
        } else if (failures > seenFailures) {
            fault("messages could not be stored for a moment");
        }
        seenFailures = failures;
    }

    private void lookAtFaults(StorageFaults faults) {
        long fresh = faults.count() - seenFaults;
        seenFaults = faults.count();
        List<String> latest = faults.latest();
        int known = (int) Math.min(fresh, latest.size());
        latest.subList(latest.size() - known, latest.size()).forEach(this::fault);
        if (fresh > known) {
            fault((fresh - known) + " more faults in files of streams");
        }
    }

    private void fault(String what) {
        long now = clock.nanoTime();
        Long before = told.get(what);
        if (before != null && now - before < REPEAT_NANOS) {
            return;
        }
        if (told.size() >= REMEMBERED_MAX) {
            told.clear();
        }
        told.put(what, now);
        teller.tell(Alerts.STORAGE_FAULT, what, what);
    }
}
