package dev.gannet.shard;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.BlockFile;
import dev.gannet.store.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The file that the journal writes next, made in the background: to write over bytes that are there is durable sooner
 * than to make a file longer. It is one that is not needed any more, or else one full of zeros.
 *
 * <p><b>Owner:</b> the journal's thread; only the making runs elsewhere.
 */
final class JournalSpare {
    /** So many zeros stand at the beginning of a file that is not used yet. */
    static final int CLEARED_BYTES = JournalHead.BYTES + EntryLayout.HEAD_BYTES;

    /** How many files are kept to be used again: about those that one checkpoint sets free. */
    private static final int OLD_MAX = 4;

    private static final String OLD = ".old";
    private static final int ZEROS_BLOCKS = 64;

    private final Disk disk;
    private final String directory;
    private final int fileBytes;
    private final Executor background;
    private final ServerLog log;
    private final AtomicReference<@Nullable Made> made = new AtomicReference<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final Deque<String> old = new ArrayDeque<>(); // The names of files that may be used again.
    private @Nullable JournalPlace wanted;

    /** A file that is ready; {@code isReused} is whether it has bytes of an earlier one. */
    record Made(JournalPlace place, BlockFile file, boolean isReused) {}

    JournalSpare(LocalJournal.Settings settings) {
        this.disk = settings.disk();
        this.directory = settings.directory();
        this.fileBytes = settings.fileBytes();
        this.background = settings.background();
        this.log = settings.log();
    }

    /** Takes over what a process has left that was killed. */
    void begin() throws IOException {
        for (String name : disk.list(directory)) {
            if (name.endsWith(OLD)) {
                old.add(name);
            }
        }
    }

    /** Takes a file that is not needed any more; returns false if there are enough. */
    boolean offer(JournalPlace place) throws IOException {
        if (old.size() >= OLD_MAX) {
            return false;
        }
        String name = place.name() + OLD;
        disk.rename(directory + "/" + place.name(), directory + "/" + name);
        old.add(name);
        return true;
    }

    /** Begins to make the file for this place. */
    void want(JournalPlace place) {
        wanted = place;
        String from = old.poll();
        try {
            background.execute(() -> make(place, from));
        } catch (RejectedExecutionException e) {
            wanted = null; // The server ends; without it the next file is only slower.
            if (from != null) {
                old.addFirst(from);
            }
        }
    }

    /** Makes it; if that fails there is none, and whoever needs a file will see why. */
    private void make(JournalPlace place, @Nullable String from) {
        try {
            BlockFile again = from == null ? null : reuse(place, from);
            Made late = made.getAndSet(again == null ? fill(place) : new Made(place, again, true));
            if (late != null) {
                late.file().close();
            }
            if (isClosed.get()) {
                discard(); // Nobody else does it any more.
            }
        } catch (IOException e) {
            made.set(null);
            log.debug("journal: no spare file: " + e);
        }
    }

    /** Has an old file begin with zeros before it gets its new name, so that nothing in it is taken for an entry. */
    private @Nullable BlockFile reuse(JournalPlace place, String from) throws IOException {
        String path = directory + "/" + from;
        BlockFile file = disk.openBlocks(path);
        try {
            if (file.size() == fileBytes) {
                file.write(BlockFile.buffer(1), 0);
                disk.rename(path, directory + "/" + place.name());
                disk.syncDirectory(directory);
                return file;
            }
            file.close();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        disk.delete(path);
        return null;
    }

    private Made fill(JournalPlace place) throws IOException {
        BlockFile file = create(place);
        try {
            ByteBuffer zeros = BlockFile.buffer(ZEROS_BLOCKS);
            for (long at = 0; at < fileBytes && !isClosed.get(); at += zeros.limit()) {
                // A little at a time: the journal's own writes wait for what the disk is given here.
                zeros.clear().limit((int) Math.min(zeros.capacity(), BlockFile.ceiling(fileBytes - at)));
                file.write(zeros, at);
            }
            disk.syncDirectory(directory);
            return new Made(place, file, false);
        } catch (IOException e) {
            file.close();
            disk.delete(directory + "/" + place.name());
            throw e;
        }
    }

    private BlockFile create(JournalPlace place) throws IOException {
        String path = directory + "/" + place.name();
        disk.create(path).close();
        return disk.openBlocks(path);
    }

    /** Returns the place of the next file: that of the spare one, if it is ready. */
    JournalPlace next(JournalPlace after) {
        JournalPlace next = after.next();
        Made ready = made.get();
        // One that was too late for its turn may come while the next is made.
        boolean isReady = ready != null && ready.place().equals(next);
        return next.equals(wanted) && !isReady ? next.next() : next;
    }

    /** Returns the file for a place: the spare one, or a new one. */
    Made take(JournalPlace place) throws IOException {
        Made ready = made.getAndSet(null);
        wanted = null;
        if (ready != null && ready.place().equals(place)) {
            return ready;
        }
        if (ready != null) {
            ready.file().close();
        }
        BlockFile file = create(place);
        disk.syncDirectory(directory);
        return new Made(place, file, false);
    }

    /** Deletes what is ready, and what is still being made as soon as it is. */
    void close() throws IOException {
        isClosed.set(true);
        discard();
        for (String name : old) {
            disk.delete(directory + "/" + name);
        }
        old.clear();
    }

    private void discard() throws IOException {
        Made ready = made.getAndSet(null);
        if (ready != null) {
            ready.file().close();
            disk.delete(directory + "/" + ready.place().name());
        }
    }
}
