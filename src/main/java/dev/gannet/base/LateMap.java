package dev.gannet.base;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A map for any thread which takes a reference's memory until it has its first entry: for what there are ten thousands
 * of, most of them empty forever. It is as {@link ConcurrentHashMap} from then on.
 *
 * @param <K> what is looked up
 * @param <V> what is found
 */
public final class LateMap<K, V> {
    private final AtomicReference<Map<K, V>> made = new AtomicReference<>(Collections.emptyMap());

    /** Returns the map as it is, to read and to remove from; put nothing into it. */
    public Map<K, V> seen() {
        return requireNonNull(made.get());
    }

    /** Returns the map to put something into. */
    public Map<K, V> open() {
        Map<K, V> known = requireNonNull(made.get());
        if (known instanceof ConcurrentHashMap) {
            return known;
        }
        made.compareAndSet(known, new ConcurrentHashMap<>());
        return requireNonNull(made.get());
    }
}
