package dev.gannet.testing;

import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A disk that notes who reads on a loop, which must not wait for it, and of which files cannot be read for a while.
 * Any thread.
 */
public final class LoopDisk implements Disk {
    private final Disk disk;
    private final BooleanSupplier isLoop;
    private final Queue<String> readOnLoop = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Predicate<String>> broken = new AtomicReference<>(path -> false);
    private final AtomicInteger indexReads = new AtomicInteger();

    /** @param isLoop whether the thread that asks is a loop's, or does its work */
    public LoopDisk(Disk disk, BooleanSupplier isLoop) {
        this.disk = disk;
        this.isLoop = isLoop;
    }

    /** Returns what was read on a loop. */
    public List<String> readOnLoop() {
        return List.copyOf(readOnLoop);
    }

    /** Returns how often an index was read. */
    public int indexReads() {
        return indexReads.get();
    }

    /** From now on these files cannot be read. */
    public void breakFiles(Predicate<String> which) {
        broken.set(which);
    }

    private void note(String path) throws IOException {
        indexReads.addAndGet(path.endsWith(".idx") ? 1 : 0);
        if (isLoop.getAsBoolean()) {
            readOnLoop.add(path);
        }
        Predicate<String> which = broken.get();
        if (which != null && which.test(path)) {
            throw new IOException(path + ": Input/output error");
        }
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return new File(path, disk.create(path));
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return new File(path, disk.open(path));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        note(directory);
        return disk.list(directory);
    }

    @Override
    public void createDirectory(String path) throws IOException {
        disk.createDirectory(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        disk.syncDirectory(directory);
    }

    private final class File implements DiskFile {
        private final String path;
        private final DiskFile file;

        File(String path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            note(path);
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            file.write(from, position);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public long size() throws IOException {
            note(path);
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
