package dev.gannet.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of itself in INFO (CP-56..80), in the reference's order of fields.
 *
 * @param serverId the server's public nkey
 * @param serverName its name, the id if it has none
 * @param runtime what it runs on; clients show it as {@code go}
 * @param host the host it listens on, or the advertised one
 * @param port the port likewise
 * @param headers whether {@code HPUB} is understood
 * @param authRequired whether CONNECT has to bring credentials
 * @param maxPayload most bytes of a message
 * @param connectUrls where else clients may connect
 * @param lameDuck whether the server is about to stop
 * @param xkey the server's public curve key
 * @param tls whether connections are encrypted
 * @param jetStream whether messages can be kept in streams
 */
public record ServerInfo(
        String serverId,
        String serverName,
        String runtime,
        String host,
        int port,
        boolean headers,
        boolean authRequired,
        int maxPayload,
        List<String> connectUrls,
        boolean lameDuck,
        String xkey,
        Tls tls,
        JetStream jetStream) {
    /** The release of nats-server whose behaviour is implemented; clients decide by it what they may use. */
    public static final String VERSION = "2.15.2";

    /** The protocol level: 1 means {@code echo} and INFO at any time (CP-2). */
    public static final int PROTOCOL = 1;

    /** Which of JetStream's requests and settings are understood (JA-59). */
    public static final int API_LEVEL = 5;

    /**
     * Whether connections are encrypted (CP-27, CP-28, CP-65).
     *
     * @param required whether the handshake comes next
     * @param verify whether it takes a certificate of the client's
     * @param available whether the client may begin one
     */
    public record Tls(boolean required, boolean verify, boolean available) {
        public static final Tls NONE = new Tls(false, false, false);
    }

    /**
     * Whether messages can be kept in streams (CP-67, CP-73).
     *
     * @param domain its name space over leaf nodes; empty is none
     */
    public record JetStream(boolean isOn, String domain) {
        public static final JetStream OFF = new JetStream(false, "");
    }

    /** What a server says that does not encrypt and has no streams. */
    public ServerInfo(
            String serverId,
            String serverName,
            String runtime,
            String host,
            int port,
            boolean headers,
            boolean authRequired,
            int maxPayload,
            List<String> connectUrls,
            boolean lameDuck,
            String xkey) {
        this(
                serverId,
                serverName,
                runtime,
                host,
                port,
                headers,
                authRequired,
                maxPayload,
                connectUrls,
                lameDuck,
                xkey,
                Tls.NONE,
                JetStream.OFF);
    }

    public ServerInfo {
        connectUrls = List.copyOf(connectUrls);
    }

    /** Returns the same for somebody who need not bring credentials. */
    public ServerInfo withoutAuthRequired() {
        return with(false, connectUrls, lameDuck, tls);
    }

    /** Returns the same but for lame duck mode: others may be connected to, this one not (CP-205). */
    public ServerInfo inLameDuckMode() {
        return with(authRequired, List.of(), true, tls);
    }

    /** Returns the same with other words on encryption. */
    public ServerInfo withTls(Tls words) {
        return with(authRequired, connectUrls, lameDuck, words);
    }

    /** Returns the same with other words on streams. */
    public ServerInfo withJetStream(JetStream words) {
        return new ServerInfo(
                serverId,
                serverName,
                runtime,
                host,
                port,
                headers,
                authRequired,
                maxPayload,
                connectUrls,
                lameDuck,
                xkey,
                tls,
                words);
    }

    private ServerInfo with(boolean auth, List<String> urls, boolean leaves, Tls words) {
        return new ServerInfo(
                serverId,
                serverName,
                runtime,
                host,
                port,
                headers,
                auth,
                maxPayload,
                urls,
                leaves,
                xkey,
                words,
                jetStream);
    }

    /**
     * What INFO says of one connection.
     *
     * @param cid its id
     * @param ip the peer's address, or the empty string while it is not known
     * @param nonce what it has to sign, or null
     * @param maxPayload most bytes of a message from it
     * @param account the account it is in, or null before that is told (CP-51)
     * @param systemAccount whether that is the system account
     */
    public record Peer(
            long cid,
            String ip,
            @Nullable String nonce,
            int maxPayload,
            @Nullable String account,
            boolean systemAccount) {}

    /** Returns the whole line for one connection. */
    public byte[] line(Peer peer) {
        StringBuilder out = new StringBuilder(512).append("INFO {");
        text(out, "server_id", serverId);
        text(out, "server_name", serverName);
        text(out, "version", VERSION);
        number(out, "proto", PROTOCOL);
        text(out, "go", runtime);
        text(out, "host", host);
        number(out, "port", port);
        flag(out, "headers", headers, true);
        flag(out, "auth_required", authRequired, false);
        flag(out, "tls_required", tls.required, false);
        flag(out, "tls_verify", tls.verify, false);
        flag(out, "tls_available", tls.available, false);
        number(out, "max_payload", peer.maxPayload);
        flag(out, "jetstream", jetStream.isOn, false);
        number(out, "client_id", peer.cid);
        if (!peer.ip.isEmpty()) {
            text(out, "client_ip", peer.ip);
        }
        if (peer.nonce != null) {
            text(out, "nonce", peer.nonce);
        }
        if (!jetStream.domain.isEmpty()) {
            text(out, "domain", jetStream.domain);
        }
        if (!connectUrls.isEmpty()) {
            name(out, "connect_urls").append('[');
            for (int i = 0; i < connectUrls.size(); i++) {
                quote(out.append(i == 0 ? "" : ","), connectUrls.get(i));
            }
            out.append("],");
        }
        flag(out, "ldm", lameDuck, false);
        if (peer.account != null) {
            flag(out, "connect_info", true, true);
            text(out, "remote_account", peer.account);
            flag(out, "acc_is_sys", peer.systemAccount, false);
        }
        number(out, "api_lvl", API_LEVEL);
        text(out, "xkey", xkey);
        out.setLength(out.length() - 1);
        return out.append("} \r\n").toString().getBytes(UTF_8);
    }

    private static StringBuilder name(StringBuilder out, String name) {
        return out.append('"').append(name).append("\":");
    }

    private static void text(StringBuilder out, String name, String value) {
        quote(name(out, name), value);
        out.append(',');
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, out);
        out.append('"');
    }

    private static void number(StringBuilder out, String name, long value) {
        name(out, name).append(value).append(',');
    }

    private static void flag(StringBuilder out, String name, boolean value, boolean always) {
        if (value || always) {
            name(out, name).append(value).append(',');
        }
    }
}
