package dev.gannet.config.feature;

import dev.gannet.config.ListenConfig;
import dev.gannet.config.TlsConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Clients in browsers: the block {@code websocket} (CF-151, CF-152).
 *
 * @param listen where they connect; null is nowhere, and all the rest means nothing then
 * @param login who they are, if it is not who connects otherwise
 * @param noTls whether they may come without TLS
 * @param tls null is not at all
 * @param origins from which pages they may come
 * @param handshakeTimeout how long they may take to become a WebSocket; zero is two seconds
 * @param compression whether messages are compressed if the client can do that
 * @param cookies which cookies say who a client is
 * @param headers what the answer has beside what it must have
 * @param pingInterval zero is that of other clients
 */
public record WebSocketConfig(
        @Nullable ListenConfig listen,
        ExtraLogin login,
        boolean noTls,
        @Nullable TlsConfig tls,
        Origins origins,
        Duration handshakeTimeout,
        boolean compression,
        Cookies cookies,
        Map<String, String> headers,
        Duration pingInterval) {
    private static final WebSocketConfig OFF = new WebSocketConfig(
            null,
            ExtraLogin.NONE,
            false,
            null,
            new Origins(false, List.of()),
            Duration.ZERO,
            false,
            Cookies.NONE,
            Map.of(),
            Duration.ZERO);

    /**
     * Pages from which clients may come.
     *
     * @param sameOnly whether only those of this server's own name
     * @param allowed whose; empty is anybody's
     */
    public record Origins(boolean sameOnly, List<String> allowed) {
        public Origins {
            allowed = List.copyOf(allowed);
        }
    }

    /** The names of cookies; empty is none. */
    public record Cookies(String jwt, String user, String password, String token) {
        public static final Cookies NONE = new Cookies("", "", "", "");
    }

    public WebSocketConfig {
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    public static WebSocketConfig off() {
        return OFF;
    }

    public boolean isOn() {
        return listen != null;
    }

    /** What cannot change while the server runs: everything but certificates (CF-225). */
    public WebSocketConfig withoutTls() {
        return new WebSocketConfig(
                listen, login, noTls, null, origins, handshakeTimeout, compression, cookies, headers, pingInterval);
    }
}
