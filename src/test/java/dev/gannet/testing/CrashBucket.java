package dev.gannet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What clients have put into a key-value bucket over several lives of a server, and the revisions that they were told.
 *
 * <p><b>Owner:</b> this object's lock; clients' threads note, the test's thread checks when they have ended.
 */
public final class CrashBucket {
    public static final int HISTORY = 64;

    /** What was there before a value is not known. */
    public static final long ANY = -1;

    /**
     * A value that was stored.
     *
     * @param before the revision that it was to replace: zero for none, or {@link #ANY}
     */
    private record Told(String value, long before) {}

    /** A value as it was read; those of one key in their order. A deleted key has an empty one. */
    public record Found(long revision, String value) {}

    private final Map<String, TreeMap<Long, Told>> told = new HashMap<>();
    private final Map<String, Set<String>> unknown = new HashMap<>();
    private int values;
    private int revisions;

    /** Returns a value that was there never before, which is about to be put. */
    public synchronized String next(String key) {
        String value = key + ":" + values++;
        unknown.computeIfAbsent(key, any -> new HashSet<>()).add(value);
        return value;
    }

    public synchronized void stored(String key, String value, long revision, long before) {
        Told other = told.computeIfAbsent(key, any -> new TreeMap<>()).put(revision, new Told(value, before));
        assertThat(other)
                .as("%s: the other value at revision %s", key, revision)
                .isNull();
        Objects.requireNonNull(unknown.get(key)).remove(value);
        revisions++;
    }

    /** The server has said that it did not take a value. */
    public synchronized void refused(String key, String value) {
        Objects.requireNonNull(unknown.get(key)).remove(value);
    }

    /** Returns the last revision that anybody was told, zero if there is none. */
    public synchronized long last(String key) {
        TreeMap<Long, Told> of = told.get(key);
        return of == null || of.isEmpty() ? 0 : of.lastKey();
    }

    public synchronized int revisions() {
        return revisions;
    }

    /** Checks what is stored of a key, and takes note of what was not known until now. */
    public synchronized void check(String key, List<Found> found, String when) {
        TreeMap<Long, Told> of = told.computeIfAbsent(key, any -> new TreeMap<>());
        Set<String> perhaps = unknown.computeIfAbsent(key, any -> new HashSet<>());
        List<Long> revisionsFound = new ArrayList<>();
        for (Found one : found) {
            Told said = of.get(one.revision());
            assertThat(
                            said == null
                                    ? perhaps.contains(one.value())
                                    : said.value().equals(one.value()))
                    .as("%s %s: value %s of revision %s, said %s", key, when, one.value(), one.revision(), said)
                    .isTrue();
            checkBefore(said, revisionsFound, key + " " + when + ": what " + one + " was to replace");
            revisionsFound.add(one.revision());
        }
        assertThat(revisionsFound).as("%s %s: order", key, when).isSorted();
        long from = found.size() < HISTORY ? 0 : found.get(0).revision();
        assertThat(revisionsFound)
                .as("%s %s: revisions that were told", key, when)
                .containsAll(of.tailMap(from, true).keySet());
        for (Found one : found) {
            of.putIfAbsent(one.revision(), new Told(one.value(), ANY));
        }
        perhaps.clear();
    }

    /** Between a value and the one that it was to replace there is no other. */
    private static void checkBefore(@Nullable Told said, List<Long> earlier, String what) {
        if (said == null || said.before() == ANY) {
            return;
        }
        if (!earlier.isEmpty()) {
            assertThat(earlier.get(earlier.size() - 1)).as(what).isEqualTo(said.before());
        }
    }
}
