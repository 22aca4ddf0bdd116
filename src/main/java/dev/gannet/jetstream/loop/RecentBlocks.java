package dev.gannet.jetstream.loop;

import dev.gannet.store.record.StoredBlock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parts of segments that were read a short while ago: what is asked for again and again, and what stands next to it, is
 * answered without a reader.
 *
 * <p><b>Owner:</b> the stream loop.
 */
public final class RecentBlocks {
    private final long bytesMax;
    private final NavigableMap<Place, StoredBlock> byPlace =
            new TreeMap<>(Comparator.comparingInt(Place::stream).thenComparingLong(Place::seq));
    private final Map<Place, StoredBlock> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param bytesMax so much is kept, beside what is being read */
    public RecentBlocks(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    private record Place(int stream, long seq) {}

    /** Returns the block that begins with a message or before it, if one does; whether it has the message is to be seen. */
    @Nullable
    StoredBlock find(int stream, long seq) {
        Map.Entry<Place, StoredBlock> entry = byPlace.floorEntry(new Place(stream, seq));
        return entry == null || entry.getKey().stream() != stream ? null : byUse.get(entry.getKey());
    }

    /** Keeps a block that was loaded, which begins with a message, instead of those that nobody has used for longest. */
    void add(int stream, long seq, StoredBlock block) {
        Place place = new Place(stream, seq);
        StoredBlock before = byPlace.put(place, block);
        byUse.put(place, block);
        bytes += block.length() - (before == null ? 0 : before.length());
        var oldest = byUse.entrySet().iterator();
        while (bytes > bytesMax && oldest.hasNext()) {
            Map.Entry<Place, StoredBlock> entry = oldest.next();
            bytes -= entry.getValue().length();
            byPlace.remove(entry.getKey());
            oldest.remove();
        }
    }
}
