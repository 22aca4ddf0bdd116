package dev.gannet.monitor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection at one moment, or as it was when it was closed.
 *
 * @param cid the connection's id
 * @param kind {@code Client}, {@code Leafnode}
 * @param type {@code nats}, {@code websocket}, {@code mqtt}
 * @param ip the peer's address, or the empty string when it has none
 * @param port the peer's port
 * @param start when it connected
 * @param lastActivity when a message or an operation last went either way
 * @param stop when it was closed, or null while it is open
 * @param reason why it was closed, such as {@code Client Closed}; null while it is open
 * @param rttNanos the last measured round trip, or zero
 * @param pendingBytes what waits to be written to it
 * @param traffic what it published and was sent
 * @param stalls how often it was held up
 * @param subscriptionCount how many subscriptions it has, or had when it was closed
 * @param client what it said of itself
 * @param tls its TLS session, or null
 * @param identity who it is
 * @param mqttClient its MQTT client id, or null
 * @param proxyKey the key of the trusted proxy that it came through, or null
 * @param subscriptions its subscriptions; may be empty although there are some, when they were not asked for
 */
public record ConnectionSnapshot(
        long cid,
        String kind,
        String type,
        String ip,
        int port,
        Instant start,
        Instant lastActivity,
        @Nullable Instant stop,
        @Nullable String reason,
        long rttNanos,
        long pendingBytes,
        Traffic traffic,
        long stalls,
        int subscriptionCount,
        Client client,
        @Nullable Tls tls,
        Identity identity,
        @Nullable String mqttClient,
        @Nullable String proxyKey,
        List<SubscriptionSnapshot> subscriptions) {
    public ConnectionSnapshot {
        if ((stop == null) != (reason == null)) {
            throw new IllegalArgumentException("stop: " + stop + ", reason: " + reason + " (expected: both or none)");
        }
        subscriptions = List.copyOf(subscriptions);
    }

    /** What a client's {@code CONNECT} says of it; the empty string where it says nothing. */
    public record Client(String name, String lang, String version) {
        public static final Client UNKNOWN = new Client("", "", "");
    }

    /**
     * A TLS session.
     *
     * @param version such as {@code 1.3}
     * @param cipherSuite such as {@code TLS_AES_128_GCM_SHA256}
     * @param first whether the handshake came before {@code INFO}
     * @param peerCertificates the peer's chain, its own certificate first; empty when it showed none
     */
    public record Tls(String version, String cipherSuite, boolean first, List<PeerCertificate> peerCertificates) {
        public Tls {
            peerCertificates = List.copyOf(peerCertificates);
        }
    }

    /** One certificate of the peer: its subject, and SHA-256 sums in lower case hex. */
    public record PeerCertificate(String subject, String publicKeySha256, String certificateSha256) {}

    /**
     * Who a connection is.
     *
     * @param user its user name or nkey, {@code [REDACTED]} for a token, or the empty string
     * @param account its account
     * @param accountTag the account's name for people; the account's name where it has no other
     * @param jwt its user JWT unless that is a bearer's, or null
     * @param issuerKey who signed that JWT, or null
     * @param tags that JWT's tags
     */
    public record Identity(
            String user,
            String account,
            String accountTag,
            @Nullable String jwt,
            @Nullable String issuerKey,
            List<String> tags) {
        public Identity {
            tags = List.copyOf(tags);
        }

        /** A user of an account, without a JWT. */
        public static Identity of(String user, String account) {
            return new Identity(user, account, account, null, null, List.of());
        }
    }
}
