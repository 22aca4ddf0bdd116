package dev.gannet.ee.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gannet.config.MonitorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpAnswersTest {
    private static final MonitorConfig SETTINGS = new MonitorConfig("0.0.0.0", 8222, "/base");

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private HttpServer container;

    @BeforeEach
    void start() throws IOException {
        container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        container.createContext("/", this::answer);
        container.start();
    }

    @AfterEach
    void stop() {
        container.stop(0);
    }

    /** As Payara does while it starts an application. */
    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().getPath());
        switch (asked.size()) {
            case 1 -> answer(exchange, 404, "text/html", "<html>no such application</html>");
            case 2 -> answer(exchange, 500, "", "");
            default -> answer(exchange, 503, "application/json; charset=utf-8", "{\"status\":\"unavailable\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void shouldWaitForTheApplicationsOwnAnswer() throws Exception {
        assertThat(new HttpAnswers(SETTINGS, "0.0.0.0", container.getAddress().getPort()).await())
                .isTrue();
        assertThat(asked).containsExactly("/base/debug/vars", "/base/debug/vars", "/base/debug/vars");
    }
}
