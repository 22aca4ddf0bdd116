package dev.gannet.connection;

import dev.gannet.account.Account;
import dev.gannet.protocol.ConnectOptions;
import dev.gannet.protocol.ServerInfo;
import dev.gannet.routing.RequestInfo;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client what INFO says: when it comes, after its first PING, and whenever something has changed since.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class ClientInfo {
    private final Client client;
    private final ClientLogin login;
    private boolean ponged;
    private @Nullable RequestInfo requests;

    ClientInfo(Client client, ClientLogin login) {
        this.client = client;
        this.login = login;
    }

    /** The connection is made. The nonce is told once, here. */
    void greet() {
        send(greeting(), login.nonce(), false);
    }

    /** Within the process there is nothing to encrypt, whatever others have to do (CP-31). */
    private ServerInfo greeting() {
        ServerInfo info = login.greeting();
        if (!client.transport().isInProcess() || !info.tls().required()) {
            return info;
        }
        return info.withTls(new ServerInfo.Tls(false, info.tls().verify(), true));
    }

    /** The same to who has begun with the handshake, so that it is over. */
    void greetEncrypted() {
        ServerInfo info = login.greeting();
        send(
                info.withTls(
                        new ServerInfo.Tls(true, info.tls().verify(), info.tls().available())),
                login.nonce(),
                false);
    }

    /** A PING was answered: after the first one the client is told its account, if it understands that (CP-51). */
    void ponged() {
        if (login.hasConnected() && !ponged) {
            ponged = true;
            if (understandsMore()) {
                send(client.server().info(), null, true);
            }
        }
    }

    /** INFO says something new (CP-81). */
    void announce() {
        if (isReady()) {
            send(client.server().info(), null, false);
        }
    }

    /** Says that the server is about to go, if the client understands that; returns whether it does. */
    boolean announceLameDuck() {
        if (!isReady()) {
            return false;
        }
        client.trace().debug("Sending Lame Duck Mode info to client");
        send(client.server().info().inLameDuckMode(), null, false);
        return true;
    }

    private boolean isReady() {
        return ponged && understandsMore() && !client.isClosed();
    }

    private boolean understandsMore() {
        return login.options().protocol() >= ServerInfo.PROTOCOL;
    }

    private void send(ServerInfo info, @Nullable String nonce, boolean withAccount) {
        Account account = login.account();
        ServerInfo.Peer peer = new ServerInfo.Peer(
                client.cid(),
                client.transport().clientIp(),
                nonce,
                login.maxPayload(),
                withAccount ? account.name() : null,
                account.isSystem());
        client.output().send(info.line(peer));
    }

    /** Returns what a service of another account is told of the client. */
    RequestInfo ofRequest(long rttNanos) {
        if (requests == null) {
            requests = new RequestInfo(this::who);
        }
        requests.set(login.account().name(), rttNanos);
        return requests;
    }

    private RequestInfo.Who who() {
        ConnectOptions options = login.options();
        String cluster = client.server().config().features().cluster().name();
        return new RequestInfo.Who(
                login.start(),
                client.transport().remoteHost(),
                client.cid(),
                login.account().name(),
                login.user(),
                options.name(),
                options.language(),
                options.version(),
                client.server().info().serverName(),
                cluster == null ? "" : cluster);
    }
}
