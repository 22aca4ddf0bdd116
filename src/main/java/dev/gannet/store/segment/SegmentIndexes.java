package dev.gannet.store.segment;

import dev.gannet.store.disk.OpenFiles;
import dev.gannet.store.record.IndexImage;
import dev.gannet.store.record.SegmentIndex;
import dev.gannet.store.record.SegmentPlace;
import dev.gannet.store.record.SegmentScan;
import dev.gannet.store.subjects.SubjectTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

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

    SegmentIndexes(MessageStore.Settings settings, SubjectTable subjects, Losses losses) {
        this.settings = settings;
        this.subjects = subjects;
        this.losses = losses;
    }

    SegmentIndex of(Segment segment) {
        SegmentIndex index = segment.index();
        if (index == null) {
            try {
                index = load(segment);
            } catch (IOException e) {
                throw Segments.unreadable(segment, e);
            }
            segment.index(index);
        }
        if (segment.isIndexDurable()) {
            settings.indexes().used(segment, index);
        }
        return index;
    }

    void letGo(Segment segment) {
        settings.indexes().letGo(segment);
    }

    /** Returns the index file of a segment, if it is there and whole. */
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
     * Makes an index of what is in the file. Each entry that should be there and is not is lost, if it is known which
     * should.
     */
    SegmentIndex scan(Segment segment, int length, boolean isKnown, SegmentRebuild.Numbers numbers) throws IOException {
        SegmentRebuild rebuild = new SegmentRebuild(segment, numbers);
        SegmentPlace place = segment.file().place();
        try {
            new SegmentScan(place, settings.files(), length).run(rebuild);
        } catch (NoSuchFileException | FileNotFoundException e) {
            settings.log().error(place.path() + ": the file is not there");
        }
        return rebuild.finish(length, isKnown ? losses : null);
    }

    private SegmentIndex load(Segment segment) throws IOException {
        Optional<IndexImage> image = image(segment.file().place(), segment.entries());
        if (image.isPresent()) {
            return image.get().numbered(numbers(image.get()));
        }
        warnOfRebuild(segment.file().place());
        return scan(segment, segment.file().end(), true, subjects::find);
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
