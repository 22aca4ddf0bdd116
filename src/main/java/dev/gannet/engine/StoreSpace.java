package dev.gannet.engine;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether there is room where streams are kept: what nobody has written yet cannot have failed yet. Any thread. */
final class StoreSpace {
    /** With less there is not even room for a file of the journal to begin. */
    private static final long FREE_BYTES_MIN = 64 << 10;

    private StoreSpace() {}

    /** Returns why nothing can be written to a directory now, or null. */
    static @Nullable String problem(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            if (store.isReadOnly()) {
                return directory + " is read-only";
            }
            return problem(directory, store.getUsableSpace());
        } catch (IOException e) {
            return directory + " cannot be looked at: " + e;
        }
    }

    static @Nullable String problem(Path directory, long freeBytes) {
        return freeBytes < FREE_BYTES_MIN ? directory + " is full: " + freeBytes + " bytes are free" : null;
    }
}
