package dev.gannet.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gannet.base.LogStyle;
import dev.gannet.base.NatsFormatLog;
import dev.gannet.config.source.CommandLine;
import dev.gannet.config.source.CommandLineReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/**
 * A start for the JVM to learn from: a server on a free port of the loopback interface, a client's first messages, the
 * end. The start script runs it to make the archive of what a start needs, so what it does decides what starts fast.
 */
final class Rehearsal {
    private static final List<String> ARGUMENTS = List.of("-a", "127.0.0.1", "-p", "-1");
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String CLIENT = """
            CONNECT {"verbose":false,"pedantic":false,"name":"rehearsal","lang":"java","version":"1","protocol":1,"headers":true,"no_responders":true}
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

    private final EdgeProcess process;

    Rehearsal(EdgeProcess process) {
        this.process = process;
    }

    /** Returns the exit code. */
    int run() {
        CommandLine line = new CommandLineReader(System::getenv).read(ARGUMENTS);
        if (!(line instanceof CommandLine.Run run)) {
            return 1;
        }
        try (NatsFormatLog log = NatsFormatLog.toStandardError(LogStyle.of(process.pid()))) {
            EdgeServer server = EdgeServer.start(run, process, log);
            talk(server.clientPort());
            server.close();
            server.awaitEnd();
            return 0;
        } catch (StartFailure | IOException e) {
            process.printError("rehearsal: " + e + "\n");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
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
