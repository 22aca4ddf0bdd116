package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.ServerView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * Finds who reads too slowly, once a counter says that there is somebody.
 *
 * <p><b>Owner:</b> who looks, one thread at a time.
 */
final class SlowConsumerAlerts {
    /** A client is counted before it is among those that are gone, and two loops may close theirs in another order. */
    private static final Duration LATE_MAX = Duration.ofSeconds(2);

    /** Looking at all connections is not for every second. */
    private static final long STALLS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final String[] ITEMS = {
        "cid", "name", "account", "user", "host", "port", "pendingBytes", "isClosed", "reason"
    };
    private static final OpenType<?>[] TYPES = {
        SimpleType.LONG,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.INTEGER,
        SimpleType.LONG,
        SimpleType.BOOLEAN,
        SimpleType.STRING
    };

    private final ServerView view;
    private final Clock clock;
    private final Alerts.Teller teller;
    private final CompositeType type;
    private final Set<Long> toldClosed = new HashSet<>();
    private final Set<Long> toldOpen = new HashSet<>();
    private Instant since;
    private long seen;
    private long late; // Of those that were counted before the last look, how many were not found then.
    private long seenStalls;
    private long stallsNanos;

    SlowConsumerAlerts(ServerView view, Clock clock, Alerts.Teller teller) {
        this.view = view;
        this.clock = clock;
        this.teller = teller;
        this.type = type();
        this.since = clock.instant();
        this.seen = view.slowConsumers();
        this.seenStalls = view.stalls();
        this.stallsNanos = clock.nanoTime() - STALLS_NANOS;
    }

    private static CompositeType type() {
        try {
            return new CompositeType("dev.gannet.SlowConsumer", "A client that reads too slowly", ITEMS, ITEMS, TYPES);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e); // They are as many.
        }
    }

    void look() {
        lookAtClosed();
        lookAtOpen();
    }

    private void lookAtClosed() {
        long count = view.slowConsumers();
        long fresh = count - seen;
        seen = count;
        if (fresh == 0 && late == 0) {
            return;
        }
        List<ConnectionSnapshot> found = closed();
        found.stream().limit(Alerts.TOLD_MAX).forEach(client -> tell(client, String.valueOf(client.reason())));
        long untold = Math.max(0, found.size() - Alerts.TOLD_MAX);
        long missing = Math.max(0, late + fresh - found.size());
        late = Math.min(fresh, missing); // The next look may find these.
        long more = untold + missing - late;
        if (more > 0) {
            teller.tell(Alerts.SLOW_CONSUMER, more + " more times a client read too slowly", null);
        }
    }

    /** Returns those that are gone since the last time. */
    private List<ConnectionSnapshot> closed() {
        Instant horizon = since.minus(LATE_MAX);
        List<ConnectionSnapshot> found = new ArrayList<>();
        Set<Long> recent = new HashSet<>();
        for (ConnectionSnapshot client : view.closedConnections()) {
            Instant stop = client.stop();
            String reason = client.reason();
            if (stop != null && reason != null && reason.startsWith("Slow Consumer") && !stop.isBefore(horizon)) {
                recent.add(client.cid());
                if (toldClosed.add(client.cid())) {
                    found.add(client);
                }
                since = stop.isAfter(since) ? stop : since;
            }
        }
        toldClosed.retainAll(recent);
        return found;
    }

    /** Those for whom publishers wait are told once, until they have caught up. */
    private void lookAtOpen() {
        long now = clock.nanoTime();
        long stalls = view.stalls();
        if (now - stallsNanos < STALLS_NANOS || (stalls == seenStalls && toldOpen.isEmpty())) {
            return;
        }
        stallsNanos = now;
        seenStalls = stalls;
        List<ConnectionSnapshot> slow = view.connections(false).stream()
                .filter(client -> ManagedConnections.isSlow(client, view))
                .sorted(Comparator.comparingLong(ConnectionSnapshot::pendingBytes)
                        .reversed())
                .limit(Alerts.TOLD_MAX)
                .toList();
        slow.stream().filter(client -> !toldOpen.contains(client.cid())).forEach(client -> tell(client, ""));
        toldOpen.clear();
        slow.forEach(client -> toldOpen.add(client.cid()));
    }

    private void tell(ConnectionSnapshot client, String reason) {
        boolean isClosed = !reason.isEmpty();
        String who = "cid:" + client.cid() + " '" + client.client().name() + "' of account '"
                + client.identity().account() + "' at " + client.ip() + ":" + client.port();
        String what = isClosed
                ? " was closed: " + reason
                : " reads slowly: " + client.pendingBytes() + " bytes wait, and publishers are held up";
        teller.tell(Alerts.SLOW_CONSUMER, who + what, data(client, reason));
    }

    private CompositeData data(ConnectionSnapshot client, String reason) {
        Object[] values = {
            client.cid(),
            client.client().name(),
            client.identity().account(),
            client.identity().user(),
            client.ip(),
            client.port(),
            client.pendingBytes(),
            !reason.isEmpty(),
            reason
        };
        try {
            return new CompositeDataSupport(type, ITEMS, values);
        } catch (OpenDataException e) {
            throw new IllegalStateException(e); // They are of these types.
        }
    }
}
