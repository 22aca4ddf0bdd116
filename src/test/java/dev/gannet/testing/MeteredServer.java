package dev.gannet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.ServerLog;
import dev.gannet.config.ListenConfig;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.source.ServerConfigReader;
import dev.gannet.engine.GannetServer;
import dev.gannet.monitor.OperatingSystemUsage;
import dev.gannet.monitor.endpoint.MonitorEndpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** A server with streams in the test's JVM, things for it to count, and its metrics. */
public final class MeteredServer implements AutoCloseable {
    private static final String CONSUMER = "{\"stream_name\":\"S\",\"config\":{\"name\":\"C\",\"durable_name\":\"C\","
            + "\"ack_policy\":\"explicit\",\"description\":\"say \\\"hi\\\" \\\\ \\n\"}}";

    private final GannetServer server;
    private final MonitorEndpoints endpoints;

    private MeteredServer(GannetServer server) {
        InstantSource clock = InstantSource.system();
        this.server = server;
        this.endpoints = new MonitorEndpoints(
                server.view(),
                new OperatingSystemUsage(clock, server.view().facts().start()),
                clock,
                ServerLog.silent());
    }

    /** Starts one whose streams are in {@code directory}. */
    public static MeteredServer start(Path directory) throws IOException {
        Path file = Files.createTempFile("gannet", ".conf");
        Files.writeString(file, "jetstream { store_dir: '" + directory + "', domain: hub }");
        ServerConfig read =
                new ServerConfigReader(System::getenv).read(file.toString()).config();
        Files.delete(file);
        ListenConfig client = read.client().withHost("127.0.0.1").withPort(ListenConfig.RANDOM_PORT);
        return new MeteredServer(
                GannetServer.start(read.toBuilder().client(client).build(), ServerLog.silent()));
    }

    /** Connects; what is asked is answered on {@code r}. */
    public WireConnection connect() throws IOException {
        WireConnection client = new WireConnection(server.clientPort());
        client.send("CONNECT {\"verbose\":false,\"headers\":true}\r\nSUB r 1\r\nPING\r\n");
        client.readLines(2);
        return client;
    }

    /** Makes a stream {@code S} of the subject {@code s}, with the consumer {@code C}. */
    public void makeStream(WireConnection client) throws IOException {
        ask(client, "$JS.API.STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"]}");
        ask(client, "$JS.API.CONSUMER.CREATE.S.C", CONSUMER);
    }

    /** Publishes messages and waits for each acknowledgement. */
    public void publish(WireConnection client, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            ask(client, "s", "hello");
        }
    }

    /** Has three messages sent; one is acknowledged, one asked for again and then acknowledged by the end of it. */
    public void consume(WireConnection client) throws IOException {
        String first = next(client);
        client.send("PUB " + first + " 4\r\n+ACK\r\n");
        String second = next(client);
        client.send("PUB " + second + " 4\r\n-NAK\r\n");
        String again = next(client);
        client.send("PUB " + again + " 5\r\n+TERM\r\n");
        next(client);
    }

    /** Returns where it is said what became of the message. */
    private static String next(WireConnection client) throws IOException {
        String head = ask(client, "$JS.API.CONSUMER.MSG.NEXT.S.C", "1");
        return head.split(" ", -1)[3];
    }

    /** Returns the first line of the answer. */
    private static String ask(WireConnection client, String subject, String body) throws IOException {
        client.send("PUB " + subject + " r " + body.getBytes(UTF_8).length + "\r\n" + body + "\r\n");
        String head = client.readLine();
        String[] words = head.strip().split(" ", -1);
        client.read(Integer.parseInt(words[words.length - 1]) + 2);
        return head;
    }

    public String metrics() {
        return new String(endpoints.answer("GET", "", "/metrics", null).body(), UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
