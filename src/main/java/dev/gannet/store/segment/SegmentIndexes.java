package dev.gannet.store.segment;

import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.fetch.Fetch;
import dev.gannet.store.fetch.NotInMemoryException;
import dev.gannet.store.record.IndexImage;
import dev.gannet.store.record.SegmentFile;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.record.SegmentScan;
import dev.gannet.store.subjects.SubjectTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a store's segments, loaded when they are needed. An index file is a copy of what its segment says: where
 * it is damaged or missing, the index is made of the segment again.
 *
 * <p><b>Owner:</b> the stream loop.
 */
final class SegmentIndexes {
    private final MessageStore.Settings settings;
    private final SubjectTable subjects;
    private final Losses losses;
    private final Map<Segment, IndexFetch> fetches = new HashMap<>(); // That are, or may be, under way.

    SegmentIndexes(MessageStore.Settings settings, SubjectTable subjects, Losses losses) {
        this.settings = settings;
        this.subjects = subjects;
        this.losses = losses;
    }

    /**
     * Returns the index of a segment.
     *
     * @throws NotInMemoryException if it has to be fetched
     */
    SegmentIndex of(Segment segment) {
        SegmentIndex index = segment.index();
        if (index == null) {
            index = load(segment);
        }
        if (segment.isIndexDurable()) {
            settings.indexes().used(segment, index);
        }
        return index;
    }

    private SegmentIndex load(Segment segment) {
        IndexFetch fetch = fetches.computeIfAbsent(segment, IndexFetch::new);
        if (settings.mayNotWait()) {
            throw new NotInMemoryException(fetch);
        }
        try {
            fetch.begin();
            fetch.load();
        } catch (IOException e) {
            throw Segments.unreadable(segment, e);
        } finally {
            fetch.end();
        }
        SegmentIndex index = segment.index();
        if (index == null) {
            throw new IllegalStateException(segment.file().place().path() + ": no index (expected: loaded)");
        }
        return index;
    }

    void letGo(Segment segment) {
        fetches.remove(segment);
        settings.indexes().letGo(segment);
    }

    /** An index on its way into memory. */
    private final class IndexFetch implements Fetch {
        private final Segment segment;
        private final SegmentFile file;
        private final int entries;
        private final int length;
        private @Nullable IndexImage image;
        private boolean rebuilt;

        IndexFetch(Segment segment) {
            this.segment = segment;
            this.file = segment.file();
            this.entries = segment.entries();
            this.length = file.end();
        }

        @Override
        public void begin() {
            file.pin();
        }

        @Override
        public void load() throws IOException {
            Optional<IndexImage> found = image(file.place(), entries);
            image = found.isPresent() ? found.get() : rebuilt();
        }

        private IndexImage rebuilt() throws IOException {
            if (file.isGone()) {
                throw new IOException(file.place().path() + ": its stream is deleted");
            }
            rebuilt = true;
            warnOfRebuild(file.place());
            SubjectTable own = new SubjectTable(); // That of the store is the stream loop's.
            SegmentRebuild.Of of = SegmentRebuild.Of.segment(segment, any -> true);
            SegmentIndex index = scan(file.place(), length, of, (subject, from, size) -> {
                int known = own.find(subject, from, size);
                return known == SubjectTable.NONE ? own.add(subject, from, size) : known;
            });
            return IndexImage.of(file.place(), index, entry -> index.subject(entry) >= 0, own);
        }

        @Override
        public void end() {
            file.unpin();
            fetches.remove(segment);
            IndexImage loaded = image;
            if (loaded != null && !file.isGone() && segment.index() == null && segment.file() == file) {
                SegmentIndex index = loaded.numbered(numbers(loaded));
                segment.index(index);
                if (rebuilt) {
                    // A lost one is counted on as it was, since the log says that it is there: it can be removed.
                    tell(segment, lost(segment, index));
                }
                settings.indexes().used(segment, index);
            }
        }
    }

    /** Returns the index file of a segment, if it is there and whole. Any thread. */
    Optional<IndexImage> image(SegmentPlace place, int entries) throws IOException {
        OpenFiles files = settings.files();
        try {
            ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(files.size(place.indexPath())));
            files.read(place.indexPath(), file, 0);
            files.forget(place.indexPath());
            return IndexImage.read(file.flip(), place, entries);
        } catch (NoSuchFileException | FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes an index of what is in the file. Each entry that should be there and is not has no message, and is lost if it
     * is known which should.
     */
    SegmentIndex scan(Segment segment, boolean isKnown, SegmentRebuild.Numbers numbers) throws IOException {
        SegmentRebuild.Of of = SegmentRebuild.Of.segment(segment, segment::isLive);
        SegmentIndex index = scan(segment.file().place(), segment.file().end(), of, numbers);
        long[] lost = lost(segment, index);
        for (long seq : lost) {
            segment.kill(segment.entry(seq));
        }
        if (isKnown) {
            tell(segment, lost);
        }
        return index;
    }

    private SegmentIndex scan(SegmentPlace place, int length, SegmentRebuild.Of of, SegmentRebuild.Numbers numbers)
            throws IOException {
        SegmentRebuild rebuild = new SegmentRebuild(of, numbers);
        try {
            new SegmentScan(place, settings.files(), length).run(rebuild);
        } catch (NoSuchFileException | FileNotFoundException e) {
            settings.log().error(place.path() + ": the file is not there");
        }
        return rebuild.finish(length);
    }

    /** Returns the messages that should be there and of which the index knows nothing. */
    private static long[] lost(Segment segment, SegmentIndex index) {
        long[] lost = new long[16];
        int count = 0;
        for (int entry = segment.nextLive(0); entry >= 0; entry = segment.nextLive(entry + 1)) {
            if (index.subject(entry) == SegmentIndex.NO_SUBJECT) {
                lost = count == lost.length ? Arrays.copyOf(lost, 2 * count) : lost;
                lost[count++] = segment.baseSeq() + entry;
            }
        }
        return Arrays.copyOf(lost, count);
    }

    private void tell(Segment segment, long[] lost) {
        if (lost.length > 0) {
            losses.add(lost, "no whole record in " + segment.file().place().path());
        }
    }

    void warnOfRebuild(SegmentPlace place) {
        settings.log().warn(place.indexPath() + ": it is not whole; it is made again from the segment");
    }

    private int[] numbers(IndexImage image) {
        int[] numbers = new int[image.subjects()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = subjects.find(image.texts(), image.textFrom(i), image.textLength(i));
        }
        return numbers;
    }
}
