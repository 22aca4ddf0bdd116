package dev.gannet.process.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.ServerLog;
import dev.gannet.process.log.LogEntry.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsFormatLogTest {
    private static final TimeZone BERLIN = TimeZone.getTimeZone("Europe/Berlin");
    private static final LogStyle STYLE = LogStyle.of(42);
    private static final LogStyle PLAIN = new LogStyle(42, false, false, false, false, false);

    @TempDir
    Path directory;

    private final List<NatsFormatLog> opened = new ArrayList<>();
    private final StepClock clock = new StepClock();
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        opened.forEach(NatsFormatLog::close);
    }

    @Test
    void shouldWriteALineAsTheReferenceDoes() {
        // CF-233, CF-234
        NatsFormatLog log = logOnStream(STYLE);

        log.notice("Server is ready");
        log.warn("w");
        log.error("e");
        log.fatal("f");

        assertThat(lines())
                .containsExactly(
                        "[42] 2026/11/21 12:28:42.123456 [INF] Server is ready",
                        "[42] 2026/11/21 12:28:43.123456 [WRN] w",
                        "[42] 2026/11/21 12:28:44.123456 [ERR] e",
                        "[42] 2026/11/21 12:28:45.123456 [FTL] f");
    }

    @Test
    void shouldWriteUtcOrNoTimesWhenToldSo() {
        // CF-13, CF-14
        logOnStream(new LogStyle(42, true, true, false, false, false)).notice("utc");
        assertThat(lines()).hasSize(1);
        logOnStream(new LogStyle(42, false, true, false, false, false)).notice("none");

        assertThat(lines()).containsExactly("[42] 2026/11/21 11:28:42.123456 [INF] utc", "[42] [INF] none");
    }

    @Test
    void shouldHaveDebugAndTraceLinesOnlyWhenToldSo() {
        // CF-17
        NatsFormatLog quiet = logOnStream(STYLE);
        quiet.debug("no");
        quiet.trace("no");
        NatsFormatLog loud = logOnStream(new LogStyle(42, false, false, true, true, false));
        loud.debug("d");
        loud.trace("t");

        assertThat(quiet.debugEnabled() || quiet.traceEnabled()).isFalse();
        assertThat(loud.debugEnabled() && loud.traceEnabled()).isTrue();
        assertThat(lines()).containsExactly("[42] [DBG] d", "[42] [TRC] t");
    }

    @Test
    void shouldColourTheLevelOnATerminal() {
        // CF-234
        NatsFormatLog log = logOnStream(new LogStyle(42, false, false, true, true, true));

        log.notice("i");
        log.warn("w");
        log.trace("t");

        assertThat(lines())
                .containsExactly(
                        "[42] [\u001b[32mINF\u001b[0m] i",
                        "[42] [\u001b[0;93mWRN\u001b[0m] w",
                        "[42] [\u001b[33mTRC\u001b[0m] t");
    }

    @Test
    void shouldPutConnectionPrefixesBeforeTheText() {
        // CF-241
        NatsFormatLog log = logOnStream(PLAIN);

        log.withPrefix("127.0.0.1:51234 - cid:5 - ")
                .withPrefix("\"v1:go:me\" - ")
                .notice("Client connection closed");
        log.withPrefix("x").debug("no");

        assertThat(lines())
                .containsExactly("[42] [INF] 127.0.0.1:51234 - cid:5 - \"v1:go:me\" - Client connection closed");
    }

    @Test
    void shouldWriteALongLineInOnePiece() {
        NatsFormatLog log = logOnStream(PLAIN);
        String text = "ü".repeat(100_000);

        log.notice(text);
        log.notice("short");

        assertThat(lines()).containsExactly("[42] [INF] " + text, "[42] [INF] short");
    }

    @Test
    void shouldAppendToAFileThatOthersCannotRead() throws IOException {
        // CF-236
        Path path = directory.resolve("server.log");
        for (String text : List.of("first", "second")) {
            try (NatsFormatLog log = logInFile(path, 0, 0)) {
                log.notice(text);
            }
        }

        assertThat(Files.readAllLines(path)).hasSize(2).allMatch(line -> line.startsWith("[42] 2026/11/21 "));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void shouldSetAFullFileAside() throws IOException {
        // CF-237
        Path path = directory.resolve("server.log");
        try (NatsFormatLog log = logInFile(path, 100, 0)) {
            log.notice("a".repeat(40));
            assertThat(backups()).isEmpty();

            // when the limit is passed, not only reached
            log.notice("b".repeat(40));
        }

        assertThat(backups()).hasSize(1);
        Path backup = directory.resolve(backups().get(0));
        assertThat(backup.getFileName().toString())
                .matches("server\\.log\\.2026\\.11\\.21\\.\\d\\d\\.28\\.43\\.123456789");
        assertThat(Files.readAllLines(backup)).hasSize(2);
        assertThat(Files.readString(path)).endsWith("[INF] Rotated log, backup saved as \"" + backup + "\"\r\n");
    }

    @Test
    void shouldSetAFileAsideThatIsFullAlready() throws IOException {
        Path path = directory.resolve("server.log");
        Files.writeString(path, "x".repeat(200) + "\n");

        logInFile(path, 100, 0).close();

        assertThat(backups()).hasSize(1);
        assertThat(Files.readString(directory.resolve(backups().get(0)))).endsWith("[INF] Rotating logfile...\n");
    }

    @Test
    void shouldRemoveTheOldestFiles() throws IOException {
        // CF-238
        Path path = directory.resolve("server.log");
        Path unrelated = Files.writeString(directory.resolve("server.log.old"), "kept");
        try (NatsFormatLog log = logInFile(path, 10, 3)) {
            for (int i = 0; i < 5; i++) {
                log.notice("line " + i);
            }
        }

        assertThat(backups()).hasSize(3).contains("server.log.old");
        assertThat(Files.readString(path))
                .containsPattern("\\[INF\\] Purged log file \"server\\.log\\.2026[.\\d]+\"\r\n$");
        assertThat(unrelated).exists();
    }

    @Test
    void shouldGoOnInANewFileAfterReopen() throws IOException {
        // CF-239
        Path path = directory.resolve("server.log");
        try (NatsFormatLog log = logInFile(path, 0, 0)) {
            log.notice("before");
            log.flush();
            Files.move(path, directory.resolve("moved"));
            log.notice("between");
            log.flush();

            log.reopen();
        }

        assertThat(Files.readAllLines(directory.resolve("moved"))).hasSize(2);
        assertThat(Files.readString(path)).endsWith("[INF] File log re-opened\n");
    }

    @Test
    void shouldOnlySayThatAStreamCannotBeReopened() {
        logOnStream(STYLE).reopen();

        assertThat(lines()).singleElement().asString().endsWith("[INF] File log re-open ignored, not a file logger");
    }

    @Test
    void shouldGoOnElsewhereWithOtherLevelsWhenChanged() throws IOException {
        // given
        Path path = directory.resolve("server.log");
        NatsFormatLog log = logInFile(path, 0, 0);
        ServerLog ofClient = log.withPrefix("cid:1 - ");
        ofClient.debug("not yet");

        // when
        LogStyle loud = new LogStyle(42, false, false, true, true, false);
        log.change(loud, new StreamDestination(stream, new LineFormat(loud, BERLIN)));

        // then
        assertThat(log.debugEnabled() && log.traceEnabled()).isTrue();
        ofClient.debug("now");
        assertThat(lines()).containsExactly("[42] [DBG] cid:1 - now");
        assertThat(path).isEmptyFile();
    }

    @Test
    void shouldSayHowManyLinesWereLost() {
        // given an output that fails for a while
        var output = new FailingOutput(stream);
        var log = opened(new NatsFormatLog(PLAIN, output, clock));

        output.failing = true;
        log.notice("lost");
        log.notice("lost too");
        log.flush();
        output.failing = false;
        log.notice("back");
        log.notice("again");

        assertThat(lines())
                .containsExactly(
                        "[42] [WRN] Unable to write 2 log lines before this one",
                        "[42] [INF] back",
                        "[42] [INF] again");
    }

    @Test
    void shouldDropLinesAfterItsEnd() throws IOException {
        Path path = directory.resolve("server.log");
        NatsFormatLog log = logInFile(path, 0, 0);
        log.close();

        log.notice("late");
        log.close();

        assertThat(path).isEmptyFile();
    }

    @Test
    void shouldKeepLinesWholeWhenManyThreadsWrite() throws Exception {
        Path path = directory.resolve("server.log");
        try (NatsFormatLog log = NatsFormatLog.open(STYLE, LogDestination.file(STYLE, path, 10_000, 0))) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String text = Integer.toString(t).repeat(50);
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 250; i++) {
                        log.notice(text);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        List<String> all = new ArrayList<>(Files.readAllLines(path));
        for (String backup : backups()) {
            all.addAll(Files.readAllLines(directory.resolve(backup)));
        }
        assertThat(all.stream().filter(line -> line.matches(".*\\[INF\\] (.)\\1{49}")))
                .hasSize(1000);
    }

    private NatsFormatLog logOnStream(LogStyle style) {
        return opened(new NatsFormatLog(style, new StreamDestination(stream, new LineFormat(style, BERLIN)), clock));
    }

    private NatsFormatLog logInFile(Path path, long sizeLimitBytes, int filesMax) throws IOException {
        return opened(new NatsFormatLog(STYLE, LogDestination.file(STYLE, path, sizeLimitBytes, filesMax), clock));
    }

    private NatsFormatLog opened(NatsFormatLog log) {
        opened.add(log);
        return log;
    }

    private List<String> lines() {
        opened.forEach(NatsFormatLog::flush);
        return stream.toString(UTF_8).lines().toList();
    }

    private List<String> backups() throws IOException {
        opened.forEach(NatsFormatLog::flush);
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("server.log."))
                    .sorted()
                    .toList();
        }
    }

    /** A second later at each call. */
    private static final class StepClock implements InstantSource {
        private Instant next = Instant.parse("2026-11-21T11:28:42.123456789Z");

        @Override
        public Instant instant() {
            Instant now = next;
            next = next.plusSeconds(1);
            return now;
        }
    }

    private static final class FailingOutput implements LogDestination {
        private final LogDestination output;
        private volatile boolean failing;

        FailingOutput(ByteArrayOutputStream stream) {
            this.output = new StreamDestination(stream, new LineFormat(PLAIN, BERLIN));
        }

        @Override
        public void write(LogLine line) throws IOException {
            if (failing) {
                throw new IOException("No space left on device");
            }
            output.write(line);
        }

        @Override
        public void flush() throws IOException {
            output.flush();
        }

        @Override
        public void close() {}
    }
}
