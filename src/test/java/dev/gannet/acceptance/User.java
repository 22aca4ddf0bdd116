package dev.gannet.acceptance;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A user on a connection of its own, whose lines are those of the wire. */
final class User implements AutoCloseable {
    private final WireConnection connection;
    private final List<String> lines = new ArrayList<>();

    /** A user of the guides has the password s3cret, and one with a short name p. */
    User(RunningServer server, String name) throws IOException {
        this(server, name, name.length() == 1 ? "p" : "s3cret");
    }

    /** Somebody where nobody is asked. */
    User(RunningServer server) throws IOException {
        this(server, "", "");
    }

    /** Whoever has said already who it is. */
    User(WireConnection connection) {
        this.connection = connection;
    }

    private User(RunningServer server, String name, String password) throws IOException {
        connection = new WireConnection(server.clientPort());
        connection.readLine();
        send("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"user\":\"" + name + "\",\"pass\":\""
                + password + "\",\"name\":\"me\",\"lang\":\"raw\",\"version\":\"1\"}\r\n");
        settle();
    }

    void send(String text) throws IOException {
        connection.send(text);
    }

    /** Waits until the server has done what it was sent. */
    void settle() throws IOException {
        send("PING\r\n");
        for (String line = line(); !line.equals("PONG\r\n"); line = line()) {
            if (line.isEmpty()) {
                throw new IOException("no PONG behind " + lines); // The connection was closed.
            }
            lines.add(line.stripTrailing());
        }
    }

    /** Returns the lines that have come since it was asked before; of what others do, some may be on its way. */
    List<String> received() throws IOException {
        return received(0);
    }

    /** Returns the lines that have come since it was asked before, at least {@code count} of them. */
    List<String> received(int count) throws IOException {
        for (String line = ""; lines.size() < count; lines.add(line.stripTrailing())) {
            line = line();
            if (line.isEmpty()) {
                break; // What comes does not come so late.
            }
        }
        settle();
        List<String> received = List.copyOf(lines);
        lines.clear();
        return received;
    }

    /** Returns what comes until the server closes the connection. */
    String rest() throws IOException {
        return connection.readToEnd().rest();
    }

    /** Returns the next line, which is on its way. */
    String next() throws IOException {
        return lines.isEmpty() ? line().stripTrailing() : lines.remove(0);
    }

    private String line() throws IOException {
        return connection.readLine();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
