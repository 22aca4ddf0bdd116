package dev.gannet.wire;

import dev.gannet.testing.WireConnection;
import java.io.IOException;

/**
 * A way to know, without waiting for a time, that a server has read what was sent to it before: another client asks it
 * something, and the answer comes from the same event loop in a later turn.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class RoundTrip implements AutoCloseable {
    private final int port;
    private final WireConnection connection;
    private final boolean answersPing;

    RoundTrip(int port) throws IOException {
        this.port = port;
        this.connection = new WireConnection(port);
        this.answersPing = !connection.readLine().contains("\"auth_required\":true");
    }

    void make() throws IOException {
        if (answersPing) {
            connection.send("PING\r\n");
            requireAnswer(connection.readLine(), "PONG");
            return;
        }
        try (WireConnection visitor = new WireConnection(port)) {
            requireAnswer(visitor.readLine(), "INFO ");
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private static void requireAnswer(String line, String start) {
        if (!line.startsWith(start)) {
            throw new IllegalStateException("answer: " + Escapes.encode(line) + " (expected: " + start + ")");
        }
    }
}
