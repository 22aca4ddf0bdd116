package dev.gannet.ee.catalog;

import dev.gannet.base.Clock;
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

    /** So many times what is in buckets may a file take that is larger. */
    private static final int LIVE_TIMES_MAX = 4;

    private static final int TURNS_LEFT_OUT_MAX = 240;

    /** What H2 says when somebody reads a table for long that is to go. */
    private static final int LOCK_TIMEOUT = 50200;

    private final JetStreamView view;
    private final Path file;
    private final Clock clock;
    private final ServerLog log;
    private @Nullable CatalogDatabase database;
    private @Nullable BucketFeed buckets;
    private long applied;
    private int failures;
    private int turnsToLeaveOut;

    /** {@code file} is without the suffix that the database gives it. */
    CatalogFeed(JetStreamView view, Path file, Clock clock, ServerLog log) {
        this.view = view;
        this.file = file;
        this.clock = clock;
        this.log = log;
    }

    /** Takes over what has changed, if anything has. To be called a few times a second. */
    void turn() {
        if (turnsToLeaveOut > 0) {
            turnsToLeaveOut--;
            return;
        }
        try {
            takeOver();
            failures = 0;
        } catch (SQLException e) {
            if (e.getErrorCode() != LOCK_TIMEOUT || !isUndone()) {
                failed(e);
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void takeOver() throws SQLException, IOException {
        CatalogDatabase current = database;
        BucketFeed feed = buckets;
        boolean isNew = current == null || feed == null;
        if (current == null || feed == null) {
            current = open();
            feed = new BucketFeed(view, current.buckets(), clock, log);
            buckets = feed;
        }
        boolean isWritten = false;
        if (isNew || view.changes() != applied) {
            Catalog catalog = Catalog.of(view);
            if (catalog == null) {
                return; // What is not known stays as it is, until the next time.
            }
            current.apply(catalog);
            if (feed.isPlanned()) {
                applied = catalog.changes();
            }
            isWritten = true;
        }
        if (feed.turn() || isWritten) {
            startOverIfLarge(feed);
        }
    }

    /** Somebody's reading must not cost the tables; it is tried again the next time. */
    private boolean isUndone() {
        CatalogDatabase current = database;
        try {
            if (current != null) {
                current.rollback();
                return true;
            }
        } catch (SQLException e) {
            log.debug("The catalogue cannot be undone: " + e);
        }
        return false;
    }

    /**
     * Makes the tables anew: the database looks at a page of its file only when it is read, so that what became of the
     * file while no server ran would be seen by an application first.
     */
    private CatalogDatabase open() throws SQLException, IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(withSuffix(SUFFIX));
        CatalogDatabase opened = CatalogDatabase.open(file);
        if (opened.isUsed()) { // An application was there first, and has the old file open.
            opened.close();
            Files.deleteIfExists(withSuffix(SUFFIX));
            opened = CatalogDatabase.open(file);
        }
        database = opened;
        applied = -1;
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

    private void startOverIfLarge(BucketFeed feed) throws IOException {
        long bytes = Files.size(withSuffix(SUFFIX));
        if (bytes > FILE_BYTES_MAX && bytes > FILE_BYTES_MAX + LIVE_TIMES_MAX * feed.bytes()) {
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
        BucketFeed feed = buckets;
        buckets = null;
        if (feed != null) {
            feed.close();
        }
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
