package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gannet.acceptance.ConnectorContainer.Beans;
import dev.gannet.acceptance.ConnectorContainer.Pool;
import dev.gannet.api.Message;
import dev.gannet.api.Messaging;
import dev.gannet.api.MessagingConnection;
import dev.gannet.api.MessagingConnectionFactory;
import dev.gannet.api.MessagingException;
import dev.gannet.api.SubjectAddress;
import dev.gannet.client.JnatsMessaging;
import dev.gannet.ra.AddressedSubject;
import dev.gannet.ra.ConnectionSettings;
import dev.gannet.ra.GannetResourceAdapter;
import dev.gannet.ra.SubjectActivation;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Options;
import jakarta.resource.spi.InvalidPropertyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The adapter for applications, in a container that has a pool and beans and nothing else. */
class ResourceAdapterIT {
    @RegisterExtension
    static final ServerUnderTest server = ServerUnderTest.withDefaults();

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ConnectorContainer container = new ConnectorContainer();
    private final GannetResourceAdapter adapter = new GannetResourceAdapter();

    @BeforeEach
    void start() {
        adapter.start(container);
    }

    @AfterEach
    void stop() {
        adapter.stop();
        container.close();
    }

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
    void shouldDeliverWhatHasArrivedWhenASubscriptionIsDrained() throws Exception {
        // given a listener that is busy with the first of three messages
        Pool pool = new Pool();
        MessagingConnectionFactory factory =
                (MessagingConnectionFactory) settings().createConnectionFactory(pool);
        BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
        CountDownLatch goOn = new CountDownLatch(1);
        try (MessagingConnection connection = factory.getConnection();
                JnatsMessaging other = JnatsMessaging.connect(new Options.Builder().server(server.url()))) {
            Messaging.Subscription subscription = connection.subscribe("ra.drained", message -> {
                delivered.add(message.text());
                await(goOn);
            });
            for (String text : List.of("one", "two", "three")) {
                other.publish("ra.drained", text);
            }
            other.connection().flush(Duration.ofSeconds(20));
            assertThat(delivered.poll(20, TimeUnit.SECONDS)).isEqualTo("one");

            // when
            CompletableFuture<Boolean> drained =
                    subscription.drain(Duration.ofSeconds(20)).toCompletableFuture();
            goOn.countDown();

            // then
            assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(delivered).containsExactly("two", "three");
        }
        pool.destroy();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        Beans beans = container.bean(message -> {
            if (message.reply() != null) {
                message.respond("ready");
                return;
            }
            seen.add(message.text());
            if (message.text().equals("bad")) {
                throw new IllegalStateException("a bean's own failure");
            }
        });
        SubjectActivation activation = activation("ra.beans.*");
        adapter.endpointActivation(beans, activation);

        // when
        try (MessagingConnection connection = connection()) {
            awaitListener(connection, "ra.beans.ready");
            connection.publish("ra.beans.a", "good");
            connection.publish("ra.beans.b", "bad");
            connection.publish("ra.beans.c", "better");

            // then it is told of all, each time with the container around it
            eventually(() -> assertThat(seen).containsExactly("good", "bad", "better"));
            eventually(() -> assertThat(beans.open.get()).isZero());

            // and of nothing when it is deactivated
            adapter.endpointDeactivation(beans, activation);
            connection.publish("ra.beans.d", "late");
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> connection.request("ra.beans.e", "late", Duration.ofSeconds(20)))
                    .withMessageContaining("No Responders");
        }
        assertThat(seen).doesNotContain("late");
        assertThat(threads()).isEmpty();
    }

    @Test
    void shouldRefuseABeanWithoutASubject() {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> adapter.endpointActivation(container.bean(message -> {}), new SubjectActivation()))
                .withMessage("bean dev.gannet.acceptance.ConnectorContainer$Beans: activation property subject: missing"
                        + " (expected: a subject, such as orders.new or orders.*)");
    }

    @Test
    void shouldSayWhatIsWrongWithAnActivation() {
        assertThat(mistake(activation -> activation.setSubject("a..b"))).contains("property subject: a..b (expected:");
        assertThat(mistake(activation -> activation.setSubject("a.>.b")))
                .contains("property subject: a.>.b (expected:");
        assertThat(mistake(activation -> activation.setQueue("a b"))).contains("property queue: a b (expected:");
        assertThat(mistake(activation -> activation.setConcurrency(0)))
                .contains("property concurrency: 0 (expected: 1 to 1000)");
        assertThat(mistake(activation -> activation.setUrl(" "))).contains("property url: missing (expected:");
        assertThat(mistake(activation -> activation.setUrl("nats://me:secret@not a host")))
                .contains("property url: nats://***@not a host (expected: such as nats://localhost:4222")
                .doesNotContain("secret");
        assertThat(mistake(activation -> activation.setUrl("nats://localhost, in-process")))
                .contains("property url: nats://localhost, in-process (expected: in-process alone)");
        assertThat(mistake(activation -> activation.setCredentials("no/such.creds")))
                .contains("property credentials: no/such.creds (expected: a file that can be read)");
        assertThat(mistake(activation -> activation.setTrustStore("no/such.jks")))
                .contains("property trustStore: no/such.jks (expected: a key store that can be read, but: ");
        assertThat(mistake(activation -> activation.setKeyStore("pom.xml")))
                .contains("property keyStore: pom.xml (expected: a key store that can be read, but: ");
        assertThat(mistake(activation -> activation.setPassword("secret")))
                .contains("property user: missing (expected: whom the password is of)");
    }

    private String mistake(Consumer<SubjectActivation> mistake) {
        SubjectActivation activation = activation("ra.mistakes");
        mistake.accept(activation);
        Throwable thrown = catchThrowable(() -> adapter.endpointActivation(container.bean(message -> {}), activation));
        assertThat(thrown).isInstanceOf(InvalidPropertyException.class);
        return String.valueOf(thrown.getMessage());
    }

    @Test
    void shouldTellABeanOfSeveralMessagesAtATime() throws Exception {
        // given a bean of which each call waits for another one
        CyclicBarrier pair = new CyclicBarrier(2);
        SubjectActivation activation = activation("ra.pairs");
        activation.setConcurrency(2);
        adapter.endpointActivation(
                container.bean(message -> {
                    if (message.payload().length == 0) {
                        meet(pair);
                    }
                    message.respond("met");
                }),
                activation);

        // then
        try (MessagingConnection connection = connection()) {
            awaitListener(connection, "ra.pairs");
            CompletableFuture<Message> one = ask(connection);
            CompletableFuture<Message> two = ask(connection);
            assertThat(one.join().text() + two.join().text()).isEqualTo("metmet");
        }
    }

    private static void meet(CyclicBarrier pair) {
        try {
            pair.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<Message> ask(MessagingConnection connection) {
        return connection.requestAsync("ra.pairs", Map.of(), new byte[0], SOON).toCompletableFuture();
    }

    @Test
    void shouldGoOnWhenTheServerComesAndGoes() throws Exception {
        // given a bean, deployed while its server is not there
        RunningServer first = ServerUnderTest.start("");
        int port = first.clientPort();
        String url = first.url();
        first.close();
        SubjectActivation activation = activation("ra.echo");
        activation.setUrl(url);
        adapter.endpointActivation(container.bean(message -> message.respond(message.payload())), activation);
        Pool pool = new Pool();
        MessagingConnectionFactory connections = pool.of(ConnectorContainer.settings(url));
        assertThatExceptionOfType(MessagingException.class).isThrownBy(connections::getConnection);

        // when it comes
        try (RunningServer second = ServerUnderTest.start("", port);
                MessagingConnection connection = connections.getConnection()) {
            assertThat(second.url()).isEqualTo(url);
            awaitListener(connection, "ra.echo");
        }
        eventually(() -> assertThat(ConnectorContainer.settings(url).getInvalidConnections(pool.free))
                .isEqualTo(pool.free));
        assertThatExceptionOfType(MessagingException.class).isThrownBy(connections::getConnection);

        // and when it comes back, then the bean and the pool's connection work again
        try (RunningServer third = ServerUnderTest.start("", port)) {
            try (MessagingConnection connection = connections.getConnection()) {
                assertThat(third.url()).isEqualTo(url);
                awaitListener(connection, "ra.echo");
            }
            assertThat(ConnectorContainer.settings(url).getInvalidConnections(pool.free))
                    .isEmpty();
            assertThat(pool.made.get()).isEqualTo(1);
        }
        pool.destroy();
    }

    @Test
    void shouldGoOnWhenItWasTurnedAwayForAWhile() throws Exception {
        // given a bean, and a pool with a connection
        RunningServer first = ServerUnderTest.start("");
        int port = first.clientPort();
        String url = first.url();
        SubjectActivation activation = activation("ra.echo");
        activation.setUrl(url);
        adapter.endpointActivation(container.bean(message -> message.respond(message.payload())), activation);
        Pool pool = new Pool();
        MessagingConnectionFactory connections = pool.of(ConnectorContainer.settings(url));
        try (MessagingConnection connection = connections.getConnection()) {
            awaitListener(connection, "ra.echo");
        }
        first.close();

        // when the server does not let them in, and they are told to stay away
        try (RunningServer strict = ServerUnderTest.start("authorization { token: t }", port)) {
            assertThat(strict.url()).isEqualTo(url);
            eventually(() -> assertThat(pool.broken.get()).isEqualTo(1));
            assertThat(pool.free).isEmpty();
        }

        // then the pool makes another one when it does again, and the bean has one too
        try (RunningServer third = ServerUnderTest.start("", port);
                MessagingConnection connection = connections.getConnection()) {
            assertThat(third.url()).isEqualTo(url);
            assertThat(pool.made.get()).isEqualTo(2);
            awaitListener(connection, "ra.echo");
        }
        pool.destroy();
    }

    @Test
    void shouldTakeAddressesFromTheContainer() {
        AddressedSubject address = new AddressedSubject();
        assertThatIllegalArgumentException()
                .isThrownBy(address::subject)
                .withMessageContaining("property subject: missing");
        address.setSubject("orders.new");
        assertThat(((SubjectAddress) address).subject()).isEqualTo("orders.new");
    }

    private static void awaitListener(MessagingConnection connection, String subject) throws Exception {
        eventually(() -> {
            try {
                connection.request(subject, "there?", SOON);
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Returns the threads that the adapter has made for beans. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gannet.rar bean"))
                .toList();
    }

    private static ConnectionSettings settings() {
        return ConnectorContainer.settings(server.url());
    }

    private static SubjectActivation activation(String subject) {
        SubjectActivation activation = new SubjectActivation();
        activation.setUrl(server.url());
        activation.setSubject(subject);
        return activation;
    }

    private static MessagingConnection connection() {
        return ConnectorContainer.connect(server.url());
    }
}
