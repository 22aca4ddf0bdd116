package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.RunningServer;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stream takes what its account imports, under the subjects that the account has for it. */
@ExtendWith(ProcessUnderTest.class)
class StreamOfImportsIT {
    private static final String SERVER = """
            accounts {
              A {
                jetstream: enabled, users: [ { user: a, password: p } ]
                exports: [ { stream: "dark.>" }, { stream: "same.>" }, { stream: "seen.>" } ]
              }
              B {
                jetstream: enabled, users: [ { user: b, password: p } ]
                imports: [
                  { stream: { account: A, subject: "dark.>" }, prefix: "from" }
                  { stream: { account: A, subject: "same.>" } }
                  { stream: { account: A, subject: "seen.>" }, to: "here.>", allow_trace: true }
                ]
              }
            }
            """;

    private RunningServer server;
    private ConsumerWire exporter;
    private ConsumerWire importer;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = ServerUnderTest.start("jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n" + SERVER);
        exporter = connect(server.clientPort(), "a");
        importer = connect(server.clientPort(), "b");
    }

    @AfterEach
    void stop() throws IOException {
        exporter.close();
        importer.close();
        server.close();
    }

    private static ConsumerWire connect(int port, String user) throws IOException {
        return new ConsumerWire(port, ",\"user\":\"" + user + "\",\"pass\":\"p\",\"name\":\"n\"");
    }

    private static void create(ConsumerWire user, String name, String subjects) throws IOException {
        String settings = "{\"name\":\"" + name + "\",\"storage\":\"memory\",\"subjects\":[" + subjects + "]}";
        assertThat(user.request("$JS.API.STREAM.CREATE." + name, settings)).doesNotContain("\"error\"");
    }

    @Test // AC-38, AC-39
    void shouldStoreWhatIsImported() throws Exception {
        // given
        importer.subscribe("R.*");
        exporter.subscribe("R.*");
        create(importer, "B", "\"from.dark.>\",\"same.>\",\"here.>\"");

        // when
        exporter.publish("dark.1", "R.1", "one");
        exporter.publish("same.2", "R.2", "two");
        exporter.publish("seen.3", "R.3", "X: y", "three");
        exporter.flush();

        // then
        assertThat(importer.next()).isEqualTo("R.1 [] {\"stream\":\"B\",\"seq\":1}");
        assertThat(importer.next()).isEqualTo("R.2 [] {\"stream\":\"B\",\"seq\":2}");
        assertThat(importer.next()).isEqualTo("R.3 [] {\"stream\":\"B\",\"seq\":3}");
        assertThat(got("{\"seq\":1}")).contains("\"subject\":\"from.dark.1\"", "\"data\":\"b25l\"");
        assertThat(got("{\"seq\":2}")).contains("\"subject\":\"same.2\"");
        assertThat(got("{\"last_by_subj\":\"here.3\"}"))
                .contains("\"subject\":\"here.3\"", "\"hdrs\":\"TkFUUy8xLjANClg6IHkNCg0K\"");
        assertThat(exporter.come()).isEmpty();
    }

    @Test
    void shouldStoreInBothAccounts() throws Exception {
        // given
        importer.subscribe("R.*");
        exporter.subscribe("R.*");
        create(importer, "B", "\"from.dark.>\",\"here.>\"");
        create(exporter, "A", "\"dark.1\",\"seen.3\"");

        // when
        exporter.publish("dark.1", "R.1", "one");
        exporter.publish("dark.2", "R.2", "two");
        exporter.publish("seen.3", "R.3", "three");
        exporter.flush();

        // then
        for (int i = 1; i <= 3; i++) {
            assertThat(importer.next()).isEqualTo("R." + i + " [] {\"stream\":\"B\",\"seq\":" + i + "}");
        }
        assertThat(exporter.next()).isEqualTo("R.1 [] {\"stream\":\"A\",\"seq\":1}");
        assertThat(exporter.next()).isEqualTo("R.3 [] {\"stream\":\"A\",\"seq\":2}");
        assertThat(got("{\"seq\":3}")).contains("\"subject\":\"here.3\"");
    }

    @Test
    void shouldStoreNoLongerWhatIsNotOfTheStream() throws Exception {
        // given
        importer.subscribe("R.*");
        create(importer, "B", "\"from.dark.>\",\"same.>\"");

        // when
        String changed = "{\"name\":\"B\",\"storage\":\"memory\",\"subjects\":[\"same.>\"]}";
        assertThat(importer.request("$JS.API.STREAM.UPDATE.B", changed)).doesNotContain("\"error\"");
        exporter.publish("dark.1", "R.1", "one");
        exporter.publish("same.2", "R.2", "two");
        exporter.flush();

        // then
        assertThat(importer.next()).isEqualTo("R.2 [] {\"stream\":\"B\",\"seq\":1}");

        // when
        importer.request("$JS.API.STREAM.DELETE.B", "");
        exporter.publish("same.2", "R.2", "two");
        exporter.flush();

        // then
        assertThat(importer.come()).isEmpty();
    }

    @Test // CP-234, CP-236
    void shouldTraceAsFarAsIsAllowed() throws Exception {
        // given
        exporter.subscribe("T");
        importer.subscribe("T");
        create(importer, "B", "\"from.dark.>\",\"here.>\"");

        for (String only : new String[] {"", "\r\nNats-Trace-Only: true"}) {
            // when
            exporter.publish("dark.1", "", "Nats-Trace-Dest: T" + only, "one");
            String dark = exporter.take().payload();
            exporter.publish("seen.3", "", "Nats-Trace-Dest: T" + only, "three");
            String seen = exporter.take().payload();

            // then
            assertThat(dark).contains("\"acc\":\"B\",\"to\":\"from.dark.1\"").doesNotContain("\"js\"");
            assertThat(seen).contains("\"acc\":\"B\",\"to\":\"here.3\"", "\"stream\":\"B\",\"subject\":\"here.3\"");
            assertThat(importer.come()).isEmpty();
        }
        assertThat(importer.request("$JS.API.STREAM.INFO.B", "")).contains("\"messages\":2,");
    }

    @Test
    void shouldStoreWhatIsImportedSinceAReload(@TempDir Path directory) throws Exception {
        String store = "jetstream { store_dir: \"" + directory.toRealPath() + "\" }\n";
        String before = store + SERVER.replaceAll("(?s)imports: \\[.*?\\]", "imports: []");
        try (ServerProcess process = ServerProcess.start(EXECUTABLE, before, -1);
                ConsumerWire from = connect(process.clientPort(), "a");
                ConsumerWire to = connect(process.clientPort(), "b")) {
            // given
            to.subscribe("R.*");
            create(to, "B", "\"from.dark.>\"");
            from.publish("dark.1", "R.1", "one");
            from.flush();

            // when
            process.reload(store + SERVER);
            from.publish("dark.2", "R.2", "two");

            // then
            assertThat(to.next()).isEqualTo("R.2 [] {\"stream\":\"B\",\"seq\":1}");
        }
    }

    private String got(String request) throws IOException {
        return importer.request("$JS.API.STREAM.MSG.GET.B", request);
    }
}
