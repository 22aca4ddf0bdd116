package dev.gannet.store.segment;

import dev.gannet.store.record.Erasure;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be overwritten in the files of a store.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Erasures {
    private final List<Erasure> removed = new ArrayList<>(); // No manifest says that they are removed.
    private final List<Erasure> due = new ArrayList<>();

    void add(Erasure erasure) {
        removed.add(erasure);
    }

    /** Takes over what a manifest says. */
    void restore(List<Erasure> fromManifest) {
        due.addAll(fromManifest);
    }

    /** Returns what the next checkpoint overwrites. */
    List<Erasure> due() {
        return List.copyOf(due);
    }

    /** Returns what the next manifest says is to be overwritten after it. */
    List<Erasure> removed() {
        return List.copyOf(removed);
    }

    /** A checkpoint was kept: these are overwritten, those are due. */
    void kept(List<Erasure> overwritten, List<Erasure> nowDue) {
        due.removeAll(overwritten);
        removed.removeAll(nowDue);
        due.addAll(nowDue);
    }
}
