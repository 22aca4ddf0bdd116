package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gannet.api.Message;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.MessagingException;
import dev.gannet.api.SubjectListener;
import dev.gannet.ra.ConnectionSettings;
import dev.gannet.ra.GannetResourceAdapter;
import dev.gannet.ra.SubjectActivation;
import dev.gannet.testing.ServerUnderTest;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The adapter for applications, in a container that has a pool and beans and nothing else. */
class ResourceAdapterIT {
    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    @Test
    void shouldLendConnectionsOfAPool() throws Exception {
        // given
        Pool pool = new Pool();
        MessagingConnectionFactory factory =
                (MessagingConnectionFactory) settings().createConnectionFactory(pool);

        // when one connection is used, given back, and another one taken
        try (MessagingConnection connection = factory.getConnection()) {
            connection.subscribe("ra.echo", request -> request.respond(request.payload()));
            assertThat(connection
                            .request("ra.echo", "one", Duration.ofSeconds(20))
                            .text())
                    .isEqualTo("one");
        }
        try (MessagingConnection connection = factory.getConnection()) {
            // then it is the same one, of which nothing is left
            assertThat(pool.made.get()).isEqualTo(1);
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> connection.request("ra.echo", "two", Duration.ofSeconds(20)))
                    .withMessageContaining("No Responders");
        }
        pool.destroy();
    }

    @Test
    void shouldNotServeAClosedHandle() throws Exception {
        // given
        Pool pool = new Pool();
        MessagingConnection closed =
                ((MessagingConnectionFactory) settings().createConnectionFactory(pool)).getConnection();

        // when
        closed.close();
        closed.close();

        // then
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> closed.publish("ra.closed", "x"))
                .withMessage("the connection is closed");
        assertThat(pool.free).hasSize(1);
        pool.destroy();
    }

    @Test
    void shouldSayWhyThereIsNoConnection() throws Exception {
        // given
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl("nats://me:secret@127.0.0.1:1");

        // then
        MessagingConnectionFactory factory = (MessagingConnectionFactory) settings.createConnectionFactory(new Pool());
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(factory::getConnection)
                .withMessageContaining("cannot connect to")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void shouldTellBeansOfMessages() throws Exception {
        // given a bean that fails with some messages
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Beans beans = new Beans(message -> {
            seen.add(message.text());
            if (message.text().equals("bad")) {
                throw new IllegalStateException("a bean's own failure");
            }
        });
        GannetResourceAdapter adapter = new GannetResourceAdapter();
        SubjectActivation activation = activation("ra.beans.*");
        adapter.endpointActivation(beans, activation);

        // when
        try (MessagingConnection connection = connection()) {
            connection.publish("ra.beans.a", "good");
            connection.publish("ra.beans.b", "bad");
            connection.publish("ra.beans.c", "better");

            // then it is told of all, each time with the container around it
            eventually(() -> assertThat(seen).containsExactly("good", "bad", "better"));
            eventually(() -> assertThat(beans.open.get()).isZero());
            assertThat(beans.before.get()).isEqualTo(3);

            // and of nothing when it is deactivated
            adapter.endpointDeactivation(beans, activation);
            connection.publish("ra.beans.d", "late");
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> connection.request("ra.beans.e", "late", Duration.ofSeconds(20)))
                    .withMessageContaining("No Responders");
        }
        assertThat(seen).doesNotContain("late");
        adapter.stop();
    }

    @Test
    void shouldRefuseABeanWithoutASubject() {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> new GannetResourceAdapter()
                        .endpointActivation(new Beans(message -> {}), new SubjectActivation()))
                .withMessageContaining("subject");
    }

    private static ConnectionSettings settings() {
        ConnectionSettings settings = new ConnectionSettings();
        settings.setUrl(server.url());
        return settings;
    }

    private static SubjectActivation activation(String subject) {
        SubjectActivation activation = new SubjectActivation();
        activation.setUrl(server.url());
        activation.setSubject(subject);
        return activation;
    }

    private static MessagingConnection connection() throws ResourceException {
        return ((MessagingConnectionFactory) settings().createConnectionFactory(new Pool())).getConnection();
    }

    /** A pool that keeps every connection. */
    private static final class Pool implements ConnectionManager, ConnectionEventListener {
        private static final long serialVersionUID = 1L;

        final transient Set<ManagedConnection> free = new HashSet<>();
        final AtomicInteger made = new AtomicInteger();

        @Override
        public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
                throws ResourceException {
            ManagedConnection connection = factory.matchManagedConnections(free, null, info);
            if (connection == null) {
                connection = factory.createManagedConnection(null, info);
                connection.addConnectionEventListener(this);
                made.incrementAndGet();
            }
            free.remove(connection);
            return connection.getConnection(null, info);
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            ManagedConnection connection = (ManagedConnection) event.getSource();
            try {
                connection.cleanup();
            } catch (ResourceException e) {
                throw new AssertionError(e);
            }
            free.add(connection);
        }

        void destroy() throws ResourceException {
            for (ManagedConnection connection : free) {
                connection.destroy();
            }
        }

        @Override
        public void localTransactionStarted(ConnectionEvent event) {
            throw new AssertionError(event);
        }

        @Override
        public void localTransactionCommitted(ConnectionEvent event) {
            throw new AssertionError(event);
        }

        @Override
        public void localTransactionRolledback(ConnectionEvent event) {
            throw new AssertionError(event);
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            throw new AssertionError(event);
        }
    }

    /** A container of one bean. */
    private static final class Beans implements MessageEndpointFactory {
        final AtomicInteger before = new AtomicInteger();
        final AtomicInteger open = new AtomicInteger();
        private final SubjectListener bean;

        Beans(SubjectListener bean) {
            this.bean = bean;
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource) {
            open.incrementAndGet();
            return new Endpoint();
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource resource, long timeoutMillis) {
            return createEndpoint(resource);
        }

        @Override
        public boolean isDeliveryTransacted(Method method) {
            return false;
        }

        @Override
        public String getActivationName() {
            return "beans";
        }

        @Override
        public Class<?> getEndpointClass() {
            return SubjectListener.class;
        }

        /** One delivery. */
        private final class Endpoint implements MessageEndpoint, SubjectListener {
            @Override
            public void beforeDelivery(Method method) {
                before.incrementAndGet();
            }

            @Override
            public void onMessage(Message message) {
                bean.onMessage(message);
            }

            @Override
            public void afterDelivery() {
                assertThat(before.get()).isPositive();
            }

            @Override
            public void release() {
                open.decrementAndGet();
            }
        }
    }
}
