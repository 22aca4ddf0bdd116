package dev.gannet.testing;

import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk that keeps no more than it has promised: what was not synced is forgotten by a {@linkplain #powerCut power cut},
 * or kept in part, torn between sectors and in any order; and its calls fail when a test says so. Any thread.
 */
public final class SimulatedDisk implements Disk {
    private static final int[] SECTORS = {512, 4096};

    private final SplittableRandom random;
    private final Map<String, Content> names = new TreeMap<>();
    private final Map<String, Content> durableNames = new HashMap<>();
    private int created;
    private long calls;
    private long failsFrom = Long.MAX_VALUE;
    private long failsUntil = Long.MAX_VALUE;
    private String failure = "";
    private long noticedAt = Long.MAX_VALUE;
    private Runnable notice = () -> {};

    private static final class Write {
        private final int position;
        private final byte[] bytes;

        Write(int position, byte[] bytes) {
            this.position = position;
            this.bytes = bytes;
        }
    }

    /** The bytes of a file, as they are read and as a power cut leaves them. */
    private static final class Content {
        private byte[] now;
        private byte[] durable;
        private final List<Write> unsynced = new ArrayList<>();

        Content(byte[] bytes) {
            now = bytes;
            durable = bytes.clone();
        }

        void write(Write write) {
            now = with(now, write);
            unsynced.add(write);
        }

        void sync() {
            unsynced.forEach(write -> durable = with(durable, write));
            unsynced.clear();
        }

        private static byte[] with(byte[] bytes, Write write) {
            int end = write.position + write.bytes.length;
            byte[] result = end > bytes.length ? Arrays.copyOf(bytes, end) : bytes;
            System.arraycopy(write.bytes, 0, result, write.position, write.bytes.length);
            return result;
        }

        /** Makes a part of what was not synced durable, sector by sector. */
        void tear(SplittableRandom random) {
            int sector = SECTORS[random.nextInt(SECTORS.length)];
            int keptOf100 = random.nextInt(101);
            for (Write write : unsynced) {
                int from = 0;
                while (from < write.bytes.length) {
                    int to = Math.min(
                            write.bytes.length, (write.position + from) / sector * sector + sector - write.position);
                    if (random.nextInt(100) < keptOf100) {
                        durable = with(
                                durable, new Write(write.position + from, Arrays.copyOfRange(write.bytes, from, to)));
                    }
                    from = to;
                }
            }
            unsynced.clear();
        }
    }

    public SimulatedDisk(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns the disk as it is found after a power cut now. */
    public synchronized SimulatedDisk powerCut() {
        SimulatedDisk found = new SimulatedDisk(random.nextLong());
        Map<String, @Nullable Content> all = new TreeMap<>(durableNames);
        names.forEach((name, content) -> {
            if (!content.equals(durableNames.get(name)) && random.nextBoolean()) {
                all.put(name, content);
            }
        });
        durableNames.forEach((name, content) -> {
            if (!names.containsKey(name) && random.nextBoolean()) {
                all.remove(name);
            }
        });
        all.forEach((name, content) -> {
            if (content != null) {
                Content left = new Content(content.durable.clone());
                content.unsynced.forEach(left.unsynced::add);
                left.tear(found.random);
                found.put(name, left.durable);
            }
        });
        return found;
    }

    /** From the call of this number on, so many calls fail. */
    public synchronized void failFrom(long call, long count, String message) {
        failsFrom = call;
        failsUntil = call + count;
        failure = message;
    }

    /** Runs something just before the call of this number, in whose thread it is. */
    public synchronized void beforeCall(long call, Runnable action) {
        noticedAt = call;
        notice = action;
    }

    /** Returns how many calls there have been. */
    public synchronized long calls() {
        return calls;
    }

    /** Returns how many files were made. */
    public synchronized int created() {
        return created;
    }

    /** Returns the names of all files, and so what {@link #bytes} may be asked of. */
    public synchronized List<String> files() {
        return List.copyOf(names.keySet());
    }

    /** Returns the bytes of a file. */
    public synchronized byte[] bytes(String path) {
        return Objects.requireNonNull(names.get(path), path).now.clone();
    }

    /** Puts a file there, for good. */
    public synchronized void put(String path, byte[] bytes) {
        Content content = new Content(bytes);
        names.put(path, content);
        durableNames.put(path, content);
    }

    /** Returns another disk with the same files. */
    public synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk(random.nextLong());
        names.forEach((name, content) -> copy.put(name, content.now.clone()));
        return copy;
    }

    private boolean fails() {
        calls++;
        if (calls == noticedAt) {
            notice.run();
        }
        return calls >= failsFrom && calls < failsUntil;
    }

    private void call() throws IOException {
        if (fails()) {
            throw new IOException(failure);
        }
    }

    @Override
    public synchronized DiskFile create(String path) throws IOException {
        call();
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        Content content = new Content(new byte[0]);
        names.put(path, content);
        created++;
        return new OpenFile(content);
    }

    @Override
    public synchronized DiskFile open(String path) throws IOException {
        call();
        Content content = names.get(path);
        if (content == null) {
            throw new FileNotFoundException(path);
        }
        return new OpenFile(content);
    }

    @Override
    public synchronized List<String> list(String directory) throws IOException {
        call();
        String prefix = directory + "/";
        return names.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public synchronized void createDirectory(String path) throws IOException {
        call();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        call();
        Content content = names.remove(from);
        if (content == null) {
            throw new FileNotFoundException(from);
        }
        names.put(to, content);
    }

    @Override
    public synchronized void delete(String path) throws IOException {
        call();
        names.remove(path);
    }

    @Override
    public synchronized void syncDirectory(String directory) throws IOException {
        call();
        String prefix = directory + "/";
        durableNames.keySet().removeIf(name -> name.startsWith(prefix));
        names.forEach((name, content) -> {
            if (name.startsWith(prefix)) {
                durableNames.put(name, content);
            }
        });
    }

    private final class OpenFile implements DiskFile {
        private final Content content;
        private boolean closed;

        OpenFile(Content content) {
            this.content = content;
        }

        private void use() throws IOException {
            call();
            if (closed) {
                throw new IOException("closed");
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                int count = Math.max(0, Math.min(into.remaining(), content.now.length - (int) position));
                into.put(content.now, count == 0 ? 0 : (int) position, count);
                return count;
            }
        }

        /** One that fails may have written some. */
        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                boolean fails = fails();
                if (closed) {
                    throw new IOException("closed");
                }
                byte[] bytes = new byte[fails ? random.nextInt(from.remaining() + 1) : from.remaining()];
                from.get(bytes);
                content.write(new Write((int) position, bytes));
                if (fails) {
                    throw new IOException(failure);
                }
            }
        }

        /** One that fails forgets what was to be synced, or some of it; the next one knows nothing of that. */
        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                boolean fails = fails();
                if (closed) {
                    throw new IOException("closed");
                }
                if (fails) {
                    content.tear(random);
                    throw new IOException(failure);
                }
                content.sync();
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                use();
                return content.now.length;
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
