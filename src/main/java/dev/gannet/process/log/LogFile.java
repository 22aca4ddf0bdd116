package dev.gannet.process.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A log file that is appended to, and its older parts beside it.
 *
 * <p><b>Owner:</b> its destination. It writes through a stream, not a channel, since an interrupt of the
 * logging thread would close a channel.
 */
final class LogFile extends OutputStream {
    private static final String PERMISSIONS = "rw-r-----";
    private static final Pattern BACKUP_SUFFIX = Pattern.compile("\\.\\d{4}(\\.\\d\\d){5}(\\.\\d{1,9})?");

    private final Path path;
    private OutputStream stream;
    private long length;

    LogFile(Path path) throws IOException {
        this.path = path;
        this.stream = open();
    }

    Path path() {
        return path;
    }

    /** Returns how long the file is, in bytes, if nobody else writes to it. */
    long length() {
        return length;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        stream.write(bytes, offset, count);
        length += count;
    }

    @Override
    public void write(int b) throws IOException {
        stream.write(b);
        length++;
    }

    /** Goes on in the file that has the name now, which is a new one when somebody moved the old one away. */
    void reopen() throws IOException {
        OutputStream old = stream;
        stream = open();
        old.close();
    }

    /** Sets the file aside as {@code backup} and goes on in a new one. Without the rename, goes on in the old one. */
    void rotate(Path backup) throws IOException {
        stream.close();
        try {
            Files.move(path, backup);
        } finally {
            stream = open();
        }
    }

    /** Returns the names of the files that {@link #rotate} set aside, oldest first. */
    List<Path> backups() throws IOException {
        String name = name();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(directory())) {
            for (Path sibling : siblings) {
                String other = String.valueOf(sibling.getFileName());
                if (other.startsWith(name)
                        && BACKUP_SUFFIX.matcher(other.substring(name.length())).matches()) {
                    found.add(sibling);
                }
            }
        }
        found.sort(null);
        return found;
    }

    Path directory() {
        Path parent = path.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private String name() {
        return String.valueOf(path.getFileName());
    }

    private OutputStream open() throws IOException {
        createUnlessThere();
        OutputStream opened = new FileOutputStream(path.toFile(), true);
        length = Files.size(path);
        return opened;
    }

    private void createUnlessThere() throws IOException {
        try {
            if (!Files.exists(path)
                    && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PERMISSIONS)));
            }
        } catch (FileAlreadyExistsException alreadyThere) {
            assert Files.exists(path) : alreadyThere; // Somebody else was faster; then it is theirs to protect.
        }
    }
}
