package dev.gannet.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.process.OwnProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A start for the JVM to learn from: a server on free ports of the loopback interface, a client's first messages, the
 * end. The start script runs it to make the archive of what a start needs, so what it does decides
 * what starts fast: it takes the same way as any other start.
 *
 * <p><b>Owner:</b> the main thread.
 */
final class Rehearsal {
    private static final int FAILED = 1;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String CONFIG = """
            listen: 127.0.0.1:-1
            max_payload: 1MB
            ping_interval: "2m"
            authorization {
              users: [
                {user: rehearsal, password: rehearsal, permissions: {publish: ["rehearsal.>", "reply"], subscribe: ">"}}
              ]
            }
            """;
    private static final String CLIENT = """
            CONNECT {"verbose":false,"pedantic":false,"user":"rehearsal","pass":"rehearsal","name":"rehearsal","lang":"java","version":"1","protocol":1,"headers":true,"no_responders":true}
            PING
            SUB rehearsal.* 1
            SUB rehearsal.> group 2
            PUB rehearsal.a 2
            ab
            PUB rehearsal.b reply 2
            ab
            UNSUB 1
            PUB rehearsal.a 2
            ab
            PING
            """.replace("\n", "\r\n");

    private final OwnProcess process;
    private boolean done;

    Rehearsal(OwnProcess process) {
        this.process = process;
    }

    /** Returns the exit code. */
    int run() {
        try {
            Path directory = Files.createTempDirectory("gannet-rehearsal");
            Path config = directory.resolve("rehearsal.conf");
            try {
                Files.writeString(config, CONFIG);
                int code = EdgeMain.run(List.of("-c", config.toString()), process, this);
                return done ? code : FAILED;
            } finally {
                Files.deleteIfExists(config);
                Files.delete(directory);
            }
        } catch (IOException e) {
            process.printError("rehearsal: " + e + "\n");
            return FAILED;
        }
    }

    void play(EdgeServer server) {
        try {
            talk(server.clientPort());
            done = true;
        } catch (IOException e) {
            process.printError("rehearsal: " + e + "\n");
        } finally {
            server.close();
        }
    }

    private static void talk(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(TIMEOUT_MILLIS);
            client.getOutputStream().write(CLIENT.getBytes(US_ASCII));
            int pongs = 0;
            InputStream in = client.getInputStream();
            StringBuilder line = new StringBuilder();
            while (pongs < 2) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the server closed the connection");
                }
                line.append((char) next);
                if (next == '\n') {
                    pongs += line.toString().equals("PONG\r\n") ? 1 : 0;
                    line.setLength(0);
                }
            }
        }
    }
}
