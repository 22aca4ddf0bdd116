package dev.gannet.store.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Files in the memory of this process, for streams that keep nothing longer than it lives. What is deleted is given back
 * once nobody has it open. Any thread.
 */
public final class HeapDisk implements Disk {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_BYTES = 1 << CHUNK_BITS;

    private final NavigableMap<String, Content> names = new ConcurrentSkipListMap<>();

    /** The bytes of a file, in chunks of one size; as long as there is only one it is as large as it must be. */
    private static final class Content implements DiskFile {
        private final List<byte[]> chunks = new ArrayList<>(1);
        private long size;

        @Override
        public synchronized int read(ByteBuffer into, long position) {
            int count = (int) Math.max(0, Math.min(into.remaining(), size - position));
            long at = position;
            for (int left = count; left > 0; ) {
                byte[] chunk = chunks.get((int) (at >>> CHUNK_BITS));
                int from = (int) at & (CHUNK_BYTES - 1);
                int length = Math.min(left, CHUNK_BYTES - from);
                into.put(chunk, from, length);
                at += length;
                left -= length;
            }
            return count;
        }

        @Override
        public synchronized void write(ByteBuffer from, long position) {
            long end = position + from.remaining();
            reserve(end);
            for (long at = position; from.hasRemaining(); ) {
                byte[] chunk = chunks.get((int) (at >>> CHUNK_BITS));
                int to = (int) at & (CHUNK_BYTES - 1);
                int length = Math.min(from.remaining(), CHUNK_BYTES - to);
                from.get(chunk, to, length);
                at += length;
            }
            size = Math.max(size, end);
        }

        private void reserve(long end) {
            if (chunks.size() <= 1 && end <= CHUNK_BYTES) {
                reserveFirst((int) end);
                return;
            }
            if (chunks.size() == 1) {
                chunks.set(0, Arrays.copyOf(chunks.get(0), CHUNK_BYTES));
            }
            while ((long) chunks.size() << CHUNK_BITS < end) {
                chunks.add(new byte[CHUNK_BYTES]);
            }
        }

        private void reserveFirst(int end) {
            if (chunks.isEmpty()) {
                chunks.add(new byte[end]);
            } else if (chunks.get(0).length < end) {
                int doubled = Math.min(CHUNK_BYTES, 2 * chunks.get(0).length);
                chunks.set(0, Arrays.copyOf(chunks.get(0), Math.max(end, doubled)));
            }
        }

        @Override
        public void sync() {
            // It is as safe as it gets.
        }

        @Override
        public synchronized long size() {
            return size;
        }

        @Override
        public void close() {
            // The file is the content itself.
        }
    }

    @Override
    public DiskFile create(String path) throws IOException {
        Content content = new Content();
        if (names.putIfAbsent(path, content) != null) {
            throw new FileAlreadyExistsException(path);
        }
        return content;
    }

    @Override
    public DiskFile open(String path) throws IOException {
        Content content = names.get(path);
        if (content == null) {
            throw new FileNotFoundException(path);
        }
        return content;
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory + "/";
        return names.tailMap(prefix).entrySet().stream()
                .map(Map.Entry::getKey)
                .takeWhile(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .toList();
    }

    @Override
    public void createDirectory(String path) {
        // A directory is what the names of its files begin with.
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Content content = names.remove(from);
        if (content == null) {
            throw new FileNotFoundException(from);
        }
        names.put(to, content);
    }

    @Override
    public void delete(String path) {
        names.remove(path);
    }

    @Override
    public void syncDirectory(String directory) {
        // It is as safe as it gets.
    }
}
