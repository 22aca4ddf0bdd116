package dev.gannet.jetstream.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.account.Account;
import dev.gannet.base.ServerLog;
import dev.gannet.config.ServerConfig;
import dev.gannet.config.feature.JetStreamConfig;
import dev.gannet.config.key.Problems;
import dev.gannet.config.sharing.AccountJetStreamConfig;
import dev.gannet.config.source.Draft;
import dev.gannet.config.source.HostSettings;
import dev.gannet.config.source.ServerConfigReader;
import dev.gannet.fuzz.MemoryConnection;
import dev.gannet.fuzz.MemoryServer;
import dev.gannet.jetstream.event.Advisories;
import dev.gannet.protocol.EventIds;
import dev.gannet.protocol.ServerMessage;
import dev.gannet.routing.Responders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The API in a server without sockets, over streams that are lists. The accounts are A, which has JetStream, N, which has
 * none, and SYS; their users are called a, n and s.
 *
 * <p><b>Owner:</b> the test's thread.
 */
final class ApiHarness implements ApiHost {
    private static final String ACCOUNTS = """
            { A { jetstream: { max_streams: 100 }, users: [ { user: a, password: a } ] },
              N { users: [ { user: n, password: n } ] },
              SYS { users: [ { user: s, password: s } ] } }""";

    final FakeStreams streams = new FakeStreams();
    final List<ServerMessage> published = new ArrayList<>();
    final JetStreamApi api;
    private final MemoryServer server;
    private final Map<String, MemoryConnection> users = new HashMap<>();
    private JetStreamConfig settings = JetStreamConfig.off();
    private int asked;

    ApiHarness(Executor executor) {
        ServerConfig config = config();
        server = new MemoryServer(config, ServerLog.silent());
        Responders responders = new Responders(1, ServerLog.silent());
        JetStreamApi.Assets assets = new JetStreamApi.Assets(
                streams,
                new FakeConsumers(streams),
                (pull, loop) -> pull.nobody().run());
        api = new JetStreamApi(this, assets, responders, executor, new Advisories(this, new EventIds()));
        api.accountsChanged(server.context().accounts().all());
    }

    private static ServerConfig config() {
        Draft draft = new Draft();
        Problems problems = new Problems();
        HostSettings settings = new HostSettings("", Map.of("accounts", ACCOUNTS, "system_account", "SYS"));
        new ServerConfigReader(name -> null).read(settings, draft, problems);
        if (!problems.errors().isEmpty()) {
            throw new IllegalStateException(problems.errors().toString());
        }
        return draft.toConfig();
    }

    void settings(JetStreamConfig next) {
        settings = next;
    }

    @Override
    public @Nullable Account account(String name) {
        return server.context().accounts().find(name);
    }

    /** Sends lines as a user. */
    void send(String user, byte[] lines) {
        MemoryConnection connection = users.computeIfAbsent(user, this::connect);
        connection.receive(lines);
        server.turn();
    }

    private MemoryConnection connect(String user) {
        MemoryConnection connection = server.connect();
        connection.receive(
                ("CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true,\"name\":\"asker\",\"user\":\""
                                + user + "\",\"pass\":\"" + user + "\"}\r\nSUB inbox.* 1\r\n")
                        .getBytes(UTF_8));
        server.turn();
        connection.takeOutput();
        return connection;
    }

    /** Asks, and returns what came back: each answer its headers and its payload. */
    List<String> ask(String user, String subject, String header, byte[] body) {
        String reply = "inbox." + ++asked;
        byte[] head = header.isEmpty() ? new byte[0] : ("NATS/1.0\r\n" + header + "\r\n\r\n").getBytes(UTF_8);
        String line = head.length == 0
                ? "PUB " + subject + " " + reply + " " + body.length + "\r\n"
                : "HPUB " + subject + " " + reply + " " + head.length + " " + (head.length + body.length) + "\r\n";
        send(user, (line + text(head) + text(body) + "\r\n").getBytes(ISO_8859_1));
        return answers(user);
    }

    /** Returns the messages that have come for a user. */
    List<String> answers(String user) {
        server.turn();
        String output = text(users.computeIfAbsent(user, this::connect).takeOutput());
        List<String> answers = new ArrayList<>();
        int at = 0;
        while (at < output.length()) {
            int end = output.indexOf("\r\n", at);
            String[] line = output.substring(at, end).split(" ", -1);
            at = end + 2;
            if (line[0].endsWith("MSG")) {
                int size = Integer.parseInt(line[line.length - 1]);
                answers.add(output.substring(at, at + size));
                at += size + 2;
            }
        }
        return answers;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochSecond(1_700_000_000);
    }

    @Override
    public ServerLog log() {
        return ServerLog.silent();
    }

    @Override
    public String serverName() {
        return "ref";
    }

    @Override
    public JetStreamConfig settings() {
        return settings;
    }

    @Override
    public @Nullable AccountJetStreamConfig limits(Account account) {
        return server.context().config().accounts().stream()
                .filter(config -> config.name().equals(account.name()))
                .findFirst()
                .map(config -> config.features().jetStream())
                .orElse(null);
    }

    @Override
    public long maxPendingBytes() {
        return 64 << 20;
    }

    @Override
    public @Nullable Account system() {
        return server.context().accounts().system();
    }

    @Override
    public void publish(Account account, ServerMessage message) {
        published.add(message);
    }
}
