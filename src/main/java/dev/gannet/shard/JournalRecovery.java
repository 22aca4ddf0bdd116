package dev.gannet.shard;

import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a journal at the start. Which files count, and how far, the heads of those behind them say; bytes
 * behind that were never committed. No byte is changed.
 */
final class JournalRecovery {
    private final Disk disk;
    private final String directory;
    private final List<JournalPlace> files = new ArrayList<>();
    private final List<JournalPlace> unreadable = new ArrayList<>();

    JournalRecovery(Disk disk, String directory) throws IOException {
        this.disk = disk;
        this.directory = directory;
        for (String name : disk.list(directory)) {
            JournalPlace.of(name).ifPresent(files::add);
        }
        files.sort(Comparator.comparingInt(JournalPlace::number));
        if (files.stream().mapToLong(JournalPlace::journalId).distinct().count() > 1) {
            throw new JournalException(directory + ": files of more than one journal");
        }
    }

    /** Returns all files that are there, the oldest first. */
    List<JournalPlace> files() {
        return files;
    }

    /** A file that counts, with how many of its bytes are good; negative if nobody knows. */
    private record Link(JournalPlace place, int knownEnd) {}

    /**
     * Replays what was committed behind {@code applied}.
     *
     * @return how far that is; null if there is no journal
     */
    @Nullable
    Replayed replay(long applied, Replay replay) throws IOException {
        Deque<Link> chain = chain();
        unreadable.forEach(place -> replay.cutShort(place.name() + " at 0"));
        if (chain.isEmpty()) {
            return null;
        }
        Replayed replayed = new Replayed(replay, applied, chain.getLast().place());
        for (Link link : chain) {
            JournalScan scan = scan(link.place());
            JournalHead head = scan.head();
            long first = head == null ? scan.firstIndex(applied + 1) : head.firstIndex();
            replayed.upTo(first - 1, link.place().name());
            scan.replay(link.knownEnd(), replayed);
        }
        replayed.missing();
        return replayed;
    }

    /** Goes back from the newest file that was used. */
    private Deque<Link> chain() throws IOException {
        Deque<Link> chain = new ArrayDeque<>();
        int previous = Integer.MAX_VALUE; // The number of the file that comes next, going back.
        int knownEnd = -1;
        for (int i = files.size() - 1; i >= 0; i--) {
            JournalPlace place = files.get(i);
            if (place.number() > previous) {
                continue; // An attempt that was given up, or a file that was never used.
            }
            JournalHead head = head(place);
            if (head == null && !isUsedWithoutHead(place)) {
                continue;
            }
            boolean isNamed = place.number() == previous;
            chain.addFirst(new Link(place, isNamed ? knownEnd : -1));
            previous = head == null ? place.number() - 1 : head.previous();
            knownEnd = head == null ? -1 : head.previousEnd();
        }
        return chain;
    }

    private @Nullable JournalHead head(JournalPlace place) throws IOException {
        try (DiskFile file = disk.open(directory + "/" + place.name())) {
            ByteBuffer bytes = ByteBuffer.allocate(JournalHead.BYTES);
            file.read(bytes, 0);
            return JournalHead.read(bytes.flip(), place);
        }
    }

    /** Returns whether entries stand behind a head that is damaged; as a rule the file was only to be used. */
    private boolean isUsedWithoutHead(JournalPlace place) throws IOException {
        JournalScan scan = scan(place);
        if (!scan.isUsed() && !scan.isUnused()) {
            unreadable.add(place);
        }
        return scan.isUsed();
    }

    /**
     * What was replayed of the newest file may not be durable, if only the process has ended. Now it is: it is written
     * again, because after a sync that has failed the file system may take for written what is not.
     */
    void keep(Replayed replayed) throws IOException {
        try (DiskFile file = disk.open(directory + "/" + replayed.place().name())) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(replayed.end());
            file.read(bytes, 0);
            file.write(bytes.flip(), 0);
            file.sync();
        }
        disk.syncDirectory(directory);
    }

    private JournalScan scan(JournalPlace place) throws IOException {
        try (DiskFile file = disk.open(directory + "/" + place.name())) {
            return JournalScan.of(place, file);
        }
    }
}
