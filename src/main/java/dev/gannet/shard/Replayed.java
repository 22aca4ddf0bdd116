package dev.gannet.shard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a replay has got: it finds out what is missing between two entries.
 *
 * <p><b>Owner:</b> the thread that recovers.
 */
final class Replayed {
    private final Replay replay;
    private final List<JournalEnds.End> ends = new ArrayList<>();
    private long last;
    private JournalPlace place;
    private int end;

    /** {@code last} is the index up to which nothing has to be replayed, because it is kept elsewhere. */
    Replayed(Replay replay, long last, JournalPlace place) {
        this.replay = replay;
        this.last = last;
        this.place = place;
    }

    void entry(long index, int shard, ByteBuffer body, String where) {
        if (index > last) {
            upTo(index - 1, where);
            replay.entry(index, shard, body);
            last = index;
        }
    }

    void damaged(long index, int shard, String where) {
        if (index > last) {
            upTo(index - 1, where);
            replay.lost(new Replay.Loss(where, index, index, shard));
            last = index;
        }
    }

    /** Entries up to this index were committed; those not seen until now are lost. */
    void upTo(long index, String where) {
        if (index > last) {
            replay.lost(new Replay.Loss(where, last + 1, index, Replay.Loss.UNKNOWN));
            last = index;
        }
    }

    /** A file was replayed so far, with nothing good behind that. */
    void ended(JournalPlace file, int position) {
        place = file;
        end = position;
        ends.add(new JournalEnds.End(file, last));
    }

    void cutShort(String where) {
        replay.cutShort(where);
    }

    /** Returns the files that were replayed, and with which index each of them ended. */
    List<JournalEnds.End> ends() {
        return ends;
    }

    long last() {
        return last;
    }

    /** Returns the last file that was replayed. */
    JournalPlace place() {
        return place;
    }

    /** Returns how many bytes of the last file are good. */
    int end() {
        return end;
    }
}
