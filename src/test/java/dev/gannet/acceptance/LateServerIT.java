package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.api.Endpoint;
import dev.gannet.api.OnStream;
import dev.gannet.api.OnSubject;
import dev.gannet.api.Service;
import dev.gannet.client.inprocess.InProcessServer;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.BeanContainer;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An application that starts before its server does. */
class LateServerIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final AtomicReference<@Nullable GannetServer> embedded = new AtomicReference<>();

    @ApplicationScoped
    static class Desk {
        @OnSubject("desk.echo")
        String echo(String text) {
            return text;
        }
    }

    @ApplicationScoped
    @Service(name = "late", version = "1.0.0")
    static class LateService {
        @Endpoint(subject = "late.echo")
        String echo(String text) {
            return text;
        }
    }

    @ApplicationScoped
    static class Worker {
        @OnStream(stream = "WORK", consumer = "first", create = true)
        void first(String text) {}

        @OnStream(stream = "WORK", consumer = "second", create = true)
        void second(String text) {}
    }

    /** The server in the same container, once it is there. */
    @ApplicationScoped
    static class Embedded {
        @Produces
        @Dependent
        @Nullable
        InProcessServer server() {
            GannetServer server = embedded.get();
            return server == null ? null : server.inProcess()::apply;
        }
    }

    @Test
    void shouldCallMethodsWhenTheServerIsThere() throws Exception {
        // given an application whose server is not there
        int port = freePort();
        BeanContainer beans = BeanContainer.start("nats://localhost:" + port, Desk.class, LateService.class);

        // when it comes
        try (RunningServer server = ServerUnderTest.start("", port);
                beans;
                Connection client = Nats.connect(server.url())) {
            // then
            eventually(() -> assertThat(ask(client, "desk.echo")).isEqualTo("hello"));
            eventually(() -> assertThat(ask(client, "late.echo")).isEqualTo("hello"));
        }
    }

    @Test
    void shouldEndWithoutEverHavingHadAServer() throws Exception {
        BeanContainer.start("nats://localhost:" + freePort(), Desk.class).close();
        eventually(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("gannet-deadlines") || name.startsWith("gannet-call")));
    }

    @Test
    void shouldNotWaitAtItsEndForAServerThatHasGone() throws Exception {
        // given
        BeanContainer beans;
        try (RunningServer server = ServerUnderTest.start("jetstream {}");
                Connection client = Nats.connect(server.url())) {
            JetStreamManagement streams = client.jetStreamManagement();
            streams.addStream(StreamConfiguration.builder()
                    .name("WORK")
                    .subjects("work")
                    .storageType(StorageType.Memory)
                    .build());
            beans = BeanContainer.start(server.url(), Desk.class, LateService.class, Worker.class);
            eventually(() -> assertThat(streams.getConsumers("WORK"))
                    .extracting(ConsumerInfo::getNumWaiting)
                    .containsExactly(1L, 1L));
        }
        Connection connection = beans.get(Connection.class);
        eventually(() -> assertThat(connection.getStatus()).isNotEqualTo(Connection.Status.CONNECTED));

        // when
        long before = System.nanoTime();
        beans.close();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void shouldNeedNoSocketToAServerThatComesLater() throws Exception {
        // given an application that names no server, where there is none
        BeanContainer beans = BeanContainer.start(Map.of(), Desk.class, Embedded.class);

        // when one starts in the same JVM
        try (GannetServer server = ServerUnderTest.startEmbedded("");
                beans;
                Connection client = Nats.connect(server.url())) {
            embedded.set(server);

            // then
            eventually(() -> assertThat(ask(client, "desk.echo")).isEqualTo("hello"));
        } finally {
            embedded.set(null);
        }
    }

    private static String ask(Connection client, String subject) throws Exception {
        var answer = client.request(subject, "hello".getBytes(UTF_8), SOON);
        return answer == null || answer.isStatusMessage() ? "nobody" : new String(answer.getData(), UTF_8);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
