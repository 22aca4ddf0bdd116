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
    private long seen; // In the files, whether it is replayed or not.
    private int about; // What the last entry that was seen is about.
    private long promised; // Up to where entries were committed, whether they have been seen or not.
    private Object promisedBy = "";
    private JournalPlace place;
    private int end;

    /** {@code last} is the index up to which nothing has to be replayed, because it is kept elsewhere. */
    Replayed(Replay replay, long last, JournalPlace place) {
        this.replay = replay;
        this.last = last;
        this.place = place;
    }

    /** An entry that is whole. */
    void entry(Head head, ByteBuffer body) {
        if (comes(head)) {
            replay.entry(head.index(), head.shard(), body);
        }
    }

    /** An entry of which the head alone is whole. */
    void damaged(Head head) {
        if (comes(head)) {
            replay.lost(
                    new Replay.Loss(head.where().toString(), head.index(), head.index(), head.shard(), head.about()));
        }
    }

    /** What the head of an entry says. */
    record Head(long index, int shard, int about, Where where) {}

    /** A place in a file; told as text only if something is wrong there, which few of the millions of entries are. */
    record Where(String file, int at) {
        @Override
        public String toString() {
            return file + " at " + at;
        }
    }

    private boolean comes(Head head) {
        long before = seen;
        if (head.index() <= before) {
            replay.backwards(head.where().toString(), head.index(), before);
            return false;
        }
        seen = head.index();
        if (head.index() <= promised) {
            missing();
        }
        if (head.index() <= last) {
            about = head.about(); // It is kept elsewhere, but what is lost behind it may be of the same.
            return false;
        }
        lost(head.index() - 1, promised > last ? promisedBy : head.where(), head.about());
        last = head.index();
        about = head.about();
        return true;
    }

    /** Entries up to this index were committed; those not seen until now are lost. The next entry may say whose they were. */
    void upTo(long index, Object where) {
        if (index > Math.max(last, promised)) {
            promised = index;
            promisedBy = where;
        }
    }

    /** No entry comes any more of those that are known to have been committed until now. */
    void missing() {
        lost(promised, promisedBy, 0);
    }

    private void lost(long index, Object where, int aboutNext) {
        if (index > last) {
            boolean isSame = about == 0 || aboutNext == 0 || about == aboutNext;
            int aboutBoth = isSame ? Math.max(about, aboutNext) : 0;
            replay.lost(new Replay.Loss(where.toString(), last + 1, index, Replay.Loss.UNKNOWN, aboutBoth));
            last = index;
        }
    }

    /** A file was replayed so far, with nothing good behind that. */
    void ended(JournalPlace file, int position) {
        place = file;
        end = position;
        ends.add(new JournalEnds.End(file, last, false)); // Nobody knows how it went.
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
