package dev.gannet.process;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A small file that others read while it is written: they see all of it or what was there before. Pure functions. */
final class WholeFile {
    private WholeFile() {}

    static void write(Path path, String text) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.writeString(path, text); // A link or a device: a rename would put a file in its place.
            return;
        }
        Path absolute = path.toAbsolutePath();
        Path fresh = absolute.resolveSibling("." + absolute.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
        } catch (IOException e) {
            Files.writeString(path, text); // The directory may not be ours, while the file is.
            return;
        }
        try {
            Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, absolute, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
