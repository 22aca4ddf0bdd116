package dev.gannet.acceptance;

import static dev.gannet.testing.ProcessUnderTest.EXECUTABLE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CrashStream;
import dev.gannet.testing.CrashStream.Kept;
import dev.gannet.testing.CrashStream.Kind;
import dev.gannet.testing.ProcessUnderTest;
import dev.gannet.testing.ServerProcess;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits of one stream's files change while its server is stopped: the server starts, serves no wrong byte, says in its log
 * what is lost, and has all of the other streams; all of them take messages on.
 */
@ExtendWith(ProcessUnderTest.class)
class DamageIT {
    private static final int ROUNDS = Integer.getInteger("gannet.damage.rounds", 2);
    private static final long SEED = Long.getLong("gannet.damage.seed", System.nanoTime());
    private static final int MESSAGES = 600;
    private static final int FLIPS_MAX = 8;
    private static final int NUMBER_DIGITS = 10;
    private static final List<Kind> KINDS = List.of(Kind.PLAIN, Kind.UNIQUE, Kind.CLEARED);
    private static final Pattern SEQ = Pattern.compile("\"seq\":\\s*(\\d+)");
    private static final Duration ANSWER = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test // ST-1
    void shouldServeNothingWrongAndHaveWhatIsNotDamaged() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // given
            Path directory = temporary.toRealPath().resolve("store" + round);
            Map<Kind, CrashStream> streams = new EnumMap<>(Kind.class);
            try (ServerProcess server = start(directory);
                    Connection connection = Clients.connect(server.url())) {
                for (Kind kind : KINDS) {
                    CrashStream stream = new CrashStream(kind, random.nextLong());
                    streams.put(kind, stream);
                    assertThat(StreamQuestions.ask(connection, "STREAM.CREATE." + stream.name(), stream.settings()))
                            .doesNotContain("\"error\"");
                    publish(connection, stream, MESSAGES);
                }
                server.signal("TERM");
                server.awaitExit();
            }
            Kind damaged = KINDS.get(random.nextInt(KINDS.size()));
            String when = flip(directory, 1 + KINDS.indexOf(damaged)) + ", round " + round + " of -Dgannet.damage.seed="
                    + SEED;

            // when
            try (ServerProcess server = start(directory);
                    Connection connection = Clients.connect(server.url())) {
                // then
                for (Kind kind : KINDS) {
                    CrashStream stream = Objects.requireNonNull(streams.get(kind));
                    List<Kept> found = StreamQuestions.all(connection, stream.name());
                    if (kind == damaged) {
                        check(stream, found, when);
                        boolean isTold =
                                server.log().contains("[ERR]") || server.log().contains("[WRN]");
                        assertThat(found.size() == MESSAGES || isTold).as(when).isTrue();
                    } else {
                        stream.check(found, when);
                        assertThat(found).as("%s, %s", kind, when).hasSize(MESSAGES);
                    }
                    publish(connection, stream, 10);
                }
            }
        }
    }

    private static ServerProcess start(Path directory) throws IOException {
        return ServerProcess.start(EXECUTABLE, "", -1, "-js", "-sd", directory.toString());
    }

    private static void publish(Connection connection, CrashStream stream, int count) throws Exception {
        Map<Integer, CompletableFuture<Message>> answers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int number = stream.next(0);
            answers.put(number, connection.request(stream.subject(number), stream.payload(number)));
        }
        for (Map.Entry<Integer, CompletableFuture<Message>> one : answers.entrySet()) {
            String answer = new String(
                    one.getValue().get(ANSWER.toSeconds(), TimeUnit.SECONDS).getData(), UTF_8);
            Matcher seq = SEQ.matcher(answer);
            assertThat(seq.find()).as(answer).isTrue();
            stream.acknowledged(one.getKey(), Long.parseLong(seq.group(1)));
        }
    }

    /** Changes some bits in the files of a stream; returns which. */
    private String flip(Path directory, int stream) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/streams/0/" + stream + "/"))
                    .filter(file -> file.toFile().length() > 0)
                    .sorted()
                    .forEach(files::add);
        }
        assertThat(files).isNotEmpty();
        List<String> flipped = new ArrayList<>();
        for (int i = 1 + random.nextInt(FLIPS_MAX); i > 0; i--) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            flipped.add(file.getFileName() + " at " + at);
        }
        return "stream " + stream + " flipped: " + String.join(", ", flipped);
    }

    /** What is there of a damaged stream is what was published, where it was. */
    private static void check(CrashStream stream, List<Kept> found, String when) {
        for (Kept kept : found) {
            int number = Integer.parseInt(new String(kept.payload(), 0, NUMBER_DIGITS, US_ASCII));
            assertThat(kept.payload()).as("message %s, %s", number, when).isEqualTo(stream.payload(number));
            assertThat(kept.subject()).as(when).isEqualTo(stream.subject(number));
        }
        assertThat(found).as(when).extracting(Kept::seq).isSorted().doesNotHaveDuplicates();
    }
}
