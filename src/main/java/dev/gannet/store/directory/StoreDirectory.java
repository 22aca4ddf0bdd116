package dev.gannet.store.directory;

import dev.gannet.base.ServerLog;
import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.FileDisk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one server's streams, from its start to its end: made where there is none, refused where somebody
 * else's files are, and held against every other server.
 *
 * <p><b>Owner:</b> whoever starts and ends the server; one thread at a time. What it returns is for any.
 */
public final class StoreDirectory implements AutoCloseable {
    private static final String MODE = "rwxr-x---";

    private final Path path;
    private final StoreIdentity identity;
    private final StoreLock lock;
    private final ServerLog log;

    private StoreDirectory(Path path, StoreIdentity identity, StoreLock lock, ServerLog log) {
        this.path = path;
        this.identity = identity;
        this.lock = lock;
        this.log = log;
    }

    /** Opens {@code wanted}, see {@link StorePlace}, or says why it cannot be used. */
    public static StoreDirectory open(Path wanted, ServerLog log) throws StoreDirectoryException {
        boolean isNew = make(wanted);
        try {
            Path path = wanted.toRealPath();
            if (!isNew && StoreIdentity.read(path) == null) {
                Inhabitants.requireNone(path);
            }
            StoreLock lock = StoreLock.take(
                    path, System.getProperties(), ProcessHandle.current().pid());
            return identify(path, lock, log);
        } catch (IOException e) {
            throw failure("storage directory \"" + wanted + "\" is not writable", e);
        }
    }

    /** Looks again, now that nobody else can write there. */
    private static StoreDirectory identify(Path path, StoreLock lock, ServerLog log)
            throws IOException, StoreDirectoryException {
        boolean isOpen = false;
        try {
            StoreIdentity identity = StoreIdentity.read(path);
            if (identity == null) {
                Inhabitants.requireNone(path);
                identity = StoreIdentity.random();
                identity.write(path);
                syncNames(path, log);
            }
            StoreDirectory opened = new StoreDirectory(path, identity, lock, log);
            isOpen = true;
            return opened;
        } finally {
            if (!isOpen) {
                lock.close();
            }
        }
    }

    /** Returns whether it was not there. */
    private static boolean make(Path wanted) throws StoreDirectoryException {
        if (Files.isDirectory(wanted)) {
            return false;
        }
        Path file = fileAmong(wanted);
        if (file != null) {
            throw new StoreDirectoryException("storage directory is not a directory: \"" + file + "\"");
        }
        try {
            Files.createDirectories(wanted, mode(wanted));
            return true;
        } catch (IOException e) {
            throw failure("could not create storage directory \"" + wanted + "\"", e);
        }
    }

    private static @Nullable Path fileAmong(Path wanted) {
        for (Path path = wanted; path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                return Files.isDirectory(path) ? null : path;
            }
        }
        return null;
    }

    private static FileAttribute<?>[] mode(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE))}
                : new FileAttribute<?>[0];
    }

    /** The names of new directories are there for good, up to the first that a server before this one may have made. */
    private static void syncNames(Path path, ServerLog log) throws IOException {
        new FileDisk(path).syncDirectory("");
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            try {
                new FileDisk(parent).syncDirectory("");
            } catch (AccessDeniedException e) {
                log.debug("Directory is not readable, so its names are as lasting as the system makes them: " + e);
                return; // Nothing was made in a directory that is somebody else's.
            }
        }
    }

    private static StoreDirectoryException failure(String what, IOException problem) {
        return new StoreDirectoryException(what + " - " + reason(problem), problem);
    }

    private static String reason(IOException problem) {
        if (problem instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = problem instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(problem.getMessage());
        return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }

    /** Returns the files below it. */
    public Disk disk() {
        return new FileDisk(path);
    }

    /** Returns the real path. */
    public Path path() {
        return path;
    }

    /** Returns which of all stores it is: 32 hexadecimal digits, for ever the same. */
    public String storeId() {
        return identity.storeId();
    }

    /** Another server may use it from now on. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("Lock of storage directory \"" + path + "\" could not be closed: " + e);
        }
    }
}
