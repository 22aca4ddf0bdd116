package dev.gannet.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether others than the server may read a file with a secret. What cannot be looked at is no reason to complain:
 * whoever reads the file says what is wrong with it. Nor is what Kubernetes mounts, which has a mode for all readers in a
 * container of our own.
 */
public final class FileExposure {
    /** Kubernetes keeps what it mounts in a folder of this name, and links to it. */
    private static final String KUBERNETES = "..data";

    private FileExposure() {}

    /**
     * Returns a line for the log, or null if nobody else may read the file or there are no such modes.
     *
     * @param what what the file is, such as {@code key_file}
     * @param user the name of the user that the server runs as
     */
    public static @Nullable String warning(String what, Path file, String user) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && Files.exists(folder.resolve(KUBERNETES), LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            Set<PosixFilePermission> permissions = attributes.permissions();
            String who = readers(permissions, attributes.owner().getName().equals(user));
            return who == null
                    ? null
                    : what + " " + Quoted.of(file.toString()) + " can be read by " + who + ", its mode is "
                            + PosixFilePermissions.toString(permissions);
        } catch (IOException | UnsupportedOperationException e) {
            return null; // Not there, or a system without modes.
        }
    }

    /** The group of somebody else's file may be there for the server alone, as with fsGroup; that of its own is not needed. */
    private static @Nullable String readers(Set<PosixFilePermission> permissions, boolean isOwn) {
        if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
            return "everybody";
        }
        return isOwn && permissions.contains(PosixFilePermission.GROUP_READ) ? "its group" : null;
    }
}
