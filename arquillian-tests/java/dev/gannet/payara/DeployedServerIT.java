package dev.gannet.payara;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.io.File;
import java.net.URI;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The WAR as it was built, deployed and talked to from outside. */
@ExtendWith(ArquillianExtension.class)
class DeployedServerIT {
    private static final List<String> NAMES = List.of(
            "gannet_healthy",
            "gannet_connections",
            "gannet_uptime_seconds",
            "gannet_resident_memory_bytes",
            "gnatsd_varz_connections",
            "gnatsd_varz_in_msgs",
            "gnatsd_varz_slow_consumer_stats_clients",
            "gnatsd_connz_total",
            "gnatsd_subsz_num_subscriptions",
            "gnatsd_accstatz_current_connections",
            "gnatsd_healthz_status");

    @ArquillianResource
    URI url;

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, new File(requireNonNull(System.getProperty("payara.war"))));
    }

    @Test
    void shouldDeliverWhatIsPublished() throws Exception {
        try (Connection publisher = connect();
                Connection subscriber = connect()) {
            // given
            Subscription orders = subscriber.subscribe("orders.*");
            subscriber.flush(Clients.SOON);

            // when
            publisher.publish("orders.new", "one".getBytes(UTF_8));

            // then
            Message message = orders.nextMessage(Clients.SOON);
            assertThat(message.getSubject()).isEqualTo("orders.new");
            assertThat(message.getData()).asString().isEqualTo("one");
        }
    }

    @Test
    void shouldCarryRequestsAndReplies() throws Exception {
        try (Connection service = connect();
                Connection asker = connect()) {
            // given
            Dispatcher dispatcher =
                    service.createDispatcher(request -> service.publish(request.getReplyTo(), request.getData()));
            dispatcher.subscribe("echo");
            service.flush(Clients.SOON);

            // when
            Message reply = asker.request("echo", "hello".getBytes(UTF_8), Clients.SOON);

            // then
            assertThat(reply.getData()).asString().isEqualTo("hello");
        }
    }

    @Test
    void shouldShowItselfOverTheContainersHttpPort() throws Exception {
        try (Connection client = connect()) {
            // when it is asked over HTTP
            String connz = http().get("/connz").body();

            // then
            assertThat(http().field("/varz", "server_name")).isEqualTo("deployed");
            assertThat(http().number("/varz", "http_port")).isEqualTo(url.getPort());
            assertThat(http().number("/varz", "port"))
                    .isEqualTo(client.getServerInfo().getPort());
            assertThat(connz).contains("\"name\": \"test\"");
            assertThat(http().get("/").body()).startsWith("<!DOCTYPE html>").contains("./varz");
        }
    }

    @Test
    void shouldAnswerEveryPathAndMethodAsNatsServerDoes() {
        // an unknown path, whatever the container would make of it
        for (String path : new String[] {"/nope", "/varz/", "/a.jsp", "/index.html", "/console/"}) {
            Http.Answer answer = http().get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).isEqualTo("404 page not found\n");
            assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
        }

        // and any method
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "OPTIONS"}) {
            Http.Answer answer = http().send(method, "/healthz");
            assertThat(answer.status()).as(method).isEqualTo(200);
            assertThat(answer.body()).as(method).isEqualTo("{\"status\":\"ok\"}");
        }
        Http.Answer head = http().send("HEAD", "/healthz");
        assertThat(head.contentLength()).isEqualTo(15);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void shouldBeHealthyReadyAndStarted() {
        assertThat(http().field("/health", "status")).isEqualTo("UP");
        assertThat(http().get("/health").body()).contains("gannet-live", "gannet-ready", "gannet-started");
        assertThat(http().status("/health/live")).isEqualTo(200);
        assertThat(http().status("/health/ready")).isEqualTo(200);
        assertThat(http().status("/health/started")).isEqualTo(200);
    }

    @Test
    void shouldShowItsFiguresAmongTheContainersMetrics() throws Exception {
        try (Connection client = connect()) {
            client.flush(Clients.SOON);
            // They are registered after the start, and are figures of the last second.
            eventually(() -> {
                String metrics = http().get("/metrics").body();
                assertThat(NAMES).allMatch(name -> metrics.contains("\n" + name + "{"));
                assertThat(metrics)
                        .containsPattern("\ngnatsd_varz_connections\\{[^}]*server_id=\"N[A-Z0-9]+\"[^}]*} 1");
            });
        }
    }

    @Test // MO-3
    void shouldTellTheSimplerPath() {
        Http.Answer answer = http().get("/nope//varz");
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.body()).isEqualTo("<a href=\"/nope/varz\">Temporary Redirect</a>.\n\n");
    }

    private Http http() {
        return new Http(url);
    }

    private Connection connect() throws Exception {
        int port = http().number("/varz", "port");
        return Nats.connect(Clients.options(port).build());
    }
}
