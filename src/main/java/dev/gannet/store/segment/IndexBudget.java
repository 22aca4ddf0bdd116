package dev.gannet.store.segment;

import dev.gannet.store.record.PackedBlocks;
import dev.gannet.store.record.SegmentIndex;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much memory the indexes of sealed segments may take, of all stores of a loop together. What was not used for
 * longest is let go first; it is loaded again when it is needed. Beside them are a few blocks of packed files.
 *
 * <p><b>Owner:</b> the stream loop of these stores.
 */
public final class IndexBudget {
    private final long bytesMax;
    private final Map<Segment, Long> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private final PackedBlocks blocks = PackedBlocks.some();
    private long bytes;
    private boolean elsewhere;

    public IndexBudget(long bytesMax) {
        if (bytesMax < 0) {
            throw new IllegalArgumentException("bytesMax: " + bytesMax + " (expected: >= 0)");
        }
        this.bytesMax = bytesMax;
    }

    /** From now on nothing is read from the disk by who asks: it is told what has to be fetched. */
    public void fetchElsewhere() {
        elsewhere = true;
    }

    boolean isFetchedElsewhere() {
        return elsewhere;
    }

    /** Returns blocks that were read lately. Any thread. */
    PackedBlocks blocks() {
        return blocks;
    }

    /** Returns how many bytes the indexes take that could be let go. */
    public long bytes() {
        return bytes;
    }

    /** The index of a segment is used; it can be loaded again. */
    void used(Segment segment, SegmentIndex index) {
        if (loaded.get(segment) == null) {
            long size = index.memoryBytes();
            loaded.put(segment, size);
            bytes += size;
            shrink(segment);
        }
    }

    /** The index of a segment is not needed any more. */
    void letGo(Segment segment) {
        Long size = loaded.remove(segment);
        if (size != null) {
            bytes -= size;
            segment.index(null);
        }
    }

    private void shrink(Segment kept) {
        Iterator<Map.Entry<Segment, Long>> oldest = loaded.entrySet().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            Map.Entry<Segment, Long> entry = oldest.next();
            if (!entry.getKey().equals(kept)) {
                oldest.remove();
                bytes -= entry.getValue();
                entry.getKey().index(null);
            }
        }
    }
}
