package dev.gannet.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.monitor.OperatingSystemUsage;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import dev.gannet.monitor.endpoint.MonitorResponse;
import dev.gannet.net.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The monitoring endpoints behind the JDK's own HTTP server.
 *
 * <p><b>Owner:</b> the main thread starts and closes it; requests are answered on at most {@value #THREADS_MAX} threads
 * of its own, and when {@value #WAITING_MAX} wait, the listener answers itself and takes no more meanwhile.
 */
final class MonitorListener implements HttpHandler, AutoCloseable {
    private static final int THREADS_MAX = 2;
    private static final int WAITING_MAX = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_MILLIS = 1_000;
    private static final int NO_BODY = -1;

    private final HttpServer http;
    private final @Nullable MonitorTls tls;
    private final ThreadPoolExecutor executor;
    private final MonitorEndpoints endpoints;
    private final ServerLog log;

    private MonitorListener(HttpServer http, @Nullable MonitorTls tls, ServerView server, ServerLog log) {
        this.http = http;
        this.tls = tls;
        this.log = log;
        this.executor = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                MonitorListener::thread,
                new ThreadPoolExecutor.CallerRunsPolicy());
        executor.allowCoreThreadTimeOut(true);
        int port = port();
        server.host().port(() -> port);
        InstantSource clock = InstantSource.system();
        this.endpoints = new MonitorEndpoints(
                server, new OperatingSystemUsage(clock, server.facts().start()), clock, log);
    }

    static MonitorListener start(ServerConfig config, ServerView server, ServerTls serverTls, ServerLog log)
            throws IOException, TlsFileException {
        // Read once, when the JDK's classes are loaded: answer at once, give a request five seconds to arrive, and an
        // answer ten to be taken: who does not read keeps one of few threads.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        MonitorConfig settings = config.monitor();
        InetSocketAddress address = new InetSocketAddress(settings.host(), Math.max(0, settings.anyPort()));
        if (address.isUnresolved()) {
            throw new IOException("lookup " + settings.host() + ": no such host");
        }
        MonitorTls tls =
                settings.isEncrypted() ? MonitorTls.load(Objects.requireNonNull(config.tls()), serverTls, log) : null;
        var listener = new MonitorListener(create(address, tls), tls, server, log);
        listener.http.createContext("/", listener);
        listener.http.setExecutor(listener.executor);
        listener.http.start();
        return listener;
    }

    private static HttpServer create(InetSocketAddress address, @Nullable MonitorTls tls) throws IOException {
        if (tls == null) {
            return HttpServer.create(address, 0);
        }
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(tls);
        return https;
    }

    /** Takes over the certificates that a reload has brought. */
    void reload(ServerConfig config) {
        if (tls != null) {
            tls.reload(config.tls());
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            MonitorResponse response = endpoints.answer(
                    exchange.getRequestMethod(),
                    "",
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery());
            answer(exchange, response);
        } catch (RuntimeException e) {
            log.error("Error answering " + exchange.getRequestURI() + ": " + e);
            throw e;
        }
    }

    private static void answer(HttpExchange exchange, MonitorResponse response) throws IOException {
        var headers = exchange.getResponseHeaders();
        response.headers().forEach(headers::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(response.body().length));
            exchange.sendResponseHeaders(response.status(), NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(response.status(), response.body().length);
        exchange.getResponseBody().write(response.body());
    }

    /** Takes no more requests, and finishes the answers to those that have come, bounded in time. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("monitoring: not all requests were answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(0);
        executor.shutdownNow();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "gannet-monitor");
        thread.setDaemon(true);
        return thread;
    }
}
