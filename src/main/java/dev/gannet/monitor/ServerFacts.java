package dev.gannet.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server is, beside its settings.
 *
 * @param serverId its public nkey
 * @param serverName the configured name, or the id
 * @param version the NATS version it speaks as, such as {@code 2.15.2}
 * @param gitCommit the commit it was built from, or null
 * @param runtime what runs it; stands where the reference names its Go version
 * @param proto the protocol version of {@code INFO}
 * @param clientPort the bound client port
 * @param monitorPort the bound monitoring port, or 0 when there is none
 * @param authRequired whether clients must say who they are
 * @param tlsRequired whether clients must use TLS
 * @param tlsVerify whether clients must have a certificate
 * @param connectUrls the {@code host:port}s that clients are told of; empty when they are told none
 * @param start when the server started
 * @param configLoadTime when the settings were read last
 * @param configDigest the digest of the configuration file, or the empty string
 * @param systemAccount the system account, or null when there is none
 * @param tags the server's tags
 * @param metadata the server's metadata
 * @param featureFlags every known flag and whether it is on
 * @param tlsCertNotAfter until when the certificate for clients is good, or null when there is none
 */
public record ServerFacts(
        String serverId,
        String serverName,
        String version,
        @Nullable String gitCommit,
        String runtime,
        int proto,
        int clientPort,
        int monitorPort,
        boolean authRequired,
        boolean tlsRequired,
        boolean tlsVerify,
        List<String> connectUrls,
        Instant start,
        Instant configLoadTime,
        String configDigest,
        @Nullable String systemAccount,
        List<String> tags,
        Map<String, String> metadata,
        Map<String, Boolean> featureFlags,
        @Nullable OcspPeerCache ocspPeerCache,
        @Nullable Instant tlsCertNotAfter) {
    public ServerFacts {
        connectUrls = List.copyOf(connectUrls);
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
        featureFlags = Map.copyOf(featureFlags);
    }
}
