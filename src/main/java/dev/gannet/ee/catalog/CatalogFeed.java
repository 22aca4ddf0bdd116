package dev.gannet.ee.catalog;

import dev.gannet.base.FriendlyBytes;
import dev.gannet.base.ServerLog;
import dev.gannet.monitor.jetstream.JetStreamView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tables as the engine's streams are. Whatever goes wrong with them, the file is set aside and the tables are
 * made again; the streams know nothing of it.
 *
 * <p><b>Owner:</b> one thread at a time.
 */
final class CatalogFeed {
    private static final String SUFFIX = ".mv.db";
    private static final String SET_ASIDE = ".damaged";
    /** The database never gives back what changes have left behind: a file of this size is made anew. */
    private static final long FILE_BYTES_MAX = 256L << 20;

    private static final int TURNS_LEFT_OUT_MAX = 60;

    private final JetStreamView view;
    private final Path file;
    private final ServerLog log;
    private @Nullable CatalogDatabase database;
    private long applied;
    private int failures;
    private int turnsToLeaveOut;

    /** {@code file} is without the suffix that the database gives it. */
    CatalogFeed(JetStreamView view, Path file, ServerLog log) {
        this.view = view;
        this.file = file;
        this.log = log;
    }

    /** Takes over what has changed, if anything has. To be called once a second. */
    void turn() {
        if (turnsToLeaveOut > 0) {
            turnsToLeaveOut--;
            return;
        }
        try {
            CatalogDatabase current = database;
            if (current == null) {
                current = open();
            } else if (view.changes() == applied) {
                return;
            }
            Catalog catalog = Catalog.of(view);
            current.apply(catalog);
            applied = catalog.changes();
            failures = 0;
            startOverIfLarge();
        } catch (SQLException | IOException | RuntimeException e) {
            failed(e);
        }
    }

    private CatalogDatabase open() throws SQLException, IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        CatalogDatabase opened = CatalogDatabase.open(file);
        database = opened;
        return opened;
    }

    /** The longer it goes wrong, the more rarely it is tried. */
    private void failed(Exception problem) {
        turnsToLeaveOut = Math.min(failures * failures, TURNS_LEFT_OUT_MAX);
        failures++;
        log.warn("The catalogue \"" + file + SUFFIX + "\" is set aside and made again: " + problem);
        close();
        try {
            Files.move(withSuffix(SUFFIX), withSuffix(SUFFIX + SET_ASIDE), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.debug("The catalogue cannot be set aside: " + e); // Perhaps there was no file yet.
        }
    }

    private void startOverIfLarge() throws IOException {
        long bytes = Files.size(withSuffix(SUFFIX));
        if (bytes > FILE_BYTES_MAX) {
            log.notice("The catalogue has " + FriendlyBytes.of(bytes) + " and is made again");
            close();
            Files.delete(withSuffix(SUFFIX));
        }
    }

    private Path withSuffix(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Closes the tables; another turn would open them again. */
    void close() {
        CatalogDatabase current = database;
        database = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                log.debug("The catalogue cannot be closed: " + e); // What is lost of it is made again.
            }
        }
    }
}
