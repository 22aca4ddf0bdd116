package dev.gannet.connection;

import dev.gannet.protocol.CloseReason;
import dev.gannet.protocol.Redaction;
import dev.gannet.protocol.WireError;
import org.jspecify.annotations.Nullable;

/**
 * The end of a client that did something wrong: what it is told, and what the log says. The order of the log's lines is
 * nats-server's: what knows nothing of the parser is found first, and what is told after the parser has closed is said
 * last.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class ClientFault {
    private final Client client;
    private final ClientTrace trace;

    ClientFault(Client client, ClientTrace trace) {
        this.client = client;
        this.trace = trace;
    }

    /** Sends {@code error} if there is one, and closes. The detail may quote what the client sent. */
    void end(@Nullable WireError error, CloseReason reason, String detail) {
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
        client.close(reason);
        if (last) {
            trace.error(Redaction.ofSnippet(detail));
        }
    }

    /** There is no place for the client. Many may come at the same time, so the log does not name each. */
    void turnAway(WireError error, CloseReason reason) {
        client.output().error(error.text());
        trace.repeatedError(error.text());
        client.close(reason);
    }

    /** It has left too many pings unanswered. */
    void stale() {
        trace.debug("Stale Client Connection - Closing");
        client.output().error(WireError.STALE_CONNECTION.text());
        client.server().counters().countStaleConnection();
        client.close(CloseReason.STALE_CONNECTION);
    }
}
