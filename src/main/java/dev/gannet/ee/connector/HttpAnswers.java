package dev.gannet.ee.connector;

import dev.gannet.config.MonitorConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;

/**
 * Finds out whether the container answers HTTP requests for this application: it does a moment after it has started it,
 * and tells nobody.
 *
 * <p><b>Owner:</b> the thread that waits.
 */
final class HttpAnswers {
    /** One that is not counted among those that were asked for, and has nothing to complain of. */
    private static final String PAGE = "/debug/vars";

    private static final long PAUSE_MILLIS = 20;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private final URI page;

    /**
     * @param settings what stands before the endpoints' own paths, and whether they are encrypted
     * @param host where the container listens
     */
    HttpAnswers(MonitorConfig settings, String host, int port) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        String reachable = address.isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : address.getHostAddress();
        String base = settings.basePath().equals("/") ? "" : settings.basePath();
        String scheme = settings.isEncrypted() ? "https" : "http";
        try {
            page = new URI(scheme, null, reachable, port, base + PAGE, null, null);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** Returns whether there was an answer of this application within some time. */
    boolean await() throws InterruptedException {
        long end = System.nanoTime() + WAIT_NANOS_MAX;
        while (!isAnswered()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    private boolean isAnswered() {
        try {
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            if (connection instanceof HttpsURLConnection encrypted) {
                AnyServer.believe(encrypted);
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setUseCaches(false);
            // The container's own answers, that there is no such application or none yet, are no JSON.
            String type = connection.getContentType();
            boolean isOurs = type != null && type.startsWith("application/json");
            connection.disconnect();
            return isOurs;
        } catch (IOException | GeneralSecurityException e) {
            return false; // Not yet; asked again.
        }
    }
}
