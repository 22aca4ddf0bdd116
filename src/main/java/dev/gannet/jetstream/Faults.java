package dev.gannet.jetstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Remembers what went wrong with files of streams, for who looks now and then. Any thread. */
public final class Faults {
    private static final int LATEST_MAX = 16;

    private final AtomicReference<Told> told = new AtomicReference<>(new Told(0, List.of()));

    /**
     * What was told.
     *
     * @param count how often, since the start
     * @param latest the last ones, oldest first
     */
    public record Told(long count, List<String> latest) {
        private Told with(String what) {
            List<String> next = new ArrayList<>(latest);
            next.add(what);
            return new Told(count + 1, List.copyOf(next.size() > LATEST_MAX ? next.subList(1, next.size()) : next));
        }
    }

    /** Something is wrong. */
    public void add(String what) {
        told.updateAndGet(before -> before.with(what));
    }

    /** Returns what was told until now. */
    public Told told() {
        return Objects.requireNonNull(told.get());
    }
}
