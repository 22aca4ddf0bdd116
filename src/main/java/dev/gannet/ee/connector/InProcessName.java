package dev.gannet.ee.connector;

import dev.gannet.base.ServerLog;
import dev.gannet.engine.GannetServer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NameAlreadyBoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import org.jspecify.annotations.Nullable;

/**
 * Applications in the same container find the server under {@value #NAME} and need no socket to it. Where several servers
 * are deployed, the first one has the name.
 *
 * <p>The name is there as soon as the application is loaded, before the server listens: of applications that are deployed
 * together all are loaded, and those with message-driven beans look for a server, before the first of them starts.
 */
public class InProcessName implements Extension {
    static final String NAME = "java:global/gannet/in-process";

    private final Door door = new Door();
    private boolean bound;
    private boolean isTaken;

    /** What has the name. */
    private static final class Door implements Function<Consumer<ByteBuffer>, WritableByteChannel> {
        private final AtomicReference<@Nullable GannetServer> open = new AtomicReference<>();

        @Override
        public WritableByteChannel apply(Consumer<ByteBuffer> receiver) {
            GannetServer server = open.get();
            if (server == null) {
                throw new IllegalStateException("in-process connection: the server has not started yet");
            }
            return server.inProcess().apply(receiver);
        }
    }

    @SuppressWarnings("BanJNDI") // The name is a constant.
    void bind(@Observes AfterDeploymentValidation event) throws NamingException {
        try {
            new InitialContext().bind(NAME, door);
            bound = true;
        } catch (NameAlreadyBoundException e) {
            isTaken = true;
        } catch (NoInitialContextException e) {
            bound = false; // Nothing has names here: there is no container.
        }
    }

    /** From now on connections are made to {@code server}, which listens. */
    void open(GannetServer server, ServerLog log) {
        door.open.set(server);
        if (isTaken) {
            log.notice("Another server has the name " + NAME + ": applications reach this one over TCP");
        }
    }

    /** No more connections are made. */
    void close() {
        door.open.set(null);
    }

    /** Takes the name away; a second call does nothing. */
    @SuppressWarnings("BanJNDI")
    void unbind(@Observes BeforeShutdown event) throws NamingException {
        if (bound) {
            bound = false;
            new InitialContext().unbind(NAME);
        }
    }
}
