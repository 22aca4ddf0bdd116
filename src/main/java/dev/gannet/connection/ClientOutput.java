package dev.gannet.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.outbound.Outbox;
import dev.gannet.outbound.Staging;
import dev.gannet.protocol.WireError;

/**
 * What the server itself says to a client, which is not much; its messages go straight to its {@link Outbox}. All of it
 * waits for the end of the loop's turn.
 *
 * <p><b>Owner:</b> the client's event loop.
 */
final class ClientOutput {
    private static final byte[] OK = "+OK\r\n".getBytes(US_ASCII);
    private static final byte[] PING = "PING\r\n".getBytes(US_ASCII);
    private static final byte[] PONG = "PONG\r\n".getBytes(US_ASCII);

    private final Staging staging;
    private final Outbox outbox;
    private final ClientTrace trace;

    ClientOutput(Staging staging, Outbox outbox, ClientTrace trace) {
        this.staging = staging;
        this.outbox = outbox;
        this.trace = trace;
    }

    /** Sends whole lines as they are. */
    void send(byte[] bytes) {
        staging.stage(outbox, bytes);
    }

    void ok() {
        trace.out("OK", null);
        send(OK);
    }

    /** Sends {@code -ERR} with the text in quotes. */
    void error(String text) {
        trace.out("-ERR", text);
        send(WireError.line(text));
    }

    void ping() {
        trace.out("PING", null);
        send(PING);
    }

    void pong() {
        trace.out("PONG", null);
        send(PONG);
    }
}
