package dev.gannet.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a server that are open: few descriptors for many streams. A file is opened when it is used, and the one
 * that was not used for longest is closed when there are too many.
 *
 * <p>An interrupt closes the file that the interrupted thread uses, for all others too. Here that costs no more than
 * opening it again: what a thread was told by its interrupt is told to it when the call is done.
 *
 * <p>Any thread; the lock is held while a file is looked up or opened, not while it is used.
 */
public final class OpenFiles implements AutoCloseable {
    /** Enough for the files in use by a server with thousands of streams, few enough for {@code ulimit -n 1024}. */
    public static final int FILES_MAX = 512;

    /** How often a file may be closed under the same call; each time some thread was interrupted. */
    private static final int ATTEMPTS_MAX = 1000;

    private final Disk disk;
    private final int filesMax;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Entry {
        private final DiskFile file;
        private int users;
        private boolean forgotten;

        Entry(DiskFile file) {
            this.file = file;
        }
    }

    private interface Use {
        int on(DiskFile file) throws IOException;
    }

    public OpenFiles(Disk disk, int filesMax) {
        if (filesMax < 1) {
            throw new IllegalArgumentException("filesMax: " + filesMax + " (expected: >= 1)");
        }
        this.disk = disk;
        this.filesMax = filesMax;
    }

    public Disk disk() {
        return disk;
    }

    /** Makes a new, empty file; fails if there is one. */
    public synchronized void create(String path) throws IOException {
        DiskFile file = disk.create(path);
        entries.put(path, new Entry(file));
        closeOldest();
    }

    /** See {@link DiskFile#read}. */
    public int read(String path, ByteBuffer into, long position) throws IOException {
        int start = into.position();
        return use(path, file -> file.read(into.position(start), position));
    }

    /** See {@link DiskFile#write}. */
    public void write(String path, ByteBuffer from, long position) throws IOException {
        int start = from.position();
        use(path, file -> {
            file.write(from.position(start), position);
            return 0;
        });
    }

    /** See {@link DiskFile#sync}. */
    public void sync(String path) throws IOException {
        use(path, file -> {
            file.sync();
            return 0;
        });
    }

    public long size(String path) throws IOException {
        long[] size = new long[1];
        use(path, file -> {
            size[0] = file.size();
            return 0;
        });
        return size[0];
    }

    /** Closes a file and takes it away; does nothing if there is none. */
    public void delete(String path) throws IOException {
        forget(path);
        disk.delete(path);
    }

    /** Closes a file if it is open, once nobody uses it. */
    public synchronized void forget(String path) throws IOException {
        Entry entry = entries.remove(path);
        if (entry != null) {
            entry.forgotten = true;
            closeUnused(entry);
        }
    }

    /** Returns how many are open. */
    public synchronized int size() {
        return entries.size();
    }

    /** Closes all files; those in use when they are not any more. */
    @Override
    public synchronized void close() throws IOException {
        IOException failure = null;
        for (Entry entry : entries.values()) {
            entry.forgotten = true;
            try {
                closeUnused(entry);
            } catch (IOException e) {
                failure = e;
            }
        }
        entries.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private int use(String path, Use use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            for (int attempt = 1; ; attempt++) {
                Entry entry = acquire(path);
                try {
                    return use.on(entry.file);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    forget(path, entry);
                    if (attempt == ATTEMPTS_MAX) {
                        throw e;
                    }
                } finally {
                    release(entry);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized Entry acquire(String path) throws IOException {
        Entry entry = entries.get(path);
        if (entry == null) {
            entry = new Entry(disk.open(path));
            entries.put(path, entry);
        }
        entry.users++;
        closeOldest();
        return entry;
    }

    private synchronized void release(Entry entry) throws IOException {
        entry.users--;
        closeUnused(entry);
    }

    private synchronized void forget(String path, Entry entry) {
        entry.forgotten = true;
        entries.remove(path, entry);
    }

    private static void closeUnused(Entry entry) throws IOException {
        if (entry.forgotten && entry.users == 0) {
            entry.file.close();
        }
    }

    private void closeOldest() throws IOException {
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > filesMax && oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.users == 0) {
                oldest.remove();
                entry.file.close();
            }
        }
    }
}
