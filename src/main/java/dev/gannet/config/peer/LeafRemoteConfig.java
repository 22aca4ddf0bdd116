package dev.gannet.config.peer;

import dev.gannet.base.Quoted;
import dev.gannet.config.TlsConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server whose leaf node this one is (CF-146).
 *
 * @param urls where it is: one of them is enough
 * @param account the local account that is joined with it
 * @param credentials a file with a JWT and its seed; empty if there is none
 * @param nkey a seed; empty if there is none
 * @param tls how the connection is encrypted; null is as the other side asks for
 * @param hub whether this one is the hub of the two all the same
 * @param denyImports subjects that do not come from there
 * @param denyExports subjects that do not go there
 * @param noRandomize whether the URLs are tried in their order
 * @param webSocket how frames are sent where a URL is a WebSocket's
 * @param migrate whether leaders of streams go to other servers when it is gone
 * @param isolates whether local interest of other leaf nodes does not go there
 * @param requestsIsolation whether the other side is asked to do the same
 * @param firstInfoTimeout how long it may take until the other side says who it is
 * @param dialTimeout how long until it answers; zero is as for all remotes
 * @param disabled whether it is not connected to for now
 * @param proxy through which it is reached; null is directly
 * @param ignoresDiscovered whether only {@code urls} are tried, and not what the other side tells of
 */
public record LeafRemoteConfig(
        List<PeerUrl> urls,
        String account,
        String credentials,
        String nkey,
        @Nullable TlsConfig tls,
        boolean hub,
        List<String> denyImports,
        List<String> denyExports,
        boolean noRandomize,
        WebSocket webSocket,
        Migrate migrate,
        boolean isolates,
        boolean requestsIsolation,
        CompressionConfig compression,
        Duration firstInfoTimeout,
        Duration dialTimeout,
        boolean disabled,
        @Nullable Proxy proxy,
        boolean ignoresDiscovered) {
    public static final int DEFAULT_PORT = 7422;
    public static final String GLOBAL_ACCOUNT = "$G";
    public static final Duration DEFAULT_FIRST_INFO_TIMEOUT = Duration.ofSeconds(1);

    /**
     * How frames are sent.
     *
     * @param noMasking whether they are not masked, as only a server's are
     */
    public record WebSocket(boolean compression, boolean noMasking) {}

    /**
     * What becomes of the leaders of streams when the remote is gone.
     *
     * @param delay after which time they go to other servers
     */
    public record Migrate(boolean isOn, Duration delay) {
        public static final Migrate OFF = new Migrate(false, Duration.ZERO);
    }

    /**
     * An HTTP proxy.
     *
     * @param timeout zero is as long as it takes
     * @param tls how it is spoken to where its URL is {@code https}; null is as the system does
     */
    public record Proxy(
            String url,
            String user,
            String password,
            Duration timeout,
            @Nullable TlsConfig tls) {
        /** Says nothing of the password. */
        @Override
        public String toString() {
            return "Proxy[url=" + url + ", user=" + user + ", timeout=" + timeout + "]";
        }
    }

    public LeafRemoteConfig {
        urls = List.copyOf(urls);
        denyImports = List.copyOf(denyImports);
        denyExports = List.copyOf(denyExports);
    }

    /** What tells it from other remotes, secrets included. */
    public String identity() {
        return urls.stream().map(PeerUrl::text).toList() + " " + account + " " + credentials + " " + nkey;
    }

    /** What it is called where others may see it. */
    public String describe() {
        String secret = "";
        if (!credentials.isEmpty()) {
            secret = ", credentials=" + Quoted.of(credentials);
        } else if (!nkey.isEmpty()) {
            secret = ", nkey=\"[REDACTED]\"";
        }
        return "urls=" + PeerUrl.list(urls) + ", account=" + Quoted.of(account) + secret;
    }

    /** Says nothing of the seed and of passwords. */
    @Override
    public String toString() {
        return "LeafRemoteConfig[" + describe() + "]";
    }
}
