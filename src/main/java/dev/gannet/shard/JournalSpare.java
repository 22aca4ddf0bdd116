package dev.gannet.shard;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The file that the journal writes next, made full of zeros in the background: to write over bytes that are there is
 * durable sooner than to make a file longer.
 *
 * <p><b>Owner:</b> the journal's thread; only the making runs elsewhere.
 */
final class JournalSpare {
    private static final int ZEROS_BYTES = 1 << 20;

    private final Disk disk;
    private final String directory;
    private final int fileBytes;
    private final Executor background;
    private final ServerLog log;
    private final AtomicReference<@Nullable Made> made = new AtomicReference<>();
    private @Nullable JournalPlace wanted;

    private record Made(JournalPlace place, DiskFile file) {}

    JournalSpare(Disk disk, String directory, int fileBytes, Executor background, ServerLog log) {
        this.disk = disk;
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.background = background;
        this.log = log;
    }

    /** Begins to make the file for this place. */
    void want(JournalPlace place) {
        wanted = place;
        try {
            background.execute(() -> make(place));
        } catch (RejectedExecutionException e) {
            wanted = null; // The server ends; without it the next file is only slower.
        }
    }

    /** Makes it; if that fails there is none, and whoever needs a file will see why. */
    private void make(JournalPlace place) {
        String path = directory + "/" + place.name();
        try {
            DiskFile file = disk.create(path);
            try {
                ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS_BYTES, fileBytes));
                for (long at = 0; at < fileBytes; at += zeros.limit()) {
                    file.write(zeros.clear().limit((int) Math.min(zeros.capacity(), fileBytes - at)), at);
                }
                file.sync();
                disk.syncDirectory(directory);
                Made late = made.getAndSet(new Made(place, file));
                if (late != null) {
                    late.file().close();
                }
            } catch (IOException e) {
                file.close();
                disk.delete(path);
                throw e;
            }
        } catch (IOException e) {
            made.set(null);
            log.debug("journal: no spare file: " + e);
        }
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
    DiskFile take(JournalPlace place) throws IOException {
        Made ready = made.getAndSet(null);
        wanted = null;
        if (ready != null && ready.place().equals(place)) {
            return ready.file();
        }
        if (ready != null) {
            ready.file().close();
        }
        DiskFile file = disk.create(directory + "/" + place.name());
        disk.syncDirectory(directory);
        return file;
    }

    void close() throws IOException {
        Made ready = made.getAndSet(null);
        if (ready != null) {
            ready.file().close();
            disk.delete(directory + "/" + ready.place().name());
        }
    }
}
