package dev.gannet.monitor.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gannet.monitor.ConnectionSnapshot;
import dev.gannet.monitor.SubscriptionSnapshot;
import dev.gannet.monitor.Traffic;
import dev.gannet.monitor.json.GoText;
import dev.gannet.monitor.json.OmitEmpty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection in {@code /connz}: its groups' fields one after the other, in the reference's order. */
public record ConnInfo(
        @JsonUnwrapped Peer peer,
        @JsonUnwrapped Times times,
        @JsonUnwrapped Figures figures,
        @JsonUnwrapped Client client,
        @JsonUnwrapped @Nullable Tls tls,
        @JsonUnwrapped @Nullable User user,
        @JsonProperty("subscriptions_list") @OmitEmpty List<String> subscriptions,

        @JsonProperty("subscriptions_list_detail") @OmitEmpty
        List<SubDetail> subscriptionsDetail,

        @JsonUnwrapped @Nullable Claims claims,
        @JsonProperty("mqtt_client") @OmitEmpty @Nullable String mqttClient,
        @OmitEmpty @Nullable Proxy proxy) {

    record Peer(long cid, @OmitEmpty String kind, @OmitEmpty String type, String ip, int port) {}

    record Times(
            Instant start,
            @JsonProperty("last_activity") Instant lastActivity,
            @OmitEmpty @Nullable Instant stop,
            @OmitEmpty @Nullable String reason,
            @OmitEmpty String rtt,
            String uptime,
            String idle) {}

    record Figures(
            @JsonProperty("pending_bytes") long pendingBytes,
            @JsonProperty("in_msgs") long inMessages,
            @JsonProperty("out_msgs") long outMessages,
            @JsonProperty("in_bytes") long inBytes,
            @JsonProperty("out_bytes") long outBytes,
            @OmitEmpty long stalls,
            int subscriptions) {}

    record Client(
            @OmitEmpty String name,
            @OmitEmpty String lang,
            @OmitEmpty String version) {}

    record Tls(
            @JsonProperty("tls_version") String version,
            @JsonProperty("tls_cipher_suite") String cipherSuite,
            @JsonProperty("tls_peer_certs") @OmitEmpty List<PeerCertificate> peerCertificates,
            @JsonProperty("tls_first") @OmitEmpty boolean first) {}

    record PeerCertificate(
            String subject,
            @JsonProperty("spki_sha256") String publicKeySha256,
            @JsonProperty("cert_sha256") String certificateSha256) {}

    record User(
            @JsonProperty("authorized_user") @OmitEmpty String name,
            @OmitEmpty String account) {}

    record Claims(
            @OmitEmpty @Nullable String jwt,
            @JsonProperty("issuer_key") @OmitEmpty @Nullable String issuerKey,
            @JsonProperty("name_tag") @OmitEmpty String nameTag,
            @OmitEmpty List<String> tags) {}

    record Proxy(String key) {}

    static ConnInfo of(ConnectionSnapshot connection, ConnzOptions options, Instant now) {
        List<SubscriptionSnapshot> subscriptions = connection.subscriptions();
        boolean closed = connection.stop() != null;
        return new ConnInfo(
                new Peer(connection.cid(), connection.kind(), connection.type(), connection.ip(), connection.port()),
                times(connection, ConnectionSort.end(connection, now)),
                figures(connection),
                new Client(
                        connection.client().name(),
                        connection.client().lang(),
                        connection.client().version()),
                tls(connection.tls(), options.auth() && !closed),
                options.auth() ? user(connection.identity()) : null,
                options.subscriptions()
                        ? subscriptions.stream()
                                .map(s -> SubDetail.readable(s.subject()))
                                .toList()
                        : List.of(),
                options.subscriptionsDetail()
                        ? subscriptions.stream()
                                .map(s -> closed ? SubDetail.of(s) : SubDetail.withoutAccount(s))
                                .toList()
                        : List.of(),
                options.auth() ? claims(connection.identity(), closed) : null,
                connection.mqttClient(),
                connection.proxyKey() == null ? null : new Proxy(connection.proxyKey()));
    }

    private static Times times(ConnectionSnapshot connection, Instant end) {
        return new Times(
                connection.start(),
                connection.lastActivity(),
                connection.stop(),
                connection.reason(),
                GoText.roundTrip(connection.rttNanos()),
                GoText.uptime(Duration.between(connection.start(), end)),
                GoText.uptime(Duration.between(connection.lastActivity(), end)));
    }

    private static Figures figures(ConnectionSnapshot connection) {
        Traffic traffic = connection.traffic();
        return new Figures(
                connection.pendingBytes(),
                traffic.inMessages(),
                traffic.outMessages(),
                traffic.inBytes(),
                traffic.outBytes(),
                connection.stalls(),
                connection.subscriptionCount());
    }

    private static @Nullable Tls tls(ConnectionSnapshot.@Nullable Tls tls, boolean withCertificates) {
        if (tls == null) {
            return null;
        }
        List<PeerCertificate> certificates = withCertificates
                ? tls.peerCertificates().stream()
                        .map(c -> new PeerCertificate(c.subject(), c.publicKeySha256(), c.certificateSha256()))
                        .toList()
                : List.of();
        return new Tls(tls.version(), tls.cipherSuite(), certificates, tls.first());
    }

    private static User user(ConnectionSnapshot.Identity identity) {
        return new User(identity.user(), isGlobal(identity) ? "" : identity.account());
    }

    /** The reference does not say the global account of a closed connection, and so not its name either. */
    private static Claims claims(ConnectionSnapshot.Identity identity, boolean closed) {
        return new Claims(
                identity.jwt(),
                identity.issuerKey(),
                closed && isGlobal(identity) ? "" : identity.accountTag(),
                identity.tags());
    }

    private static boolean isGlobal(ConnectionSnapshot.Identity identity) {
        return identity.account().equals(Connz.GLOBAL_ACCOUNT);
    }
}
