package dev.gannet.store.record;

import dev.gannet.store.disk.OpenFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;

/**
 * A removed message whose bytes are to be overwritten. That waits until a manifest says that the message is removed: as
 * long as the one before may be gone back to, its message is needed.
 */
public record Erasure(long baseSeq, int number, int position, int length) {
    public static final int BYTES = 20;

    public void write(ByteBuffer to) {
        to.putLong(baseSeq).putInt(number).putInt(position).putInt(length);
    }

    public static Erasure read(ByteBuffer from) {
        return new Erasure(from.getLong(), from.getInt(), from.getInt(), from.getInt());
    }

    /** Overwrites the bytes for good; does nothing if the file is not there any more. */
    public void run(OpenFiles files, String directory) throws IOException {
        SegmentPlace place = SegmentPlace.of(directory, number, baseSeq);
        RecordLayout layout = new RecordLayout();
        ByteBuffer record = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            files.read(place.path(), record, position);
            record.clear();
            if (layout.isHead(record, 0, place, position)
                    && RecordLayout.HEAD_BYTES + RecordLayout.bodyLength(record, 0) == length) {
                layout.erase(record, 0, place, position);
            } else {
                record = ByteBuffer.allocate(length);
            }
            files.write(place.path(), record, position);
            files.sync(place.path());
        } catch (NoSuchFileException | FileNotFoundException e) {
            return; // The whole segment is gone, or has moved without the message.
        }
    }
}
