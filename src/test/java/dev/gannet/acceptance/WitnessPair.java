package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.WireConnection;
import java.io.IOException;

/**
 * Two clients that do nothing wrong: one publishes numbered messages, the other must get each of them once, in order and
 * in time, whatever else happens to the server.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class WitnessPair implements AutoCloseable {
    private final WireConnection publisher;
    private final WireConnection subscriber;
    private int number;

    WitnessPair(int port) throws IOException {
        this(port, "");
    }

    /**
     * @param login fields of CONNECT that say who they are, each with a comma behind it
     */
    WitnessPair(int port, String login) throws IOException {
        publisher = new WireConnection(port);
        subscriber = new WireConnection(port);
        String connect = "CONNECT {" + login + "\"verbose\":false,\"pedantic\":false}\r\n";
        publisher.send(connect + "PING\r\n");
        subscriber.send(connect + "SUB witness 1\r\nPING\r\n");
        for (WireConnection each : new WireConnection[] {publisher, subscriber}) {
            assertThat(each.readLine()).startsWith("INFO ");
            assertThat(line(each)).isEqualTo("PONG");
        }
    }

    /** Exchanges the next message. */
    void exchange() throws IOException {
        String text = "number " + ++number;
        publisher.send("PUB witness " + text.length() + "\r\n" + text + "\r\n");
        assertThat(line(subscriber)).isEqualTo("MSG witness 1 " + text.length());
        assertThat(line(subscriber)).isEqualTo(text);
    }

    /** Returns the next line that is not the server's question whether the client is there, which is answered. */
    private static String line(WireConnection connection) throws IOException {
        String line = connection.readLine();
        while (line.equals("PING\r\n")) {
            connection.send("PONG\r\n");
            line = connection.readLine();
        }
        return line.stripTrailing();
    }

    /** Checks that both are still there, and that nothing came that was not expected. */
    void end() throws IOException {
        exchange();
        for (WireConnection each : new WireConnection[] {publisher, subscriber}) {
            each.send("PING\r\n");
            assertThat(line(each)).isEqualTo("PONG");
        }
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        subscriber.close();
    }
}
