package dev.gannet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What nats-server's security advisories about streams were about, tried here, as in {@link AdvisoriesIT}. Account A has a
 * stream S with one message; B may have streams, too.
 */
class StreamAdvisoriesIT {
    private static final String API = "$JS.API.";
    private static final int LINES_MAX = 100;

    @TempDir
    Path directory;

    private RunningServer server;
    private User a;
    private User b;
    private int asked;

    @BeforeEach
    void startWithAStream() throws IOException {
        server = ServerUnderTest.start("""
                jetstream { store_dir: "%s", max_mem: 64MB, max_file: 64MB, domain: hub }
                accounts {
                  A { jetstream: enabled, users: [ { user: a, password: p } ] }
                  B { jetstream: enabled, users: [ { user: b, password: p } ] }
                  SYS { users: [ { user: s, password: p } ] }
                }
                system_account: SYS
                """.formatted(directory.resolve("store")));
        a = new User(server, "a");
        b = new User(server, "b");
        a.send("SUB inbox.> 1\r\n");
        b.send("SUB inbox.> 1\r\n");
        assertThat(answer(a, "STREAM.CREATE.S", "{\"name\":\"S\",\"subjects\":[\"s\"],\"allow_direct\":true}"))
                .contains("\"did_create\":true");
        a.send("PUB s inbox.stored 5\r\nhello\r\n");
        assertThat(a.received(2).get(1)).contains("\"seq\":1");
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        server.close();
    }

    @ParameterizedTest // CVE-2025-30215: who could ask about streams could have those of any account moved or deleted
    @CsvSource(
            delimiter = '|',
            value = {
                "$JS.API.ACCOUNT.PURGE.A | ",
                "$JS.hub.API.ACCOUNT.PURGE.A | ",
                "$JS.API.SERVER.REMOVE | {\"peer\":\"n\"}",
                "$JS.API.ACCOUNT.STREAM.MOVE.A.S | {\"server\":\"n\"}",
                "$JS.API.ACCOUNT.STREAM.CANCEL_MOVE.A.S | ",
                "$JS.API.META.LEADER.STEPDOWN | ",
                "$JS.API.STREAM.INFO.S | ",
                "$JS.API.STREAM.PURGE.S | ",
                "$JS.API.STREAM.DELETE.S | ",
                "$JS.API.STREAM.UPDATE.S | {\"name\":\"S\",\"subjects\":[\"s\"],\"max_msgs\":0}",
                "$JS.API.STREAM.MSG.GET.S | {\"seq\":1}",
                "$JS.API.STREAM.MSG.DELETE.S | {\"seq\":1}",
                "$JS.API.STREAM.SNAPSHOT.S | {\"deliver_subject\":\"inbox.copy\"}",
                "$JS.API.DIRECT.GET.S | {\"seq\":1}",
                "$JS.API.CONSUMER.CREATE.S | {\"stream_name\":\"S\",\"config\":{\"deliver_subject\":\"inbox.sent\"}}"
            })
    void shouldDoNothingToAnotherAccountsStream(String subject, @Nullable String body) throws Exception {
        // when
        request(b, subject, body == null ? "" : body);

        // then there is nothing but refusals; an answer to a later question comes behind an earlier one's
        String names = answer(b, "STREAM.NAMES", "");
        assertThat(names).contains("\"streams\":null").doesNotContain("hello");
        assertThat(names.lines().filter(line -> line.startsWith("{") && !line.contains("stream_names_response")))
                .allMatch(line -> line.contains("\"error\""));

        // and the stream is as it was
        assertThat(answer(a, "STREAM.INFO.S", ""))
                .contains("\"messages\":1,", "\"consumer_count\":0")
                .doesNotContain("\"max_msgs\":0");
    }

    @ParameterizedTest // CVE-2022-42708: a number of replicas was taken as it came
    @ValueSource(strings = {"-1", "-9223372036854775808", "6", "1000000", "9223372036854775807"})
    void shouldNotTakeAnyNumberOfReplicas(String replicas) throws Exception {
        assertThat(answer(b, "STREAM.CREATE.R", "{\"name\":\"R\",\"num_replicas\":" + replicas + "}"))
                .contains("\"error\"");
        assertThat(answer(
                        a,
                        "STREAM.UPDATE.S",
                        "{\"name\":\"S\",\"subjects\":[\"s\"],\"num_replicas\":" + replicas + "}"))
                .contains("\"error\"");
        assertThat(answer(b, "STREAM.NAMES", "")).contains("\"streams\":null");
        assertThat(answer(a, "STREAM.INFO.S", "")).contains("\"num_replicas\":1");
    }

    @Test // CVE-2026-33222, 2026-12: who might restore one stream could restore another one
    void shouldNotRestoreUnderAnotherName() throws Exception {
        // given
        String other = "{\"config\":{\"name\":\"T\",\"subjects\":[\"t\"],\"storage\":\"file\",\"num_replicas\":1},"
                + "\"state\":{\"messages\":0,\"bytes\":0,\"first_seq\":0,\"last_seq\":0,\"consumer_count\":0}}";

        // when
        String said = answer(a, "STREAM.RESTORE.ALLOWED", other);

        // then
        assertThat(said).contains("\"error\"");
        assertThat(answer(a, "STREAM.NAMES", "")).contains("\"streams\":[\"S\"]");
    }

    @ParameterizedTest // CVE-2022-26652, CVE-2022-28357: names led out of the directory
    @ValueSource(strings = {"../../out", "/out", "..", "a/b", "..\\\\out"})
    void shouldTakeNoNameForAPath(String name) throws Exception {
        String subjects = "\"subjects\":[\"t\"]";
        for (String kind : List.of("CREATE", "RESTORE")) {
            String config = "{\"name\":\"" + name + "\"," + subjects + "}";
            String token = name.contains(".") ? "x" : name;
            String body = kind.equals("CREATE") ? config : "{\"config\":" + config + ",\"state\":{}}";
            assertThat(answer(a, "STREAM." + kind + "." + token, body))
                    .as(kind)
                    .doesNotContain("\"did_create\"", "\"deliver_subject\":\"$JS");
        }
        assertThat(answer(a, "STREAM.NAMES", "")).contains("\"streams\":[\"S\"]");
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside).containsExactly(directory.resolve("store"));
        }
    }

    /** Asks the API, and returns all that has come when that is answered. */
    private String answer(User user, String what, String body) throws IOException {
        String inbox = request(user, API + what, body);
        List<String> lines = new ArrayList<>();
        for (String line = ""; !line.contains("MSG " + inbox + " ") && lines.size() < LINES_MAX; lines.add(line)) {
            line = user.next();
        }
        return String.join("\r\n", lines) + "\r\n" + user.next();
    }

    private String request(User user, String subject, String body) throws IOException {
        String inbox = "inbox." + ++asked;
        int size = body.getBytes(StandardCharsets.UTF_8).length;
        user.send("PUB " + subject + " " + inbox + " " + size + "\r\n" + body + "\r\n");
        return inbox;
    }
}
