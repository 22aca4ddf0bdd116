package dev.gannet.store.segment;

import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.record.DeletesImage;
import dev.gannet.store.record.IndexImage;
import dev.gannet.store.record.RecordLayout;
import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentHead;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.subjects.SubjectTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store what a manifest says: what it names is taken to its length, what it does not name is deleted. What it
 * names and is not whole is lost, message by message, and told.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class StoreRecovery {
    private final MessageStore.Settings settings;
    private final String directory;
    private final SubjectTable subjects;
    private final SegmentIndexes indexes;
    private final Losses losses;

    StoreRecovery(MessageStore.Settings settings, String directory, SubjectTable subjects, Losses losses) {
        this.settings = settings;
        this.directory = directory;
        this.subjects = subjects;
        this.indexes = new SegmentIndexes(settings, subjects, losses);
        this.losses = losses;
    }

    void restore(StoreManifest manifest, Segments segments) throws IOException {
        deleteLeftovers(manifest);
        segments.restore(manifest.lastNumber(), manifest.lastSeq(), manifest.lastTimestampNanos());
        for (SegmentState state : manifest.segments()) {
            segments.restored(segment(state));
        }
    }

    private void deleteLeftovers(StoreManifest manifest) throws IOException {
        Set<String> named = new HashSet<>();
        for (SegmentState state : manifest.segments()) {
            SegmentPlace place = state.place(directory);
            named.add(place.path());
            if (state.isSealed()) {
                named.add(place.indexPath());
            }
            named.add(place.deletesPath(state.deletesVersion()));
        }
        for (String name : settings.disk().list(directory)) {
            String path = directory + "/" + name;
            if (SegmentPlace.numberOf(name).isPresent() && !named.contains(path)) {
                settings.files().delete(path);
            }
        }
    }

    private Segment segment(SegmentState state) throws IOException {
        SegmentPlace place = state.place(directory);
        checkVersion(place);
        SegmentFile file = SegmentFile.open(place, settings.files(), state.length());
        Optional<long[]> dead = state.deletesVersion() == 0 ? Optional.empty() : deletes(place, state);
        boolean isKnown = state.deletesVersion() == 0 || dead.isPresent();
        Segment segment = new Segment(file, state, dead.orElse(null));
        if (!isKnown && state.isSealed()) {
            isKnown = removeAsIndexSays(segment);
        }
        SegmentIndex index = isKnown && state.isSealed() ? fromIndexFile(segment) : null;
        if (index == null) {
            index = indexes.scan(segment, isKnown, this::number);
        }
        segment.index(index);
        count(segment, index);
        if (state.isSealed()) {
            settings.indexes().used(segment, index);
        }
        return segment;
    }

    private void checkVersion(SegmentPlace place) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SegmentHead.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            settings.files().read(place.path(), head, 0);
        } catch (NoSuchFileException | FileNotFoundException e) {
            settings.log().error(place.path() + ": the file is not there");
            return;
        }
        int version = SegmentHead.version(head.flip(), place.head());
        if (version != SegmentHead.VERSION) {
            throw new IOException(place.path() + ": format " + version + " (expected: " + SegmentHead.VERSION
                    + "); it was written by another version of the server");
        }
    }

    private Optional<long[]> deletes(SegmentPlace place, SegmentState state) throws IOException {
        String path = place.deletesPath(state.deletesVersion());
        OpenFiles files = settings.files();
        Optional<long[]> dead = Optional.empty();
        try {
            ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(files.size(path)));
            files.read(path, file, 0);
            dead = DeletesImage.read(file.flip(), place, state.entries());
        } catch (NoSuchFileException | FileNotFoundException e) {
            settings.log().error(path + ": the file is not there");
        }
        files.forget(path);
        if (dead.isEmpty()) {
            losses.back("has messages again that were removed, of " + state.baseSeq() + " to "
                    + (state.baseSeq() + state.entries() - 1) + ": " + path + " is damaged");
        }
        return dead;
    }

    /** The index keeps no subject of what had been removed when it was written; returns whether it could be read. */
    private boolean removeAsIndexSays(Segment segment) throws IOException {
        Optional<IndexImage> image = indexes.image(segment.file().place(), segment.entries());
        for (int entry = 0; image.isPresent() && entry < segment.entries(); entry++) {
            if (image.get().ordinal(entry) < 0) {
                segment.kill(entry);
            }
        }
        return image.isPresent();
    }

    /** Returns the index that the file has, or null if that is not all there should be. */
    private @Nullable SegmentIndex fromIndexFile(Segment segment) throws IOException {
        SegmentPlace place = segment.file().place();
        Optional<IndexImage> found = indexes.image(place, segment.entries());
        if (found.isPresent()) {
            IndexImage image = found.get();
            boolean[] used = new boolean[image.subjects()];
            boolean whole = true;
            for (int entry = segment.nextLive(0); entry >= 0; entry = segment.nextLive(entry + 1)) {
                int ordinal = image.ordinal(entry);
                whole &= ordinal >= 0;
                if (ordinal >= 0) {
                    used[ordinal] = true;
                }
            }
            if (whole) {
                return image.numbered(numbers(image, used));
            }
        }
        indexes.warnOfRebuild(place);
        return null;
    }

    private int[] numbers(IndexImage image, boolean[] used) {
        int[] numbers = new int[used.length];
        for (int i = 0; i < used.length; i++) {
            numbers[i] =
                    used[i] ? number(image.texts(), image.textFrom(i), image.textLength(i)) : SegmentIndex.NO_SUBJECT;
        }
        return numbers;
    }

    private int number(byte[] text, int from, int length) {
        int number = subjects.find(text, from, length);
        return number == SubjectTable.NONE ? subjects.add(text, from, length) : number;
    }

    private void count(Segment segment, SegmentIndex index) {
        for (int entry = segment.nextLive(0); entry >= 0; entry = segment.nextLive(entry + 1)) {
            int length = index.length(entry);
            segment.found(length, settings.size().of((long) length - RecordLayout.HEAD_BYTES, index.hasHeaders(entry)));
            int subject = index.subject(entry);
            long count = subjects.count(subject);
            if (count == 0) {
                subjects.first(subject, segment.baseSeq() + entry);
            }
            subjects.count(subject, count + 1);
            subjects.last(subject, segment.baseSeq() + entry);
        }
    }
}
