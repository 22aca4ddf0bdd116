package dev.gannet.launch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one container: several on a machine must not share one. It is in the temporary folder, holds nothing that
 * is needed again, and is gone when the container has ended.
 *
 * <p><b>Owner:</b> the main thread; where a signal ends the process early, that signal's thread deletes it.
 */
final class InstanceDirectory implements AutoCloseable {
    /** The container's own lines in the server's log, and few of them; see {@link ContainerLog}. */
    private static final String LOGGING = """
            handlers=%s
            .level=WARNING
            """.formatted(ContainerLog.class.getName());

    private static final int ATTEMPTS_MAX = 20;

    private final Path path;
    private final Path war;

    private InstanceDirectory(Path path, Path war) {
        this.path = path;
        this.war = war;
    }

    static InstanceDirectory create(Installation installation) throws IOException {
        Path path = Files.createTempDirectory("gannet-");
        Path home = installation.home();
        Path war = home == null ? path.resolve(Installation.WAR) : home.resolve(Installation.WAR);
        InstanceDirectory directory = new InstanceDirectory(path, war);
        try {
            directory.fill(home);
            return directory;
        } catch (IOException e) {
            directory.close();
            throw e;
        }
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
        for (int attempt = 1; Files.exists(path); attempt++) {
            try {
                delete();
            } catch (DirectoryNotEmptyException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                return FileVisitResult.CONTINUE; // Somebody was faster.
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
