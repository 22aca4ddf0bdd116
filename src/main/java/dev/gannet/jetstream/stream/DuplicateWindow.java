package dev.gannet.jetstream.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of messages that came lately, so that the same message is not stored twice (ST-84). What is remembered stands in
 * pieces to which things are only added, so that an image of a million ids is made of a thousand of them.
 *
 * <p><b>Owner:</b> who applies the entries of the stream.
 */
final class DuplicateWindow {
    private static final int PIECE = 1024;

    private final Map<String, Seen> byId = new HashMap<>();
    private final ArrayDeque<Seen[]> inOrder = new ArrayDeque<>();
    private int first; // In the first piece: those before are forgotten.
    private int end; // In the last one.
    private int count;

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
        Seen[] last = inOrder.peekLast();
        if (last == null || end == last.length) {
            last = new Seen[last == null ? 8 : PIECE];
            inOrder.add(last);
            end = 0;
        }
        last[end++] = seen;
        count++;
    }

    /** Forgets what came before the window. */
    void forget(long nowNanos, long windowNanos) {
        Seen oldest = oldest();
        while (oldest != null && nowNanos - oldest.timeNanos() >= windowNanos) {
            byId.remove(oldest.id(), oldest);
            count--;
            first++;
            if (count == 0 || first == inOrder.element().length) {
                inOrder.poll();
                first = 0;
            }
            oldest = oldest();
        }
    }

    private @Nullable Seen oldest() {
        return count == 0 ? null : inOrder.element()[first];
    }

    /** Returns what is remembered now. */
    Image image() {
        return new Image(inOrder.toArray(new Seen[0][]), first, count);
    }

    /** What was remembered at one moment. Immutable: what is added to its pieces later is behind its end. */
    static final class Image {
        private final Seen[][] pieces;
        private final int first;
        private final int count;

        private Image(Seen[][] pieces, int first, int count) {
            this.pieces = pieces;
            this.first = first;
            this.count = count;
        }

        void write(DataOutput out) throws IOException {
            out.writeInt(count);
            int left = count;
            int at = first;
            for (Seen[] piece : pieces) {
                for (; at < piece.length && left > 0; left--) {
                    write(out, piece[at++]);
                }
                at = 0;
            }
        }

        private static void write(DataOutput out, Seen seen) throws IOException {
            out.writeInt(seen.id().length());
            out.write(seen.id().getBytes(ISO_8859_1));
            out.writeLong(seen.seq());
            out.writeLong(seen.timeNanos());
        }
    }

    void read(DataInput in) throws IOException {
        int ids = in.readInt();
        for (int i = 0; i < ids; i++) {
            byte[] id = new byte[in.readInt()];
            in.readFully(id);
            add(new String(id, ISO_8859_1), in.readLong(), in.readLong());
        }
    }
}
