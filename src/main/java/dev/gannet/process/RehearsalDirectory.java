package dev.gannet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary directory with the settings of a server that {@link RehearsalClient#talk} is for, and with its streams. */
public final class RehearsalDirectory implements AutoCloseable {
    private final Path path;

    private RehearsalDirectory(Path path) {
        this.path = path;
    }

    /** Makes it. */
    public static RehearsalDirectory create() throws IOException {
        Path path = Files.createTempDirectory("gannet-rehearsal");
        RehearsalDirectory directory = new RehearsalDirectory(path);
        Files.writeString(directory.config(), RehearsalClient.config(path.resolve("jetstream")));
        return directory;
    }

    /** Returns the file with the settings. */
    public Path config() {
        return path.resolve("rehearsal.conf");
    }

    /** Deletes it; the server must have ended. */
    @Override
    public void close() throws IOException {
        Trees.delete(path);
    }
}
