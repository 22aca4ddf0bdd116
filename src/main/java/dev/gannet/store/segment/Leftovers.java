package dev.gannet.store.segment;

import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Files of a store that nothing is looked up in any more. Each is left over until the manifests that name it are not gone
 * back to; then it is unneeded, and deleted when nobody reads from it. Deleting a large file takes as long as writing a
 * good part of one, so the next checkpoint does it, off the loop.
 *
 * <p><b>Owner:</b> the stream loop; {@link #deleteUnneeded} is for any thread.
 */
final class Leftovers {
    private final MessageStore.Settings settings;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Files> files = new ArrayList<>();
    private final Queue<Files> unneeded = new ConcurrentLinkedQueue<>();

    /** A segment file and what is beside it, or only a file of deletes. */
    private record Files(@Nullable SegmentFile file, List<String> paths) {
        static Files of(SegmentFile file, int deletesVersion) {
            SegmentPlace place = file.place();
            return deletesVersion == 0
                    ? new Files(file, List.of(place.path(), place.indexPath()))
                    : new Files(file, List.of(place.path(), place.indexPath(), place.deletesPath(deletesVersion)));
        }
    }

    /** What is left over at one time. */
    record Then(List<Segment> segments, List<?> files) {}

    Leftovers(MessageStore.Settings settings) {
        this.settings = settings;
    }

    /** All messages of a segment are gone. */
    void add(Segment segment) {
        segments.add(segment);
    }

    /** The messages of a segment are not in this file. */
    void add(SegmentFile file, int deletesVersion) {
        files.add(Files.of(file, deletesVersion));
    }

    void add(String path) {
        files.add(new Files(null, List.of(path)));
    }

    Then now() {
        return new Then(List.copyOf(segments), List.copyOf(files));
    }

    /** What was left over then is in no manifest any more. */
    void unneeded(Then then) {
        for (Segment segment : then.segments()) {
            segments.remove(segment);
            unneeded(segment.file(), segment.deletesVersion());
        }
        for (Files left : List.copyOf(files)) {
            if (then.files().contains(left)) {
                files.remove(left);
                unneeded.add(left);
            }
        }
    }

    /** A file is in no manifest any more. */
    void unneeded(SegmentFile file, int deletesVersion) {
        unneeded.add(Files.of(file, deletesVersion));
    }

    /** A file is in no manifest any more. */
    void unneeded(String path) {
        unneeded.add(new Files(null, List.of(path)));
    }

    boolean hasUnneeded() {
        return !unneeded.isEmpty();
    }

    /** Deletes what is not needed, but what is being read and what cannot be deleted; that is left for the next time. */
    void deleteUnneeded() {
        for (int left = unneeded.size(); left > 0; left--) {
            Files next = unneeded.poll();
            if (next != null && !delete(next)) {
                unneeded.add(next);
            }
        }
    }

    private boolean delete(Files next) {
        SegmentFile file = next.file();
        if (file != null && !file.giveUp()) {
            return false;
        }
        try {
            for (String path : next.paths()) {
                settings.files().delete(path);
            }
            return true;
        } catch (IOException e) {
            settings.log().warn(next.paths().get(0) + ": it is not needed any more and cannot be deleted: " + e);
            return false;
        }
    }
}
