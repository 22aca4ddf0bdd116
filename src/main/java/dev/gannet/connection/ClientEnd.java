package dev.gannet.connection;

import dev.gannet.connection.transport.Transport;
import dev.gannet.interest.Subscription;
import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.Redaction;
import dev.gannet.protocol.WireError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a client, whatever it ends for. Where the client did something wrong: what it is told, and what the log
 * says. The order of the log's lines is nats-server's: what knows nothing of the parser is found first, and what is told
 * after the parser has closed is said last.
 *
 * <p><b>Owner:</b> the client's event loop; any thread may ask whether it is over.
 */
final class ClientEnd {
    private static final long LINGER_NANOS = 100_000_000; // CP-201

    private final Client client;
    private final ClientLogin login;
    private final ClientSubscriptions subscriptions;
    private final ClientTrace trace;
    private volatile boolean closed;

    ClientEnd(Client client, ClientLogin login, ClientSubscriptions subscriptions, ClientTrace trace) {
        this.client = client;
        this.login = login;
        this.subscriptions = subscriptions;
        this.trace = trace;
    }

    /** Sends {@code error} if there is one, and closes. The detail may quote what the client sent. */
    void violation(@Nullable WireError error, CloseReason reason, String detail) {
        boolean first = error == WireError.AUTHORIZATION || error == WireError.MAXIMUM_PAYLOAD;
        boolean last = error == WireError.MAXIMUM_CONTROL_LINE
                || error == WireError.INVALID_CLIENT_PROTOCOL
                || error == WireError.NO_RESPONDERS_REQUIRES_HEADERS;
        if (first) {
            trace.error(detail);
        }
        if (error != null) {
            client.output().error(error.text());
        }
        if (!first && !last) {
            trace.error(Redaction.ofSnippet(detail));
        }
        close(reason);
        if (last) {
            trace.error(Redaction.ofSnippet(detail));
        }
    }

    /** There is no place for the client. Many may come at the same time, so the log does not name each. */
    void turnAway(WireError error, CloseReason reason) {
        client.output().error(error.text());
        trace.repeatedError(error.text());
        close(reason);
    }

    /** It has left too many pings unanswered. */
    void stale() {
        trace.debug("Stale Client Connection - Closing");
        client.output().error(WireError.STALE_CONNECTION.text());
        client.server().counters().countStaleConnection();
        close(CloseReason.STALE_CONNECTION);
    }

    /** The other side has closed; it gets what it is owed. */
    void inputEnded() {
        long nanos = client.server().config().keepAlive().writeDeadline().toNanos();
        close(CloseReason.CLIENT_CLOSED, nanos);
    }

    void close(CloseReason reason) {
        close(reason, reason.flushes() ? LINGER_NANOS : 0);
    }

    private void close(CloseReason reason, long lingerNanos) {
        if (closed) {
            return;
        }
        closed = true;
        client.stop();
        client.start().authenticated(true);
        trace.debug("Client connection closed: " + reason.text());
        ServerContext server = client.server();
        ClientFacts facts = client.facts();
        List<Subscription> had = subscriptions.clear();
        ClosedClient end = new ClosedClient(facts, server.clock().instant(), reason, had);
        server.clients().remove(client, end);
        login.leave();
        server.events().closed(end);
        Transport transport = client.transport();
        if (reason == CloseReason.MAXIMUM_PAYLOAD) {
            transport.reset(lingerNanos); // Client libraries tell their users of the reset (CP-130).
        } else {
            transport.close(lingerNanos);
        }
    }

    boolean isClosed() {
        return closed;
    }
}
