package dev.gannet.process;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that says which process the server is. It stays when the server ends, as the reference's does. */
public final class PidFile {
    private PidFile() {}

    /** Writes nothing if {@code file} is null. */
    public static void write(@Nullable Path file, OwnProcess process) throws StartFailure {
        if (file == null) {
            return;
        }
        try {
            WholeFile.write(file, Long.toString(process.pid()));
        } catch (IOException e) {
            throw new StartFailure("Could not write pidfile: " + FileProblem.text("open", file.toString(), e), e);
        }
    }
}
