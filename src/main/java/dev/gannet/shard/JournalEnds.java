package dev.gannet.shard;

import dev.gannet.store.disk.Disk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The files of a journal that are not written any more, and when they may go.
 *
 * <p><b>Owner:</b> the journal's thread.
 */
final class JournalEnds {
    /**
     * A file that is not written any more.
     *
     * @param lastIndex up to which it and those before it have all entries
     * @param isSound whether it may be written again, because no write or sync of it has failed
     */
    record End(JournalPlace place, long lastIndex, boolean isSound) {}

    private final Disk disk;
    private final String directory;
    private final Deque<End> ends = new ArrayDeque<>();

    JournalEnds(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    void add(End end) {
        ends.add(end);
    }

    /**
     * Gives the files up whose entries are all kept elsewhere, the oldest first; where that fails they stay for later.
     *
     * @param spare takes some of them, to be written anew
     */
    void trim(long index, JournalSpare spare) throws IOException {
        int number = 0;
        for (End end = ends.peekFirst(); end != null && end.lastIndex() <= index; end = ends.peekFirst()) {
            number = end.place().number();
            if (!end.isSound() || !spare.offer(end.place())) {
                disk.delete(directory + "/" + end.place().name());
            }
            ends.removeFirst();
        }
        for (String name : number == 0 ? java.util.List.<String>of() : disk.list(directory)) {
            JournalPlace place = JournalPlace.of(name).orElse(null);
            if (place != null && place.number() < number) {
                disk.delete(directory + "/" + name); // An attempt that was given up.
            }
        }
    }

    int count() {
        return ends.size();
    }
}
