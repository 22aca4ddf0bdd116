package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.WireConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the log says of clients, line by line. The same holds for nats-server, with {@code -Dgannet.reference=...}: times,
 * process ids, ports and client ids are left out, and nothing else.
 */
@ExtendWith(ProcessUnderTest.class)
class LogLinesIT {
    private static final int FREE_PORT = -1;
    private static final Pattern LINE = Pattern.compile(
            "\\[\\d+] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6} (\\[[A-Z]{3}]) 127\\.0\\.0\\.1:\\d+ - cid:(\\d+) - (.*)");
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n";
    private static final String USER = "CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"p\",\"lang\":\"go\","
            + "\"version\":\"1.1\",\"name\":\"n\"}\r\n";
    private static final String USERS = "authorization: {users: [{user: u, password: p,"
            + " permissions: {publish: {deny: \"no.>\"}, subscribe: {deny: [\"no.>\", \"q q1\"]}}}]}\n";

    @Test // CF-233
    void shouldTraceWhatTheServerItselfDoesOnlyWhenAskedTwice() throws Exception {
        String configuration = "accounts: {SYS: {users: [{user: u, password: p}]}}\nsystem_account: SYS\n";
        String subscribed = "[TRC] SYSTEM - <<- [SUB $SYS.REQ.SERVER.PING.VARZ  ";
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT, "-V")) {
            assertThat(server.log()).doesNotContain("SYSTEM - ");
        }
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT, "-VV");
                WireConnection client = new WireConnection(server.clientPort())) {
            assertThat(server.log()).contains(subscribed, "[TRC] SYSTEM - <<- [SUB $SYS.REQ.ACCOUNT.NSUBS  ");

            // and what it answers
            client.send(USER + "SUB inbox 1\r\nPUB $SYS.REQ.SERVER.PING.IDZ inbox 0\r\n\r\n");
            server.awaitLog("[TRC] SYSTEM - <<- [PUB inbox  ", 1);
            server.awaitLog("[TRC] SYSTEM - <<- MSG_PAYLOAD: [\"{\\\"name\\\":\\\"", 1);
        }
    }

    @Test // CF-233
    void shouldTraceWhatItTellsAnAccount() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, USERS, FREE_PORT, "-VV");
                WireConnection owner = new WireConnection(server.clientPort());
                WireConnection stranger = new WireConnection(server.clientPort())) {
            owner.readLine();
            owner.send(USER + "SUB $SYS.ACCOUNT.CLIENT.AUTH.ERR 1\r\nPING\r\n");
            assertThat(owner.readLine()).isEqualTo("PONG\r\n");
            stranger.send(CONNECT);
            stranger.readToEnd();
            server.awaitLog("[TRC] ACCOUNT - <<- [PUB $SYS.ACCOUNT.CLIENT.AUTH.ERR  ", 1);
            server.awaitLog(
                    "[TRC] ACCOUNT - <<- MSG_PAYLOAD: [\"{\\\"type\\\":\\\"io.nats.server.advisory.v1.client_disconnect",
                    1);
        }
    }

    @Test // CF-233, CF-241, CF-242
    void shouldTraceEverythingOfTwoClients() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-DV")) {
            talk(server);
            assertThat(lines(server)).containsExactly("""
                    A [DBG] Client connection created
                    A [TRC] <<- [CONNECT {"verbose":false,"pass":"[REDACTED]","auth_token":"[REDACTED]",\
                    "nkey":"[REDACTED]","sig":"[REDACTED]","user":"u","name":"ü€","lang":"py","version":"1.2"}]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - <<- [SUB foo.ü 1]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - <<- [PING]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - ->> [PONG]
                    B [DBG] Client connection created
                    B [TRC] <<- [CONNECT {"verbose":true,"headers":true}]
                    B [TRC] ->> [OK]
                    B [TRC] <<- [PUB foo.ü 6]
                    B [TRC] <<- MSG_PAYLOAD: ["hü\\x01\\xff\\n"]
                    B [TRC] ->> [OK]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - ->> [MSG foo.ü 1 6]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - ->> MSG_PAYLOAD: ["hü\\x01\\xff\\n"]
                    B [TRC] <<- [HPUB foo.ü reply 18 23]
                    B [TRC] <<- MSG_PAYLOAD: ["NATS/1.0\\r\\nA: b\\r\\n\\r\\nhello"]
                    B [TRC] ->> [OK]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - ->> [MSG foo.ü 1 reply 5]
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - ->> MSG_PAYLOAD: ["hello"]
                    B [TRC] <<- [PUB foo 0]
                    B [TRC] ->> [OK]
                    B [DBG] Client connection closed: Client Closed
                    A [DBG] "v1.2:py:ü€" - "$G/nkey:nk" - Client connection closed: Client Closed
                    A [TRC] "v1.2:py:ü€" - "$G/nkey:nk" - <-> [DELSUB 1]
                    """.lines().toArray(String[]::new));
        }
    }

    @Test // CF-74
    void shouldTraceHeadersOnlyWhenToldSo() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "trace_headers: true\n", FREE_PORT, "-D")) {
            talk(server);
            assertThat(lines(server).stream().filter(line -> line.contains("MSG_PAYLOAD")))
                    .containsExactly("B [TRC] <<- MSG_PAYLOAD: [\"NATS/1.0\\r\\nA: b\"]");
        }
    }

    @Test // AC-74
    void shouldTraceWhereAMessageIsMappedTo() throws Exception {
        String configuration =
                "mappings { a: b, drawn: [ { destination: c, weight: 50 }, { destination: d, weight: 50 } ] }\n";
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT, "-DV");
                WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            client.send("CONNECT {\"verbose\":false}\r\nPUB a 0\r\n\r\nPUB drawn 0\r\n\r\nPING\r\n");
            assertThat(client.readLine()).isEqualTo("PONG\r\n");
            server.awaitLog("<<- [MAPPING a -> b]", 1);
            server.awaitLog("<<- [MAPPING drawn -> ", 1);
        }
    }

    @Test // CF-19
    void shouldCutLongPayloads() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(EXECUTABLE, "", FREE_PORT, "-DV", "--max_traced_msg_len", "3")) {
            talk(server);
            assertThat(lines(server))
                    .contains("B [TRC] <<- MSG_PAYLOAD: [\"hü...\"]")
                    .contains("B [TRC] <<- MSG_PAYLOAD: [\"NAT...\"]");
        }
    }

    /** One client subscribes and knows no headers, another publishes; each step is over before the next. */
    private static void talk(ServerProcess server) throws IOException {
        try (WireConnection subscriber = new WireConnection(server.clientPort())) {
            subscriber.readLine();
            subscriber.send(bytes("CONNECT {\"verbose\":false,\"pass\":\"x\",\"auth_token\":\"x\",\"nkey\":\"nk\","
                    + "\"sig\":\"x\",\"user\":\"u\",\"name\":\"ü€\",\"lang\":\"py\",\"version\":\"1.2\"}\r\n"
                    + "SUB foo.ü 1\r\nPING\r\n"));
            assertThat(subscriber.readLine()).isEqualTo("PONG\r\n");
            try (WireConnection publisher = new WireConnection(server.clientPort())) {
                publisher.readLine();
                publisher.send("CONNECT {\"verbose\":true,\"headers\":true}\r\n");
                assertThat(publisher.readLine()).isEqualTo("+OK\r\n");
                publisher.send(bytes("PUB foo.ü 6\r\nhü") + "\u0001\u00ff\n\r\n");
                assertThat(publisher.readLine()).isEqualTo("+OK\r\n");
                server.awaitLog("[MSG foo.ü 1 6]", 1);
                publisher.send(bytes("HPUB foo.ü reply 18 23\r\nNATS/1.0\r\nA: b\r\n\r\nhello\r\n"));
                assertThat(publisher.readLine()).isEqualTo("+OK\r\n");
                server.awaitLog("[MSG foo.ü 1 reply 5]", 1);
                publisher.send("PUB foo 0\r\n\r\n");
                assertThat(publisher.readLine()).isEqualTo("+OK\r\n");
            }
            server.awaitLog("Client connection closed: Client Closed", 1);
        }
        server.awaitLog("<-> [DELSUB 1]", 1);
    }

    @ParameterizedTest // CF-242 and the texts of CP-30..130
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SUB a | processSub Parse Error: \"a\"",
                "UNSUB a b c | processUnsub Parse Error: \"a b c\"",
                "PUB a | processPub Parse Error: \"a\"",
                "PUB a x | processPub Bad or Missing Size: \"a x\"",
                "HPUB a 5 4 | processHeaderPub Header Size larger then TotalSize: \"a 5 4\"",
                "HPUB a x 4 | processHeaderPub Bad or Missing Header Size: \"a x 4\"",
                "HPUB a 4 x | processHeaderPub Bad or Missing Total Size: \"a 4 x\"",
                "PUB a 11 | maximum payload exceeded: 11 vs 10",
                "-ERR 'Foo' | Client Error 'Foo'",
                "SUB a.b.c 1 | Subscription Violation Too Many Tokens - Subject \"a.b.c\", SID 1",
                "HELLO | Client parser ERROR*",
                "CONNECT {\"protocol\":5} | invalid client protocol",
                "CONNECT {\"no_responders\":true} | no responders requires headers support",
                "CONNECT {\"account\":\"X\"} | authentication error",
            })
    void shouldSayWhatAClientDidWrong(String line, String expected) throws Exception {
        String configuration = "max_payload: 10\nmax_subscription_tokens: 2\n";
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, configuration, FREE_PORT)) {
            String first = line.startsWith("CONNECT") ? "" : CONNECT;
            assertThat(errorsOf(server, first + line + "\r\n")).first().satisfies(error -> matches(error, expected));
        }
    }

    @ParameterizedTest // AC-34, CP-46
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUB no.x 1\\r\\nx | Publish Violation - Subject \"no.x\"",
                "SUB no.x 1 | Subscription Violation - Subject \"no.x\", SID 1",
                "SUB q q1 3 | Subscription Violation - Subject \"q\", Queue: \"q1\", SID 3",
            })
    void shouldSayWhatAUserMayNot(String line, String expected) throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, USERS, FREE_PORT)) {
            String text = USER + line.replace("\\r\\n", "\r\n") + "\r\n";
            assertThat(errorsOf(server, text)).containsExactly("\"v1.1:go:n\" - \"$G/user:u\" - " + expected);
        }
    }

    @ParameterizedTest // CF-242: no secret in an error
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user\":\"u\",\"pass\":\"secret\"} | authentication error - User \"u\"",
                "{} | authentication error",
                "{\"auth_token\":\"secret\"} | authentication error",
            })
    void shouldSayWhoWasRefused(String json, String expected) throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, USERS, FREE_PORT, "-DV")) {
            assertThat(errorsOf(server, "CONNECT " + json + "\r\n"))
                    .first()
                    .satisfies(error -> matches(error, expected));
            assertThat(server.log()).doesNotContain("secret");
        }
    }

    private static void matches(String error, String expected) {
        if (expected.endsWith("*")) {
            assertThat(error).startsWith(expected.substring(0, expected.length() - 1));
        } else {
            assertThat(error).startsWith(expected);
        }
    }

    /** Returns the errors that the log has of a client that sends {@code text}. */
    private static List<String> errorsOf(ServerProcess server, String text) throws IOException {
        try (WireConnection client = new WireConnection(server.clientPort())) {
            client.readLine();
            client.send(text + "PING\r\n");
            server.awaitLog("[ERR]", 1);
        }
        String level = "A [ERR] ";
        return lines(server).stream()
                .filter(line -> line.startsWith(level))
                .map(line -> line.substring(level.length()))
                .toList();
    }

    /** Returns the lines of clients, who are called A, B and so on in their order. */
    private static List<String> lines(ServerProcess server) {
        Map<String, String> names = new HashMap<>();
        return server.log()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> names.computeIfAbsent(line.group(2), cid -> String.valueOf((char) ('A' + names.size())))
                        + " " + line.group(1) + " " + line.group(3))
                .toList();
    }

    /** Returns a text whose characters are the bytes of {@code text}, as a connection takes it. */
    private static String bytes(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
