package dev.gannet.monitor.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gannet.base.ServerLog;
import dev.gannet.monitor.endpoint.MonitorResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pages behind the JDK's own HTTP server.
 *
 * <p><b>Owner:</b> the thread that starts a server starts it, who ends the server closes it; requests are answered on at
 * most {@value #THREADS_MAX} threads of its own, and when {@value #WAITING_MAX} wait, the listener answers itself and takes
 * no more meanwhile.
 */
public final class HttpListener implements AutoCloseable {
    private static final int THREADS_MAX = 2;
    private static final int WAITING_MAX = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_MILLIS = 1_000;
    private static final int NO_BODY = -1;

    private final HttpServer http;
    private final String name;
    private final ThreadPoolExecutor executor;
    private final ServerLog log;

    /** What requests are answered with. Any thread; several may ask at once. */
    public interface Pages {
        /**
         * Answers a request.
         *
         * @param rawPath the path of its URL as it was sent
         * @param rawQuery what stands behind the question mark, still encoded, or null
         */
        MonitorResponse answer(String method, String rawPath, @Nullable String rawQuery);
    }

    /**
     * Where to listen.
     *
     * @param name of the threads
     * @param port any free one if it is not positive
     * @param answerSecondsMax how long an answer may take until it has arrived. The first listener of a process decides
     *     for all of them: the JDK reads that once
     * @param tls null is not encrypted
     */
    public record Settings(
            String name,
            String host,
            int port,
            int answerSecondsMax,
            @Nullable HttpsConfigurator tls) {}

    private HttpListener(HttpServer http, String name, ServerLog log) {
        this.http = http;
        this.name = name;
        this.log = log;
        this.executor = new ThreadPoolExecutor(
                THREADS_MAX,
                THREADS_MAX,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_MAX),
                this::thread,
                new ThreadPoolExecutor.CallerRunsPolicy());
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Takes the port; nothing is answered before {@link #serve}.
     *
     * @throws IOException if it cannot be had
     */
    public static HttpListener bind(Settings settings, ServerLog log) throws IOException {
        // Read once, when the JDK's classes are loaded: answer at once, give a request five seconds to arrive, and an
        // answer some to be taken: who does not read keeps one of few threads.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(settings.answerSecondsMax()));
        InetSocketAddress address = new InetSocketAddress(settings.host(), Math.max(0, settings.port()));
        if (address.isUnresolved()) {
            throw new IOException("lookup " + settings.host() + ": no such host");
        }
        return new HttpListener(create(address, settings.tls()), settings.name(), log);
    }

    private static HttpServer create(InetSocketAddress address, @Nullable HttpsConfigurator tls) throws IOException {
        if (tls == null) {
            return HttpServer.create(address, 0);
        }
        HttpsServer https = HttpsServer.create(address, 0);
        https.setHttpsConfigurator(tls);
        return https;
    }

    /** Begins to answer. */
    public void serve(Pages pages) {
        HttpHandler handler = exchange -> handle(exchange, pages);
        http.createContext("/", handler);
        http.setExecutor(executor);
        http.start();
    }

    /** The port that is bound. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange, Pages pages) throws IOException {
        try (exchange) {
            MonitorResponse response = pages.answer(
                    exchange.getRequestMethod(),
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
                log.debug(name + ": not all requests were answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(0);
        executor.shutdownNow();
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
