package dev.gannet.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gannet.config.tls.CertificateNames;
import dev.gannet.monitor.PerKind;
import dev.gannet.monitor.ProcessUsage;
import dev.gannet.monitor.ServerTotals;
import dev.gannet.monitor.ServerView;
import dev.gannet.monitor.endpoint.AccountStat;
import dev.gannet.monitor.jetstream.JetStreamSection;
import dev.gannet.monitor.json.OmitEmpty;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The events of the system account as records (MO-154..159). */
final class Events {
    static final String CONNECT = "io.nats.server.advisory.v1.client_connect";
    static final String DISCONNECT = "io.nats.server.advisory.v1.client_disconnect";
    static final String PEER_REJECT = "io.nats.server.advisory.v1.ocsp_peer_reject";
    static final String PEER_LINK_INVALID = "io.nats.server.advisory.v1.ocsp_peer_link_invalid";
    static final String ACCOUNT_CONNECTIONS = "io.nats.server.advisory.v1.account_connections";

    private Events() {}

    /** What every event but the statistics begins with. */
    record Head(String type, String id, Instant timestamp) {}

    record Connect(@JsonUnwrapped Head head, ServerStamp server, ClientStamp client) {}

    record Moved(@JsonProperty("msgs") long messages, long bytes) {}

    record Disconnect(
            @JsonUnwrapped Head head,
            ServerStamp server,
            ClientStamp client,
            Moved sent,
            Moved received,
            String reason) {}

    record AccountConnections(
            @JsonUnwrapped Head head,
            ServerStamp server,
            @JsonUnwrapped AccountStat stat) {}

    /**
     * A certificate (MO-162).
     *
     * @param fingerprint the SHA-256 of all of it
     */
    record Certificate(@OmitEmpty String subject, @OmitEmpty String issuer, String fingerprint, String raw) {
        static Certificate of(X509Certificate certificate) {
            try {
                byte[] raw = certificate.getEncoded();
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(raw);
                return new Certificate(
                        CertificateNames.of(certificate).subject().text(),
                        CertificateNames.issuer(certificate).text(),
                        Base64.getEncoder().encodeToString(hash),
                        Base64.getEncoder().encodeToString(raw));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("SHA-256 of a certificate that was read: " + e, e);
            }
        }
    }

    record PeerReject(@JsonUnwrapped Head head, String kind, Certificate peer, ServerStamp server, String reason) {}

    record PeerLinkInvalid(
            @JsonUnwrapped Head head, Certificate link, Certificate peer, ServerStamp server, String reason) {}

    record Statsz(ServerStamp server, Stats statsz) {}

    record Kinds(long clients, long routes, long gateways, long leafs) {
        static @Nullable Kinds of(PerKind counts) {
            return counts.sum() == 0
                    ? null
                    : new Kinds(counts.clients(), counts.routes(), counts.gateways(), counts.leafs());
        }
    }

    /** The server's counters; its groups' fields one after the other. */
    record Stats(
            Instant start,
            @JsonProperty("mem") long residentBytes,
            int cores,
            @JsonProperty("cpu") double cpuPercent,
            int connections,
            @JsonProperty("total_connections") long totalConnections,
            @JsonProperty("active_accounts") long activeAccounts,
            long subscriptions,
            Moved sent,
            @JsonProperty("sent_to_clients") Moved sentToClients,
            Moved received,
            @JsonProperty("received_from_clients") Moved receivedFromClients,
            @JsonProperty("slow_consumers") long slowConsumers,

            @JsonProperty("slow_consumer_stats") @OmitEmpty @Nullable
            Kinds slowConsumerKinds,

            @JsonProperty("stale_connections") @OmitEmpty long staleConnections,

            @JsonProperty("stale_connection_stats") @OmitEmpty @Nullable
            Kinds staleConnectionKinds,

            @JsonProperty("stalled_clients") @OmitEmpty long stalledClients,
            @JsonProperty("active_servers") int activeServers,
            @OmitEmpty @Nullable JetStreamSection jetstream,
            @JsonProperty("gomaxprocs") int maxProcs) {
        static Stats of(ServerView server, ProcessUsage usage, long activeAccounts, long subscriptions) {
            ServerTotals totals = server.totals();
            int cores = Runtime.getRuntime().availableProcessors();
            return new Stats(
                    server.facts().start(),
                    usage.residentBytes(),
                    cores,
                    usage.cpuPercent(),
                    totals.connections(),
                    totals.totalConnections(),
                    activeAccounts,
                    subscriptions,
                    new Moved(totals.traffic().outMessages(), totals.traffic().outBytes()),
                    new Moved(
                            totals.clientTraffic().outMessages(),
                            totals.clientTraffic().outBytes()),
                    new Moved(totals.traffic().inMessages(), totals.traffic().inBytes()),
                    new Moved(
                            totals.clientTraffic().inMessages(),
                            totals.clientTraffic().inBytes()),
                    totals.slowConsumers().sum(),
                    Kinds.of(totals.slowConsumers()),
                    totals.staleConnections().sum(),
                    Kinds.of(totals.staleConnections()),
                    totals.stalls(),
                    1,
                    JetStreamSection.forEvents(server),
                    cores);
        }
    }
}
