package dev.gannet.process;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A client's first messages, and then as many as a busy server has in a second, sent in a start from which the JVM
 * learns: what they reach starts fast afterwards, and is compiled for good as soon as it is used, where the JVM keeps what
 * it has learnt of that (25 and later).
 */
public final class RehearsalClient {
    private static final String CONFIG = """
            listen: 127.0.0.1:-1
            max_payload: 1MB
            ping_interval: "2m"
            jetstream { store_dir: '%s' }
            authorization {
              users: [
                {user: rehearsal, password: rehearsal, permissions: {publish: ["rehearsal.>", "reply"], subscribe: ">"}}
                {user: busy, password: rehearsal}
              ]
            }
            """;

    private static final String CONNECT = """
            CONNECT {"verbose":false,"pedantic":false,"user":"%s","pass":"rehearsal","name":"rehearsal","lang":"java","version":"1","protocol":1,"headers":true,"no_responders":true}
            PING
            """;

    private static final String FIRST = """
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
            """;

    private final int port;

    private RehearsalClient(int port) {
        this.port = port;
    }

    /** Returns settings of a server that {@link #talk} is for, with streams in this directory. */
    static String config(Path store) {
        return CONFIG.formatted(store);
    }

    /** Returns when the server has answered everything. */
    public static void talk(int port) throws IOException {
        RehearsalClient client = new RehearsalClient(port);
        try (RehearsalConnection connection = client.connect("rehearsal")) {
            connection.send(FIRST);
            connection.awaitPongs(1);
        }
        try (RehearsalConnection connection = client.connect("busy");
                RehearsalConnection other = client.connect("busy")) {
            new RehearsalWork(connection, other).run();
        }
    }

    private RehearsalConnection connect(String user) throws IOException {
        RehearsalConnection connection = new RehearsalConnection(port);
        connection.send(CONNECT.formatted(user));
        connection.awaitPongs(1);
        return connection;
    }
}
