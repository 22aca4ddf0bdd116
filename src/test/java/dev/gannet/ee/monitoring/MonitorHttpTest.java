package dev.gannet.ee.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorHttpTest {
    private final GannetServer server = GannetServer.create(
            new ServerConfig.Builder()
                    .monitor(new MonitorConfig("127.0.0.1", 8222, "/nats"))
                    .build(),
            ServerLog.silent(),
            Thread::new);
    private final HttpPort port = new HttpPort(8222);
    private final MonitorHttp http = new MonitorHttp(
            new MonitorEndpoints(
                    server.view(), () -> new ProcessUsage(0, 0), Clock.system()::instant, ServerLog.silent()),
            port,
            false);

    MonitorHttpTest() {
        server.view().host().port(port);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswerWithWhatTheEndpointsSay() throws IOException {
        // when
        FakeExchange exchange = exchange("GET", "/nats/healthz");

        // then the server, which does not listen, is not healthy
        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.headers)
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Access-Control-Allow-Origin", "*")
                .containsEntry("Content-Length", Integer.toString(exchange.body.size()))
                .hasSize(3);
        assertThat(exchange.body.toString(UTF_8)).contains("not listening for client connections");
    }

    @Test
    void shouldGiveHeadTheHeadersOnly() throws IOException {
        // when
        FakeExchange get = exchange("GET", "/nats/healthz");
        FakeExchange head = exchange("HEAD", "/nats/healthz");

        // then
        assertThat(head.status).isEqualTo(get.status);
        assertThat(head.headers).isEqualTo(get.headers);
        assertThat(head.body.size()).isZero();
    }

    @Test
    void shouldAnswerEveryMethodAlike() throws IOException {
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "X"}) {
            assertThat(exchange(method, "/nats").body.toString(UTF_8))
                    .as(method)
                    .startsWith("<!DOCTYPE html>");
        }
    }

    @Test
    void shouldDecodeThePathAndTakeTheApplicationsOwnAway() throws IOException {
        // given an application that is deployed below a path
        FakeExchange exchange = new FakeExchange("GET", "/app/nats/%76arz", 8222);
        exchange.contextPath = "/app";

        // when
        http.answer(exchange.request(), exchange.response());

        // then
        assertThat(exchange.status).isEqualTo(200);
    }

    @Test
    void shouldSayNotFoundToWhatIsNoPathOrNoEndpoint() throws IOException {
        for (String path : new String[] {"/varz", "/nats/varz/", "/nats/%zz", "/nats/a|b"}) {
            FakeExchange exchange = exchange("GET", path);
            assertThat(exchange.status).as(path).isEqualTo(404);
            assertThat(exchange.body.toString(UTF_8)).as(path).isEqualTo("404 page not found\n");
        }
    }

    @Test // MO-3
    void shouldTellTheSimplerPathBelowTheApplicationsOwn() throws IOException {
        // given an application that is deployed below a path
        FakeExchange exchange = new FakeExchange("GET", "/app//nats/varz", 8222);
        exchange.contextPath = "/app";

        // when
        http.answer(exchange.request(), exchange.response());

        // then
        assertThat(exchange.status).isEqualTo(307);
        assertThat(exchange.headers).containsEntry("Location", "/app/nats/varz");
        assertThat(exchange("GET", "//nats/varz").headers).containsEntry("Location", "/nats/varz");
    }

    @Test
    void shouldNameThePortThatItAnswersOn() throws IOException {
        // given the port that was configured, which nothing may have heeded
        assertThat(port.getAsInt()).isEqualTo(8222);

        // when
        FakeExchange plain = new FakeExchange("GET", "/nats/varz", 8080);
        http.answer(plain.request(), plain.response());

        // then
        assertThat(plain.body.toString(UTF_8)).contains("\"http_port\": 8080,");

        // and a port of HTTPS is none of HTTP
        FakeExchange secure = new FakeExchange("GET", "/nats/varz", 8443);
        secure.secure = true;
        http.answer(secure.request(), secure.response());
        assertThat(secure.body.toString(UTF_8)).contains("\"http_port\": 8080,");
    }

    private FakeExchange exchange(String method, String path) throws IOException {
        FakeExchange exchange = new FakeExchange(method, path, 8222);
        http.answer(exchange.request(), exchange.response());
        return exchange;
    }
}
