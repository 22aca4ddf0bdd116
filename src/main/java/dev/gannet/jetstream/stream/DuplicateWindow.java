package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids of messages that came lately, so that the same message is not stored twice (ST-84).
 *
 * <p><b>Owner:</b> who applies the entries of the stream.
 */
final class DuplicateWindow {
    private final Map<String, Seen> byId = new HashMap<>();
    private final ArrayDeque<Seen> inOrder = new ArrayDeque<>();

    private record Seen(String id, long seq, long timeNanos) {}

    /** Returns the sequence of the message with this id, or zero if none is remembered. */
    long find(String id, long nowNanos, long windowNanos) {
        forget(nowNanos, windowNanos);
        Seen seen = byId.get(id);
        return seen == null ? 0 : seen.seq();
    }

    /** Remembers an id that is not remembered. */
    void add(String id, long seq, long timeNanos) {
        Seen seen = new Seen(id, seq, timeNanos);
        byId.put(id, seen);
        inOrder.add(seen);
    }

    /** Forgets what came before the window. */
    void forget(long nowNanos, long windowNanos) {
        Seen oldest = inOrder.peek();
        while (oldest != null && nowNanos - oldest.timeNanos() >= windowNanos) {
            byId.remove(oldest.id(), oldest);
            inOrder.poll();
            oldest = inOrder.peek();
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(inOrder.size());
        for (Seen seen : inOrder) {
            out.writeInt(seen.id().length());
            out.write(seen.id().getBytes(ISO_8859_1));
            out.writeLong(seen.seq());
            out.writeLong(seen.timeNanos());
        }
    }

    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            byte[] id = new byte[in.readInt()];
            in.readFully(id);
            add(new String(id, ISO_8859_1), in.readLong(), in.readLong());
        }
    }
}
