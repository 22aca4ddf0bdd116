package dev.gannet.jetstream.live;

import dev.gannet.store.disk.Disk;
import dev.gannet.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where it is kept what a shard is beside its messages and its log: the same in two files, so that damage to one costs
 * nothing. docs/storage-format.md shows the bytes.
 *
 * <p><b>Owner:</b> one thread at a time.
 */
final class ManifestFiles {
    private static final long MAGIC = 0x464E4D544E4E4747L; // "GGNNTMNF"
    private static final int VERSION = 2;
    private static final int HEAD_BYTES = 48;
    private static final int HEAD_CRC = 44;
    private static final List<String> COPIES = List.of("manifest.a", "manifest.b");
    private static final String NEW = ".new";

    private final Disk disk;
    private final String directory;

    ManifestFiles(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /**
     * What is kept.
     *
     * @param generation grows with each that is written
     * @param index of the last entry of the log that is in it
     */
    record Manifest(long generation, long index, ByteBuffer body) {}

    /** What was read: the newest that is whole, and what is wrong with the others. */
    record Found(@Nullable Manifest manifest, List<String> damaged) {}

    /** Replaces what is kept; it lasts when this returns. */
    void write(Manifest manifest) throws IOException {
        disk.createDirectory(directory);
        for (String copy : COPIES) {
            String path = directory + "/" + copy;
            disk.delete(path + NEW);
            DiskFile file = disk.create(path + NEW);
            try {
                file.write(head(manifest), 0);
                file.write(manifest.body().duplicate(), HEAD_BYTES);
                file.sync();
            } finally {
                file.close();
            }
            disk.rename(path + NEW, path);
            disk.syncDirectory(directory);
        }
    }

    private static ByteBuffer head(Manifest manifest) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(MAGIC)
                .putInt(VERSION)
                .putInt(checksum(manifest.body()))
                .putLong(manifest.generation())
                .putLong(manifest.index())
                .putLong(manifest.body().remaining())
                .putInt(0);
        return head.putInt(checksum(head.duplicate().flip())).flip();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    /**
     * Reads what is kept.
     *
     * @throws IOException if the disk fails, or a file is of a version that is not known
     */
    Found read() throws IOException {
        List<String> names = disk.list(directory);
        List<String> damaged = new ArrayList<>();
        Manifest newest = null;
        for (String copy : COPIES) {
            if (names.contains(copy)) {
                Manifest manifest = read(directory + "/" + copy);
                if (manifest == null) {
                    damaged.add(directory + "/" + copy);
                } else if (newest == null || manifest.generation() > newest.generation()) {
                    newest = manifest;
                }
            }
        }
        return new Found(newest, damaged);
    }

    private @Nullable Manifest read(String path) throws IOException {
        DiskFile file = disk.open(path);
        try {
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (file.read(head, 0) < HEAD_BYTES
                    || head.getInt(HEAD_CRC)
                            != checksum(head.duplicate().position(0).limit(HEAD_CRC))
                    || head.getLong(0) != MAGIC) {
                return null;
            }
            if (head.getInt(8) != VERSION) {
                throw new IOException(path + ": format version " + head.getInt(8) + " (expected: " + VERSION + ")");
            }
            long length = head.getLong(32);
            if (length < 0 || length > file.size() - HEAD_BYTES) {
                return null;
            }
            ByteBuffer body = ByteBuffer.allocate((int) length);
            file.read(body, HEAD_BYTES);
            boolean isWhole = !body.hasRemaining() && checksum(body.flip()) == head.getInt(12);
            return isWhole ? new Manifest(head.getLong(16), head.getLong(24), body) : null;
        } finally {
            file.close();
        }
    }
}
