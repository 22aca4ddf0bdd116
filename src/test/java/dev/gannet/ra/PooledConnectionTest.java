package dev.gannet.ra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.GannetExtension;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ManagedConnection;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
