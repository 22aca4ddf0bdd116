package dev.gannet.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A directory of the file system. */
public final class FileDisk implements Disk {
    private final Path root;

    /** {@code root} is made when something is made in it. */
    public FileDisk(Path root) {
        this.root = root;
    }

    @Override
    public DiskFile create(String path) throws IOException {
        return open(path, StandardOpenOption.CREATE_NEW);
    }

    @Override
    public DiskFile open(String path) throws IOException {
        return open(path, StandardOpenOption.WRITE);
    }

    @Override
    public BlockFile openBlocks(String path) throws IOException {
        DirectFile direct = DirectFile.open(root.resolve(path));
        return direct == null ? BlockFile.over(open(path)) : direct;
    }

    private DiskFile open(String path, StandardOpenOption how) throws IOException {
        return new OpenFile(
                FileChannel.open(root.resolve(path), StandardOpenOption.READ, StandardOpenOption.WRITE, how));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = root.resolve(directory);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void createDirectory(String path) throws IOException {
        Files.createDirectories(root.resolve(path));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                root.resolve(from),
                root.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(root.resolve(path));
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        try (FileChannel channel = FileChannel.open(root.resolve(directory), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record OpenFile(FileChannel channel) implements DiskFile {
        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            int before = into.position();
            long at = position;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    break;
                }
                at += count;
            }
            return into.position() - before;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
