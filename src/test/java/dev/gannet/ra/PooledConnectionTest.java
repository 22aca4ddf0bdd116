package dev.gannet.ra;

import static dev.gannet.testing.Eventually.eventually;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.GannetExtension;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.security.PasswordCredential;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PooledConnectionTest {
    @RegisterExtension
    static final GannetExtension server = new GannetExtension();

    @Test
    void shouldTellThePoolOfAConnectionThatNeverComesBack() throws Exception {
        // given
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl(server.url());
        PooledConnection connection = (PooledConnection) settings.createManagedConnection(null, null);
        Events events = new Events();
        connection.addConnectionEventListener(events);
        assertThat(settings.getInvalidConnections(Set.of(connection))).isEmpty();

        // when somebody else closes it
        connection.messaging().connection().close();

        // then
        ConnectionEvent event = events.all.poll(20, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getId()).isEqualTo(ConnectionEvent.CONNECTION_ERROR_OCCURRED);
        assertThat(event.getSource()).isSameAs(connection);
        assertThat(settings.getInvalidConnections(Set.of(connection)))
                .satisfies(invalid -> assertThat(invalid.contains(connection)).isTrue());
        connection.destroy();
    }

    @Test
    void shouldRatherLendAConnectionThatIsThere() throws Exception {
        // given
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl(server.url());
        PooledConnection gone = (PooledConnection) settings.createManagedConnection(null, null);
        PooledConnection there = (PooledConnection) settings.createManagedConnection(null, null);
        gone.messaging().connection().close();

        // then
        assertThat(settings.matchManagedConnections(Set.of(gone, there), null, null))
                .isSameAs(there);

        // and where there is no other, it is made anew
        ManagedConnection only = settings.matchManagedConnections(Set.of(gone), null, null);
        assertThat(only).isSameAs(gone);
        assertThat(gone.getConnection(null, null)).isInstanceOf(BorrowedConnection.class);
        assertThat(gone.isConnected()).isTrue();
        gone.destroy();
        there.destroy();
    }

    @Test
    void shouldLendConnectionsOfWhoWasSignedOn() throws Exception {
        // given a pool with a connection of each of two users
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl(server.url());
        settings.setUser("anna");
        settings.setPassword("a");
        ManagedConnection annas = settings.createManagedConnection(null, null);
        Subject ben = signedOn(settings, "ben");
        ManagedConnection bens = settings.createManagedConnection(ben, null);
        Set<ManagedConnection> all = Set.of(annas, bens);

        // then
        assertThat(annas.getMetaData().getUserName()).isEqualTo("anna");
        assertThat(bens.getMetaData().getUserName()).isEqualTo("ben");
        assertThat(settings.matchManagedConnections(all, null, null)).isSameAs(annas);
        assertThat(settings.matchManagedConnections(all, ben, null)).isSameAs(bens);
        assertThat(settings.matchManagedConnections(all, signedOn(settings, "carl"), null))
                .isNull();

        // and who is signed on elsewhere is nobody here
        ConnectionSettings other = new ConnectionSettings();
        assertThat(settings.matchManagedConnections(all, signedOn(other, "ben"), null))
                .isSameAs(annas);
        annas.destroy();
        bens.destroy();
    }

    private static Subject signedOn(ConnectionSettings settings, String user) {
        PasswordCredential credential = new PasswordCredential(user, "p".toCharArray());
        credential.setManagedConnectionFactory(settings);
        return new Subject(false, Set.of(), Set.of(), Set.of(credential));
    }

    @Test
    void shouldKeepNothingOfAnApplicationWhoseThreadMadeAConnection() throws Exception {
        // given a connection that was made, and used first, on a thread of an application
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl(server.url());
        AtomicReference<@Nullable ManagedConnection> made = new AtomicReference<>();
        WeakReference<ClassLoader> application = inAnApplication(() -> {
            ManagedConnection connection = settings.createManagedConnection(null, null);
            BorrowedConnection handle = (BorrowedConnection) connection.getConnection(null, null);
            assertThat(handle.subscribe("ra.echo", null, message -> message.respond("echo")))
                    .isNotNull();
            handle.request("ra.echo", Map.of(), new byte[0], Duration.ofSeconds(20));
            handle.close();
            made.set(connection);
            return null;
        });

        // when the application goes, and the connection stays
        assertThat(((PooledConnection) requireNonNull(made.get())).isConnected())
                .isTrue();

        // then
        eventually(() -> {
            System.gc();
            assertThat(application.get()).isNull();
        });
        requireNonNull(made.get()).destroy();
    }

    /** Runs a task on a thread whose context class loader is one of its own. */
    private static WeakReference<ClassLoader> inAnApplication(Callable<@Nullable Void> task) throws Exception {
        ClassLoader loader = new URLClassLoader(new URL[0], PooledConnectionTest.class.getClassLoader());
        FutureTask<@Nullable Void> work = new FutureTask<>(task);
        Thread thread = new Thread(work);
        thread.setContextClassLoader(loader);
        thread.start();
        work.get(20, TimeUnit.SECONDS);
        thread.join();
        return new WeakReference<>(loader);
    }

    /** What a pool is told. */
    private static final class Events implements ConnectionEventListener {
        final BlockingQueue<ConnectionEvent> all = new LinkedBlockingQueue<>();

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            all.add(event);
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            all.add(event);
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            all.add(event);
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            all.add(event);
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            all.add(event);
        }
    }
}
