package dev.gannet.acceptance;

import static dev.gannet.testing.Eventually.eventually;
import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gannet.testing.CommandOutcome;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import dev.gannet.testing.ServerUnderTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Profiles over HTTP of the edge host; the same holds for nats-server, with {@code -Dgannet.reference=...}. */
@ExtendWith(ProcessUnderTest.class)
class ProfilingIT {
    private static final int FREE_PORT = -1;
    private static final Pattern PORT = Pattern.compile("profiling port: (\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test // CF-26, CF-232
    void shouldSayWhereProfilesAre() throws Exception {
        String[] flags = {"--profile", "-1", "--ports_file_dir", directory.toString()};
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "", FREE_PORT, flags)) {
            // then a port is open where clients connect, of which log and file tell
            int port = port(server);
            eventually(() -> assertThat(directory.resolve("nats-server_" + server.pid() + ".ports"))
                    .content()
                    .contains("\"profile\":[\"http://127.0.0.1:" + port + "\"]"));

            // and there is an index of what there is, and nothing else
            assertThat(text(port, "/debug/pprof/").body())
                    .contains("<html", "goroutine?debug=1", "heap?debug=1", "threadcreate?debug=1", "cmdline");
            assertThat(text(port, "/debug/pprof").statusCode()).isEqualTo(307);
            assertThat(text(port, "/").statusCode()).isEqualTo(404);
            assertThat(text(port, "/varz").statusCode()).isEqualTo(404);
        }
    }

    @Test // CF-82
    void shouldTakeProfiles() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "prof_port: -1", FREE_PORT)) {
            int port = port(server);

            // then files are for tools
            for (String name : new String[] {"goroutine", "threadcreate", "heap", "heap?gc=1", "profile?seconds=1"}) {
                assertIsFile(name, get(port, "/debug/pprof/" + name));
            }

            // and texts for people
            for (String name : new String[] {"goroutine?debug=1", "goroutine?debug=2", "heap?debug=1", "cmdline"}) {
                HttpResponse<String> text = text(port, "/debug/pprof/" + name);
                assertThat(text.statusCode()).as(name).isEqualTo(200);
                assertThat(text.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
                assertThat(text.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
                assertThat(text.body()).as(name).isNotBlank();
            }
        }
    }

    private static void assertIsFile(String name, HttpResponse<byte[]> file) throws IOException {
        assertThat(file.statusCode()).as(name).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"" + name.replaceAll("\\?.*", "") + '"');
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file.body()))) {
            assertThat(in.readAllBytes()).as(name).isNotEmpty();
        }
    }

    @Test // CF-82
    void shouldSayWhyThereIsNoProfile() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "prof_port: -1", FREE_PORT)) {
            int port = port(server);
            assertIsProblem(text(port, "/debug/pprof/nosuch"), 404, "Unknown profile\n");
            assertIsProblem(text(port, "/debug/pprof/goroutine/"), 404, "Unknown profile\n");
            assertIsProblem(
                    text(port, "/debug/pprof/heap?seconds=x"),
                    400,
                    "invalid value for \"seconds\" - must be a positive integer\n");
            assertIsProblem(
                    text(port, "/debug/pprof/goroutine?seconds=1&debug=1"),
                    400,
                    "seconds and debug params are incompatible\n");

            HttpResponse<String> posted = http.send(
                    HttpRequest.newBuilder(uri(port, "/debug/pprof/heap"))
                            .POST(BodyPublishers.ofString("x"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");
        }
    }

    @Test // CF-82
    void shouldTakeOneProfileOfTheProcessorAtATime() throws Exception {
        CompletableFuture<HttpResponse<String>> longer;
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "prof_port: -1", FREE_PORT)) {
            int port = port(server);

            // given two that take long
            CompletableFuture<HttpResponse<String>> one = profileOfTheProcessor(port);
            CompletableFuture<HttpResponse<String>> other = profileOfTheProcessor(port);
            CompletableFuture.anyOf(one, other).join();

            // then there is none for who was later, and what takes a moment does not wait
            CompletableFuture<HttpResponse<String>> refused = one.isDone() ? one : other;
            longer = one.isDone() ? other : one;
            assertIsProblem(refused.join(), 500, "Could not enable CPU profiling: cpu profiling already in use\n");
            assertIsFile("goroutine", get(port, "/debug/pprof/goroutine"));
            assertThat(longer).isNotDone();

            // and the server's end is not held up by it
            server.signal("TERM");
            server.awaitExit();
        }
        eventually(() -> assertThat(longer).isDone());
    }

    private CompletableFuture<HttpResponse<String>> profileOfTheProcessor(int port) {
        HttpRequest request =
                HttpRequest.newBuilder(uri(port, "/debug/pprof/profile")).build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    @Test // CF-82
    void shouldSayWhatAJvmDoesNotCount() throws Exception {
        assumeTrue(!ServerUnderTest.isReference());
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "prof_port: -1", FREE_PORT)) {
            int port = port(server);
            String index = text(port, "/debug/pprof/").body();
            for (String name : new String[] {"allocs", "block", "mutex", "symbol", "trace"}) {
                assertIsProblem(
                        text(port, "/debug/pprof/" + name), 501, "Profile \"" + name + "\" is not counted by a JVM\n");
                assertThat(index).doesNotContain(name);
            }
            assertIsProblem(text(port, "/debug/pprof/heap?seconds=1"), 501, "\"seconds\" is for \"profile\" only\n");
            assertIsProblem(
                    text(port, "/debug/pprof/profile?seconds=61"), 400, "profile duration exceeds 60 seconds\n");
        }
    }

    @Test // CF-26, CF-82: nothing listens unless it is asked for
    void shouldNotListenUnlessAsked() throws Exception {
        String[] flags = {"--profile", "0", "--ports_file_dir", directory.toString(), "-m", "-1"};
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "prof_port: 6060", FREE_PORT, flags)) {
            Path file = directory.resolve("nats-server_" + server.pid() + ".ports");
            eventually(() -> assertThat(file).content().contains("\"monitoring\""));
            assertThat(file).content().doesNotContain("\"profile\"");
            assertThat(server.log()).doesNotContain("profiling port");
            assertThat(text(server.monitoringPort(), "/debug/pprof/").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test // CF-219, RL-43
    void shouldNotMoveInAReload() throws Exception {
        try (ServerProcess server = ServerProcess.start(EXECUTABLE, "prof_port: -1", FREE_PORT)) {
            int port = port(server);
            Files.writeString(server.directory().resolve("nats.conf"), "prof_port: 6060");
            server.signal("HUP");
            server.awaitLog("config reload not supported for ProfPort: old=-1, new=6060", 1);
            server.reload("prof_port: -1, prof_block_rate: 5");
            server.awaitLog("Reloaded: prof_block_rate = 5", 1);
            assertThat(text(port, "/debug/pprof/").statusCode()).isEqualTo(200);
        }
    }

    @Test // CF-26
    void shouldNotStartWithoutItsPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String[] flags = {"-a", "127.0.0.1", "-p", "-1", "--profile", Integer.toString(taken.getLocalPort())};
            CommandOutcome outcome = CommandOutcome.of(EXECUTABLE, flags);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.output())
                    .contains("[FTL] error starting profiler: listen tcp 127.0.0.1:" + taken.getLocalPort()
                            + ": bind: address already in use");
        }
    }

    private static int port(ServerProcess server) {
        Matcher matcher = PORT.matcher(server.log());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static void assertIsProblem(HttpResponse<String> response, int status, String text) {
        assertThat(response.statusCode()).as(response.uri().toString()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(text);
        assertThat(response.headers().firstValue("X-Go-Pprof")).hasValue("1");
    }

    private HttpResponse<String> text(int port, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> get(int port, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofByteArray());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
