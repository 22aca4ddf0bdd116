package dev.gannet.edge;

import dev.gannet.base.ServerLog;
import dev.gannet.config.MonitorConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.tls.TlsFileException;
import dev.gannet.monitor.OperatingSystemUsage;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import dev.gannet.monitor.http.HttpListener;
import dev.gannet.net.ServerTls;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The monitoring endpoints where there is no container.
 *
 * <p><b>Owner:</b> the main thread starts and closes it.
 */
final class MonitorListener implements AutoCloseable {
    private static final int ANSWER_SECONDS_MAX = 10;

    private final HttpListener http;
    private final @Nullable MonitorTls tls;

    private MonitorListener(HttpListener http, @Nullable MonitorTls tls) {
        this.http = http;
        this.tls = tls;
    }

    static MonitorListener start(ServerConfig config, ServerView server, ServerTls serverTls, ServerLog log)
            throws IOException, TlsFileException {
        MonitorConfig settings = config.monitor();
        MonitorTls tls =
                settings.isEncrypted() ? MonitorTls.load(Objects.requireNonNull(config.tls()), serverTls, log) : null;
        HttpListener http = HttpListener.bind(
                new HttpListener.Settings(
                        "gannet-monitor", settings.host(), settings.anyPort(), ANSWER_SECONDS_MAX, tls),
                log);
        int port = http.port();
        server.host().port(() -> port);
        InstantSource clock = InstantSource.system();
        MonitorEndpoints endpoints = new MonitorEndpoints(
                server, new OperatingSystemUsage(clock, server.facts().start()), clock, log);
        http.serve((method, rawPath, rawQuery) -> endpoints.answer(method, "", rawPath, rawQuery));
        return new MonitorListener(http, tls);
    }

    /** Takes over the certificates that a reload has brought. */
    void reload(ServerConfig config) {
        if (tls != null) {
            tls.reload(config.tls());
        }
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
    }
}
