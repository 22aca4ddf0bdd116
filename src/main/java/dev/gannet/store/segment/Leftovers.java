package dev.gannet.store.segment;

import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a store that nothing is looked up in any more. Each goes once the manifests that name it are not gone back to,
 * and nobody reads from it.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class Leftovers {
    private final MessageStore.Settings settings;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Files> files = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();

    /** A segment file and what is beside it. */
    private record Files(SegmentFile file, int deletesVersion) {}

    /** What is left over at one time. */
    record Then(List<Segment> segments, List<?> files, List<String> paths) {}

    Leftovers(MessageStore.Settings settings) {
        this.settings = settings;
    }

    /** All messages of a segment are gone. */
    void add(Segment segment) {
        segments.add(segment);
    }

    /** The messages of a segment are in another file. */
    void add(SegmentFile file, int deletesVersion) {
        files.add(new Files(file, deletesVersion));
    }

    void add(String path) {
        paths.add(path);
    }

    boolean isEmpty() {
        return segments.isEmpty() && files.isEmpty() && paths.isEmpty();
    }

    Then now() {
        return new Then(List.copyOf(segments), List.copyOf(files), List.copyOf(paths));
    }

    /** Deletes what was left over then, but what is being read; that is left for the next time. */
    void delete(Then then) {
        for (Segment segment : then.segments()) {
            if (deleteNow(segment.file(), segment.deletesVersion())) {
                segments.remove(segment);
            }
        }
        files.removeIf(left -> then.files().contains(left) && deleteNow(left.file(), left.deletesVersion()));
        paths.removeIf(path -> then.paths().contains(path) && deleteNow(path));
    }

    /** Deletes a file that no manifest names, as soon as nobody reads it. */
    void delete(SegmentFile file, int deletesVersion) {
        if (!deleteNow(file, deletesVersion)) {
            add(file, deletesVersion);
        }
    }

    /** Deletes a file that no manifest names. */
    void delete(String path) {
        if (!deleteNow(path)) {
            add(path);
        }
    }

    private boolean deleteNow(SegmentFile file, int deletesVersion) {
        if (file.isPinned()) {
            return false;
        }
        if (!file.isGone()) {
            file.gone();
        }
        SegmentPlace place = file.place();
        return deleteNow(place.path())
                && deleteNow(place.indexPath())
                && (deletesVersion == 0 || deleteNow(place.deletesPath(deletesVersion)));
    }

    private boolean deleteNow(String path) {
        try {
            settings.files().delete(path);
            return true;
        } catch (IOException e) {
            settings.log().warn(path + ": it is not needed any more and cannot be deleted: " + e);
            return false;
        }
    }
}
