package dev.gannet.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.reload.ReloadException;
import dev.gannet.config.source.ReadConfig;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.OperatingSystemUsage;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import dev.gannet.monitor.endpoint.MonitorResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A server in the tests' JVM, and its monitoring endpoints behind the JDK's HTTP server if the configuration asks for
 * them.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class InProcessServer implements RunningServer {
    private static final int FREE_PORT = -1;

    private final GannetServer server;
    private final @Nullable HttpServer http;
    private final ExecutorService httpThreads = Executors.newCachedThreadPool();

    private InProcessServer(GannetServer server, @Nullable HttpServer http) {
        this.server = server;
        this.http = http;
        if (http != null) {
            http.setExecutor(httpThreads);
            http.start();
        }
    }

    static InProcessServer start(String configuration, int port) throws IOException {
        requireBuilt(NatsConf.read(configuration));
        ServerConfig config = onPort(NatsConf.parse(configuration), port);
        GannetServer server = GannetServer.start(config, ServerLog.silent());
        return new InProcessServer(server, config.monitor().isOn() ? listen(server) : null);
    }

    @Override
    public int clientPort() {
        return server.clientPort();
    }

    @Override
    public int monitoringPort() {
        if (http == null) {
            throw new IllegalStateException("monitoring: off (expected: http in the configuration)");
        }
        return http.getAddress().getPort();
    }

    @Override
    public void reload(String configuration) throws IOException {
        requireBuilt(NatsConf.read(configuration));
        try {
            server.reload(onPort(NatsConf.parse(configuration), FREE_PORT));
        } catch (ReloadException e) {
            throw new IOException(e);
        }
    }

    private static ServerConfig onPort(ServerConfig parsed, int port) {
        return parsed.toBuilder().client(parsed.client().withPort(port)).build();
    }

    @Override
    public void enterLameDuckMode() {
        server.enterLameDuckMode();
    }

    @Override
    public void close() {
        server.close();
        if (http != null) {
            http.stop(0);
        }
        httpThreads.shutdownNow();
    }

    /** A test of what is not built yet is for the reference only; it begins to count by itself. */
    private static void requireBuilt(ReadConfig read) {
        List<String> missing = new ArrayList<>(read.notBuilt());
        read.errors().stream().filter(error -> error.contains("not built")).forEach(missing::add);
        if (!missing.isEmpty()) {
            throw new TestAbortedException(String.join("\n", missing));
        }
    }

    private static HttpServer listen(GannetServer server) throws IOException {
        Clock clock = Clock.systemUTC();
        var usage = new OperatingSystemUsage(clock, clock.instant());
        var endpoints = new MonitorEndpoints(server.view(), usage, clock, ServerLog.silent());
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> answer(exchange, endpoints));
        return http;
    }

    private static void answer(HttpExchange exchange, MonitorEndpoints endpoints) throws IOException {
        try (exchange) {
            MonitorResponse response = endpoints.answer(
                    exchange.getRequestMethod(),
                    "",
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery());
            response.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
