package dev.gannet.connection;

import dev.gannet.connection.tls.TlsFacts;
import dev.gannet.outbound.Outbox;
import dev.gannet.protocol.ConnectOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client's figures at one moment.
 *
 * @param account the account it is in, or the empty string before it is in one
 * @param user who it is, as the log shows it: never a secret; the empty string for nobody
 * @param rttNanos the last measured round trip, or zero
 * @param tls what its handshake agreed on, or null if it is not encrypted
 * @param tlsFirst whether the handshake came before INFO
 * @param proxy the public key of the trusted proxy that it came through, or null
 */
public record ClientFacts(
        long cid,
        String ip,
        int port,
        Instant start,
        Instant lastActivity,
        long rttNanos,
        long pendingBytes,
        long inMessages,
        long inBytes,
        long outMessages,
        long outBytes,
        long stalls,
        int subscriptions,
        String name,
        String language,
        String version,
        String account,
        String user,
        @Nullable TlsFacts tls,
        boolean tlsFirst,
        @Nullable String proxy) {
    static ClientFacts of(Client client, ClientLogin login, ClientStart start, long rttNanos, long stalls) {
        ConnectOptions options = login.options();
        Outbox outbox = client.outbox();
        return new ClientFacts(
                client.cid(),
                client.transport().remoteHost(),
                client.transport().remotePort(),
                login.start(),
                client.lastActivity(),
                rttNanos,
                outbox.pendingBytes(),
                client.inMessages(),
                client.inBytes(),
                outbox.outMessages(),
                outbox.outBytes(),
                stalls,
                client.subscriptionCount(),
                options.name(),
                options.language(),
                options.version(),
                login.account().name(),
                login.user(),
                start.tls(),
                start.isTlsFirst(),
                login.proxy());
    }
}
