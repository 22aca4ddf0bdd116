package dev.gannet.store.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/**
 * Keeps every other server out of a directory, as long as it is held: those of other processes by a lock on a file, which
 * the system frees however this process ends, and those of this JVM by a property of it. The file's lock is no help
 * there: it belongs to the process, and whoever only opened and closed the file a second time would free it.
 *
 * <p><b>Owner:</b> whoever starts and ends the server; one thread at a time.
 */
final class StoreLock implements AutoCloseable {
    static final String FILE = "lock";

    private static final String PROPERTY = "dev.gannet.store.";
    /** Far behind the number, which others read: on Windows a locked part cannot be read. */
    private static final long LOCKED_BYTE = 1L << 62;

    private static final int NUMBER_LENGTH_MAX = 20;

    private final Properties jvm;
    private final String property;
    private final FileChannel channel;

    private StoreLock(Properties jvm, String property, FileChannel channel) {
        this.jvm = jvm;
        this.property = property;
        this.channel = channel;
    }

    /** {@code directory} is a real path; {@code jvm} is one object for all servers of this JVM. */
    static StoreLock take(Path directory, Properties jvm, long processId) throws IOException, StoreDirectoryException {
        String property = PROPERTY + directory;
        String process = Long.toString(processId);
        if (jvm.putIfAbsent(property, process) != null) {
            throw inUse(directory, "another server in this process, " + process);
        }
        try {
            return new StoreLock(jvm, property, lock(directory, process));
        } catch (IOException | StoreDirectoryException | RuntimeException e) {
            jvm.remove(property);
            throw e;
        }
    }

    private static FileChannel lock(Path directory, String process) throws IOException, StoreDirectoryException {
        Path file = directory.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean isHeld = false;
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw inUse(directory, "process " + holder(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((process + "\n").getBytes(US_ASCII)));
            isHeld = true;
            return channel;
        } finally {
            if (!isHeld) {
                channel.close();
            }
        }
    }

    private static StoreDirectoryException inUse(Path directory, String who) {
        return new StoreDirectoryException(
                "storage directory \"" + directory + "\" is in use by " + who + ": each server needs its own");
    }

    private static String holder(Path file) throws IOException {
        String number = Files.readString(file, US_ASCII).strip();
        boolean isNumber = !number.isEmpty()
                && number.length() <= NUMBER_LENGTH_MAX
                && number.chars().allMatch(Character::isDigit);
        return isNumber ? number : "unknown";
    }

    /** The file stays: whoever took it away could take it from another server that has just locked it. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            jvm.remove(property);
        }
    }
}
