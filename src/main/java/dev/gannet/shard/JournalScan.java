package dev.gannet.shard;

import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A journal file as it is found: its head, and everything in it that is whole. Where bytes are damaged it looks for the
 * next entry behind them.
 *
 * <p>A file is read whole; of the entries only the places are kept beside it.
 */
final class JournalScan {
    private final JournalPlace place;
    private final String name;
    private final ByteBuffer bytes;
    private final @Nullable JournalHead head;
    private final EntryLayout layout = new EntryLayout();
    private int[] heads = new int[1024];
    private int headCount;
    private int synced;

    private JournalScan(JournalPlace place, ByteBuffer bytes) throws JournalException {
        this.place = place;
        this.name = place.name();
        this.bytes = bytes;
        this.head = JournalHead.read(bytes, place);
        int at = JournalHead.BYTES;
        while (at <= bytes.limit() - EntryLayout.HEAD_BYTES) {
            if (layout.isHead(bytes, at, place, at)) {
                found(at);
                synced = Math.max(synced, EntryLayout.synced(bytes, at));
                long next = at + (long) EntryLayout.length(EntryLayout.bodyLength(bytes, at));
                at = next > bytes.limit() ? bytes.limit() : (int) next;
            } else {
                at += EntryLayout.ALIGNMENT;
            }
        }
    }

    private void found(int at) {
        if (headCount == heads.length) {
            heads = Arrays.copyOf(heads, 2 * headCount);
        }
        heads[headCount++] = at;
    }

    static JournalScan of(JournalPlace place, DiskFile file) throws IOException {
        long size = file.size();
        if (size > Integer.MAX_VALUE - EntryLayout.HEAD_BYTES) {
            throw new JournalException(place.name() + ": " + size + " bytes (expected: less than 2 GB)");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, 0);
        return new JournalScan(place, bytes.flip());
    }

    JournalPlace place() {
        return place;
    }

    /** Returns the head; null if that is damaged, or was never durable. */
    @Nullable
    JournalHead head() {
        return head;
    }

    /** Returns whether there is anything of which the file can have been used for. */
    boolean isUsed() {
        return head != null || headCount > 0;
    }

    /** Returns the index of the first entry that is whole, or {@code otherwise}. */
    long firstIndex(long otherwise) {
        return headCount == 0 ? otherwise : EntryLayout.index(bytes, heads[0]);
    }

    /**
     * Replays the entries.
     *
     * @param knownEnd how many bytes of the file are good as others know it; negative if nobody does
     * @param replayed what has been replayed before
     */
    void replay(int knownEnd, Replayed replayed) {
        int certain = knownEnd >= 0 ? knownEnd : synced;
        int end = knownEnd >= 0 ? Math.min(knownEnd, bytes.limit()) : bytes.limit();
        int expected = JournalHead.BYTES;
        for (int i = 0; i < headCount; i++) {
            int at = heads[i];
            if (at >= end || (at != expected && expected >= certain)) {
                break; // What comes now was never committed.
            }
            expected = at;
            if (EntryLayout.isMark(bytes, at)) {
                replayed.upTo(EntryLayout.index(bytes, at), where(at));
                expected += EntryLayout.HEAD_BYTES;
                continue;
            }
            int next = at + EntryLayout.length(EntryLayout.bodyLength(bytes, at));
            boolean isWhole = next <= bytes.limit() && next > at && layout.isBody(bytes, at);
            if (!isWhole && at >= certain) {
                break;
            }
            replay(at, isWhole, replayed);
            expected = next;
        }
        int good = Math.min(expected, end);
        // A file is made longer than what is written to it: one that ends there has lost its end, and nobody knows with
        // what.
        if (knownEnd < 0 && (good == bytes.limit() || !isClean(good))) {
            replayed.cutShort(where(good).toString());
        }
        replayed.ended(place, good);
    }

    /** Returns whether nothing was written behind the last entry that is good. */
    private boolean isClean(int good) {
        boolean isReused = head != null && head.isReused();
        return isEmpty(good, isReused ? good + JournalFile.CLEARED_BYTES : bytes.limit());
    }

    /** Returns whether the file was made to be used, and is not yet. Of one without a byte nobody knows. */
    boolean isUnused() {
        return !isUsed() && bytes.limit() >= JournalSpare.CLEARED_BYTES && isEmpty(0, JournalSpare.CLEARED_BYTES);
    }

    private boolean isEmpty(int from, int to) {
        for (int at = from; at < Math.min(to, bytes.limit()); at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private void replay(int at, boolean isWhole, Replayed replayed) {
        Replayed.Head head = new Replayed.Head(
                EntryLayout.index(bytes, at), EntryLayout.shard(bytes, at), EntryLayout.about(bytes, at), where(at));
        if (isWhole) {
            int from = at + EntryLayout.HEAD_BYTES;
            ByteBuffer body =
                    bytes.slice(from, EntryLayout.bodyLength(bytes, at)).order(ByteOrder.LITTLE_ENDIAN);
            replayed.entry(head, body);
        } else {
            replayed.damaged(head);
        }
    }

    private Replayed.Where where(int at) {
        return new Replayed.Where(name, at);
    }
}
