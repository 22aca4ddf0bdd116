package dev.gannet.launch;

import dev.gannet.process.Trees;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one container: several on a machine must not share one. It is in the temporary folder, holds nothing that
 * is needed again, and is gone when the container has ended. Where a process was killed, the next one clears away what it
 * left: whoever lives holds the lock of his folder.
 *
 * <p><b>Owner:</b> the main thread; where a signal ends the process early, that signal's thread deletes it.
 */
final class InstanceDirectory implements AutoCloseable {
    /** The container's own lines in the server's log, and few of them; see {@link ContainerLog}. */
    private static final String LOGGING = """
            handlers=%s
            .level=WARNING
            """.formatted(ContainerLog.class.getName());

    static final Duration LEFT_OVER_AGE_MIN = Duration.ofMinutes(1);

    private static final int ATTEMPTS_MAX = 20;
    private static final String PREFIX = "gannet-run-";
    private static final String LOCK = "lock";

    private final Path path;
    private final Path war;
    private final FileChannel lock;

    private InstanceDirectory(Path path, Path war, FileChannel lock) {
        this.path = path;
        this.war = war;
        this.lock = lock;
    }

    static InstanceDirectory create(Installation installation) throws IOException {
        return create(installation, Path.of(System.getProperty("java.io.tmpdir")));
    }

    static InstanceDirectory create(Installation installation, Path temporary) throws IOException {
        Path path = Files.createTempDirectory(temporary, PREFIX);
        Path home = installation.home();
        Path war = home == null ? path.resolve(Installation.WAR) : home.resolve(Installation.WAR);
        InstanceDirectory directory = new InstanceDirectory(path, war, openLock(path));
        try {
            directory.lock.lock();
            deleteLeftOver(temporary, path);
            directory.fill(home);
            return directory;
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    private static FileChannel openLock(Path directory) throws IOException {
        return FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * A folder of somebody else's stays, and so does one whose lock is held or that has none yet. Whoever has made his
     * folder just before {@code own} may not have locked it yet. The lock of that must not be looked at: a process loses its
     * lock when it closes the file anywhere.
     */
    private static void deleteLeftOver(Path temporary, Path own) throws IOException {
        Instant before = lockTime(own).minus(LEFT_OVER_AGE_MIN);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(own)) {
                    deleteIfLeftOver(folder, before);
                }
            }
        }
    }

    private static void deleteIfLeftOver(Path folder, Instant before) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            if (held != null && lockTime(folder).isBefore(before)) {
                Trees.delete(folder);
            }
        } catch (IOException | OverlappingFileLockException e) {
            System.getLogger("dev.gannet.launch").log(System.Logger.Level.DEBUG, () -> folder + " stays: " + e);
        }
    }

    private static Instant lockTime(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder.resolve(LOCK)).toInstant();
    }

    private void fill(@Nullable Path home) throws IOException {
        Files.writeString(loggingFile(), LOGGING);
        if (home == null) {
            extractWar();
            return;
        }
        // The container does not unpack its adapters for databases where it is given a folder; they are only read.
        Files.createDirectories(root().resolve("lib"));
        Files.createSymbolicLink(root().resolve("lib/install"), home.resolve(HomeBuilder.ADAPTERS));
        // It installs only such files as are not there.
        Path config = Files.createDirectories(root().resolve(ContainerDefaults.CONFIG));
        try (DirectoryStream<Path> defaults = Files.newDirectoryStream(home.resolve(ContainerDefaults.CONFIG))) {
            for (Path each : defaults) {
                Files.copy(each, config.resolve(each.getFileName()));
            }
        }
    }

    private void extractWar() throws IOException {
        try (InputStream from = ClassLoader.getSystemResourceAsStream(Installation.WAR_RESOURCE)) {
            if (from == null) {
                throw new FileNotFoundException(Installation.WAR_RESOURCE);
            }
            Files.copy(from, war);
        }
    }

    /** The container's root folder. */
    Path root() {
        return path.resolve("root");
    }

    /** The application that the container deploys. */
    Path war() {
        return war;
    }

    Path loggingFile() {
        return path.resolve("logging.properties");
    }

    /** Writes a file of commands for the container. */
    Path writeCommands(List<String> commands) throws IOException {
        return Files.write(path.resolve("commands"), commands, StandardCharsets.UTF_8);
    }

    /** What the container's libraries unpack goes here too. */
    Map<String, String> properties() throws IOException {
        Path temporary = Files.createDirectories(path.resolve("tmp"));
        return Map.of("java.io.tmpdir", temporary.toString());
    }

    /** Deletes it. A container that is not stopped yet may be writing to it meanwhile: then it is tried again. */
    @Override
    public void close() throws IOException {
        lock.close();
        for (int attempt = 1; Files.exists(path); attempt++) {
            try {
                Trees.delete(path);
            } catch (DirectoryNotEmptyException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }
}
