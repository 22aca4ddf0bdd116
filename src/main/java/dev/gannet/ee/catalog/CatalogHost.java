package dev.gannet.ee.catalog;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.ee.Repetition;
import dev.gannet.ee.connector.Listening;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.jetstream.JetStreamView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the catalogue while there are streams, and has applications find it under {@value #NAME}. Where the container
 * brings no H2, there is none.
 */
@ApplicationScoped
class CatalogHost {
    static final String NAME = "jdbc/gannet";

    private static final String DRIVER = "org.h2.Driver";
    private static final int TURN_MILLIS = 250;

    @Inject
    ServerView view;

    @Inject
    Clock clock;

    @Inject
    ServerLog log;

    @Inject
    Repetition repetition;

    void start(@Observes Listening event) {
        if (!isDriverThere()) {
            return;
        }
        Following following = new Following();
        following
                .follow(); // Applications that are deployed next find it, whether or not the tables are filled by then.
        repetition.start("the catalogue is being written", TURN_MILLIS, following::turn, following::end);
    }

    /**
     * The catalogue of the streams that there are: a reload turns them on and off.
     *
     * <p><b>Owner:</b> one thread at a time: who starts, then who looks again and again, then who closes the server.
     */
    private final class Following {
        private @Nullable JetStreamView followed;
        private @Nullable CatalogFeed feed;

        void turn() {
            follow();
            CatalogFeed current = feed;
            if (current != null) {
                current.turn();
            }
        }

        void follow() {
            JetStreamView streams = view.jetStream();
            if (streams != followed) {
                end();
                followed = streams;
                feed = streams == null ? null : begin(streams);
            }
        }

        private @Nullable CatalogFeed begin(JetStreamView streams) {
            Path file = Path.of(streams.bounds().directory(), "h2", "catalog");
            if (file.toString().indexOf(';') >= 0) {
                log.warn("There is no catalogue in SQL: H2 takes no directory with a \";\"");
                return null;
            }
            bind(file);
            return new CatalogFeed(streams, file, clock, log);
        }

        void end() {
            CatalogFeed current = feed;
            feed = null;
            if (current != null) {
                unbind();
                current.close();
            }
        }
    }

    private boolean isDriverThere() {
        try {
            Class.forName(DRIVER);
            return true;
        } catch (ClassNotFoundException e) {
            log.debug("There is no catalogue in SQL: the container has no H2");
            return false;
        }
    }

    @SuppressWarnings("BanJNDI") // The name is ours, and nothing is looked up.
    private void bind(Path file) {
        try {
            // Not the object itself: a copy of it, as the container makes one, does nothing but fail.
            new InitialContext().rebind(NAME, CatalogDatabase.reader(file).getReference());
        } catch (NamingException e) {
            log.warn("The catalogue cannot be found under \"" + NAME + "\": " + e);
        }
    }

    @SuppressWarnings("BanJNDI") // Likewise.
    private void unbind() {
        try {
            new InitialContext().unbind(NAME);
        } catch (NamingException e) {
            log.debug("The name \"" + NAME + "\" was not there: " + e);
        }
    }
}
