package dev.gannet.store.segment;

import dev.gannet.store.record.Erasure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a checkpoint of a store says. Who keeps it guards its bytes.
 *
 * @param lastNumber of the segment files so far
 * @param lastSeq the highest sequence ever used
 * @param erasures what is still to be overwritten
 */
record StoreManifest(
        int lastNumber, long lastSeq, long lastTimestampNanos, List<SegmentState> segments, List<Erasure> erasures) {
    private static final int VERSION = 1;
    private static final int VERSION_WITH_FLAGS =
            2; // Only where a segment has some: others can be read by who knows no flags.
    private static final int FIXED_BYTES = 4 * Integer.BYTES + 2 * Long.BYTES;

    StoreManifest {
        segments = List.copyOf(segments);
        erasures = List.copyOf(erasures);
    }

    static StoreManifest ofNothing() {
        return new StoreManifest(0, 0, 0, List.of(), List.of());
    }

    ByteBuffer bytes() {
        int length = FIXED_BYTES + SegmentState.BYTES * segments.size() + Erasure.BYTES * erasures.size();
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        boolean plain = segments.stream().allMatch(segment -> segment.flags().isPlain());
        bytes.putInt(plain ? VERSION : VERSION_WITH_FLAGS)
                .putInt(lastNumber)
                .putLong(lastSeq)
                .putLong(lastTimestampNanos);
        bytes.putInt(segments.size()).putInt(erasures.size());
        segments.forEach(segment -> segment.write(bytes));
        erasures.forEach(erasure -> erasure.write(bytes));
        return bytes.flip();
    }

    static StoreManifest read(ByteBuffer bytes) throws IOException {
        ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int version = from.getInt();
        if (version < VERSION || version > VERSION_WITH_FLAGS) {
            throw new IOException("manifest of a store: format " + version + " (expected: " + VERSION + " or "
                    + VERSION_WITH_FLAGS + "); it was written by another version of the server");
        }
        int lastNumber = from.getInt();
        long lastSeq = from.getLong();
        long lastTimestampNanos = from.getLong();
        int count = from.getInt();
        int erasuresCount = from.getInt();
        List<SegmentState> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(SegmentState.read(from));
        }
        List<Erasure> erasures = new ArrayList<>();
        for (int i = 0; i < erasuresCount; i++) {
            erasures.add(Erasure.read(from));
        }
        return new StoreManifest(lastNumber, lastSeq, lastTimestampNanos, segments, erasures);
    }
}
