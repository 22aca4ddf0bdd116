package dev.gannet.ee.connector;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether the container answers HTTP requests for this application: it does a moment after it has started it,
 * and tells nobody.
 *
 * <p><b>Owner:</b> the thread that waits.
 */
final class HttpAnswers {
    private static final long PAUSE_MILLIS = 20;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    private final URI health;

    /**
     * @param host where the container listens
     * @param basePath what stands before the endpoints' own paths
     */
    HttpAnswers(String host, int port, String basePath) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        String reachable = address.isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : address.getHostAddress();
        String base = basePath.equals("/") ? "" : basePath;
        try {
            health = new URI("http", null, reachable, port, base + "/healthz", null, null);
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
            HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setUseCaches(false);
            // The container's own answers, that there is no such application or none yet, are no JSON.
            boolean isOurs = "application/json".equals(connection.getContentType());
            connection.disconnect();
            return isOurs;
        } catch (IOException e) {
            return false; // Not yet; asked again.
        }
    }
}
