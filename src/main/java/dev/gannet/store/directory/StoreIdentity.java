package dev.gannet.store.directory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whose a directory is, in its file {@code gannet.json}: that it is a server's of ours, by which format, and which of
 * all of them, however often it was moved.
 *
 * @param format by which rules its files are written
 * @param storeId random, 32 hexadecimal digits
 */
record StoreIdentity(int format, String storeId) {
    static final String FILE = "gannet.json";
    static final String NEW_FILE = "gannet.json.new";
    static final int FORMAT = 1;

    private static final int ID_BYTES = 16;
    private static final int FILE_BYTES_MAX = 4096;
    private static final Pattern FORMAT_FIELD = Pattern.compile("\"format\":\\s*(\\d{1,9})\\b");
    private static final Pattern ID_FIELD = Pattern.compile("\"store_id\":\\s*\"([0-9a-f]{32})\"");

    static StoreIdentity random() {
        return new StoreIdentity(FORMAT, HexFormat.of().formatHex(Secrets.random(ID_BYTES)));
    }

    /** Returns null if there is none. */
    static @Nullable StoreIdentity read(Path directory) throws IOException, StoreDirectoryException {
        Path file = directory.resolve(FILE);
        String text;
        try (InputStream stream = Files.newInputStream(file)) {
            text = new String(stream.readNBytes(FILE_BYTES_MAX), UTF_8);
        } catch (NoSuchFileException e) {
            return null;
        }
        Matcher format = FORMAT_FIELD.matcher(text);
        if (!format.find()) {
            throw damaged(file);
        }
        int number = Integer.parseInt(format.group(1));
        if (number != FORMAT) {
            throw new StoreDirectoryException("\"" + file + "\" says format " + number + ", this server reads format "
                    + FORMAT + ": the directory needs the version that wrote it, or a newer one; nothing was changed");
        }
        Matcher id = ID_FIELD.matcher(text);
        if (!id.find()) {
            throw damaged(file);
        }
        return new StoreIdentity(number, id.group(1));
    }

    private static StoreDirectoryException damaged(Path file) {
        return new StoreDirectoryException("\"" + file + "\" is damaged: it does not say whose the directory is."
                + " Put it back from a backup of the directory; nothing was changed");
    }

    /** Returns when it is there for good. */
    void write(Path directory) throws IOException {
        Path written = directory.resolve(NEW_FILE);
        String text = "{\"server\": \"Gannet\", \"format\": " + format + ", \"store_id\": \"" + storeId + "\"}\n";
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
