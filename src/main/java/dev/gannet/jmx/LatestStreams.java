package dev.gannet.jmx;

import dev.gannet.base.Clock;
import dev.gannet.monitor.jetstream.ConsumerSnapshot;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The streams of one moment, for a registry that asks for each figure by itself: looked at once a second at most. Any thread. */
final class LatestStreams {
    private static final long AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private static final int CONSUMERS_MAX = 1_000;

    private final JetStreamView view;
    private final Clock clock;
    private final Map<String, Moment> accounts = new ConcurrentHashMap<>();

    private record Moment(long nanos, Map<String, StreamSnapshot> streams) {}

    LatestStreams(JetStreamView view, Clock clock) {
        this.view = view;
        this.clock = clock;
    }

    /** Returns a stream's consumers as they are now; none if there are too many to ask for at every turn. */
    List<ConsumerSnapshot> consumers(String account, StreamSnapshot stream) {
        int count = stream.state().consumers();
        return count == 0 || count > CONSUMERS_MAX ? List.of() : view.knownConsumers(account, stream.name(), false);
    }

    /** Returns null if there is no such stream any more. */
    @Nullable
    StreamSnapshot find(String account, String stream) {
        Moment moment = accounts.get(account);
        if (moment == null || clock.nanoTime() - moment.nanos() > AGE_NANOS_MAX) {
            List<StreamSnapshot> streams = view.streams(account);
            if (streams != null) {
                moment = new Moment(
                        clock.nanoTime(),
                        streams.stream().collect(Collectors.toMap(StreamSnapshot::name, Function.identity())));
                accounts.put(account, moment);
            }
        }
        return moment == null ? null : moment.streams().get(stream); // As it was, if it is not known how it is.
    }
}
