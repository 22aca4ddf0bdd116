package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes a segment file as a whole, from its head on, as a plain file has it; the file may hold it packed.
 *
 * <p><b>Owner:</b> one background thread.
 */
public interface SegmentWriter extends AutoCloseable {
    /** Makes the file, of which a plain one would have so many bytes. */
    static SegmentWriter create(SegmentPlace place, OpenFiles files, int plainLength) throws IOException {
        files.create(place.path());
        return place.isPacked() ? new PackedWriter(place, files, plainLength) : new Plain(place, files);
    }

    /** Writes the bytes that come next. */
    void write(ByteBuffer plain) throws IOException;

    /** Writes what is left; syncing it is the caller's. */
    void finish() throws IOException;

    @Override
    void close();

    /** Writes the bytes as they are. */
    final class Plain implements SegmentWriter {
        private final SegmentPlace place;
        private final OpenFiles files;
        private int written;

        Plain(SegmentPlace place, OpenFiles files) {
            this.place = place;
            this.files = files;
        }

        @Override
        public void write(ByteBuffer plain) throws IOException {
            int length = plain.remaining();
            files.write(place.path(), plain, written);
            written += length;
        }

        @Override
        public void finish() {
            // Everything is written.
        }

        @Override
        public void close() {
            // There is nothing to give back.
        }
    }
}
