package dev.gannet.monitor.http;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.ProfilePages;
import java.io.IOException;

/**
 * Where a profile of the process can be had (CF-26, CF-82): where clients connect, on a port of its own, and only where one
 * is asked for. Who reaches it is not asked who they are, as in the reference.
 *
 * <p><b>Owner:</b> the thread that starts a server starts it, who ends the server closes it.
 */
public final class ProfileListener implements AutoCloseable {
    /** Beyond what a profile takes, to be read. */
    private static final int READING_SECONDS = 10;

    private final HttpListener http;
    private final ProfilePages pages;

    private ProfileListener(HttpListener http, ProfilePages pages) {
        this.http = http;
        this.pages = pages;
    }

    /**
     * Listens where {@code config} says, and says so.
     *
     * @throws IOException if the port cannot be had
     */
    public static ProfileListener start(ServerConfig config, ServerView server, ServerLog log) throws IOException {
        int port = config.features().profiling().port();
        HttpListener http = HttpListener.bind(
                new HttpListener.Settings(
                        "gannet-profile",
                        config.client().host(),
                        port,
                        ProfilePages.SECONDS_MAX + READING_SECONDS,
                        null),
                log);
        ProfilePages pages = new ProfilePages(server.host().cpuTurn(), Clock.system());
        http.serve(pages::answer);
        log.notice("profiling port: " + http.port());
        return new ProfileListener(http, pages);
    }

    public int port() {
        return http.port();
    }

    @Override
    public void close() {
        pages.stop();
        http.close();
    }
}
