package dev.gannet.launch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.process.RehearsalClient;
import dev.gannet.process.RehearsalDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/**
 * A start for the JVM to learn from: a server on free ports of the loopback interface, a client's first messages, a
 * request to its monitoring, the end. The start script runs it to make the archive of what a start needs.
 *
 * <p><b>Owner:</b> the main thread.
 */
final class Rehearsal implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String REQUEST = "GET /varz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final RehearsalDirectory directory;
    private final int clientPort;

    private Rehearsal(RehearsalDirectory directory, int clientPort) {
        this.directory = directory;
        this.clientPort = clientPort;
    }

    static Rehearsal prepare() throws IOException {
        int clientPort = Ports.freeOnLoopback();
        return new Rehearsal(RehearsalDirectory.create(), clientPort);
    }

    /** What the server is started with. */
    List<String> arguments() {
        return List.of("-c", directory.config().toString(), "-p", Integer.toString(clientPort), "-m", "-1");
    }

    /** Returns when the server has answered everything. */
    void play(HttpAddress http) throws IOException {
        RehearsalClient.talk(clientPort);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            client.setSoTimeout(TIMEOUT_MILLIS);
            client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
            client.getInputStream().readAllBytes();
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
