package dev.gannet.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A client's first messages, sent in a start from which the JVM learns: what they reach is what starts fast afterwards.
 */
public final class RehearsalClient {
    private static final int TIMEOUT_MILLIS = 20_000;
    /** Settings of a server that {@link #talk} is for. */
    public static final String CONFIG = """
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

    private RehearsalClient() {}

    /** Returns when the server has answered everything. */
    public static void talk(int port) throws IOException {
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
