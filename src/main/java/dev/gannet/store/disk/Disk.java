package dev.gannet.store.disk;

import java.io.IOException;
import java.util.List;

/**
 * The directory that a server keeps its data in. Paths are relative to it, with {@code /} between their parts.
 *
 * <p>What is promised is what power cuts leave: bytes are there once {@link DiskFile#sync} has returned, and a name is
 * there, changed or gone once {@link #syncDirectory} of its directory has. Until then any part of it may be.
 *
 * <p>Any thread that is never interrupted: an interrupt closes the file that is in use.
 */
public interface Disk {
    /** Makes a new, empty file; fails if there is one. */
    DiskFile create(String path) throws IOException;

    /** Opens a file for reading and writing; fails if there is none. */
    DiskFile open(String path) throws IOException;

    /** Opens a file to write blocks to it; fails if there is none. */
    default BlockFile openBlocks(String path) throws IOException {
        return BlockFile.over(open(path));
    }

    /** Returns the names in a directory, sorted; none if the directory does not exist. */
    List<String> list(String directory) throws IOException;

    /** Makes a directory, and those above it; does nothing if it is there. */
    void createDirectory(String path) throws IOException;

    /** Gives a file another name in the same directory, in place of a file that has it. */
    void rename(String from, String to) throws IOException;

    /** Takes a file away; does nothing if there is none. */
    void delete(String path) throws IOException;

    /** Returns when the names in a directory are as they are for good. */
    void syncDirectory(String directory) throws IOException;
}
