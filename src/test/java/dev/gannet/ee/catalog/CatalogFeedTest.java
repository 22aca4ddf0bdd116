package dev.gannet.ee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gannet.base.Clock;
import dev.gannet.testing.ChangingStreams;
import dev.gannet.testing.RecordingLog;
import dev.gannet.testing.SqlRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFeedTest {
    private static final int DAMAGES = 40;

    @TempDir
    Path directory;

    private final ChangingStreams streams = new ChangingStreams();
    private final RecordingLog log = new RecordingLog();
    private Path file = Path.of("");
    private CatalogFeed feed = new CatalogFeed(streams, file, Clock.system(), log);

    @BeforeEach
    void inADirectory() {
        file = directory.resolve("a b").resolve("catalog");
        feed = new CatalogFeed(streams, file, Clock.system(), log);
    }

    @AfterEach
    void close() {
        feed.close();
    }

    @Test
    void shouldHaveWhatThereIs() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        streams.put("B", "T", 0, -1);

        // when
        feed.turn();

        // then
        assertThat(
                        rows(
                                "SELECT ACCOUNT, NAME, CREATED, STORAGE, MESSAGES_MAX, BYTES_MAX, CONFIG FROM STREAMS ORDER BY 1"))
                .containsExactly(
                        "A|S|2026-11-22 10:19:11.234075461+00|file|7|-1|{\"name\":\"S\",\"max_msgs\":7}",
                        "B|T|2026-11-22 10:19:11.234075461+00|file|-1|-1|{\"name\":\"T\",\"max_msgs\":-1}");
        assertThat(rows("SELECT * FROM ACCOUNTS ORDER BY NAME")).containsExactly("A|-1|1000", "B|-1|1000");
        assertThat(rows("SELECT CHANGES FROM WATERMARK")).containsExactly("2");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldFollowChanges() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        streams.put("A", "T", 3, 7);
        feed.turn();

        // when
        streams.put("A", "S", 3, 8);
        streams.remove("A", "T");
        feed.turn();
        feed.turn();

        // then
        assertThat(rows("SELECT NAME, MESSAGES_MAX FROM STREAMS")).containsExactly("S|8");
        assertThat(rows("SELECT CHANGES FROM WATERMARK")).containsExactly("4");
    }

    @Test
    void shouldKeepWhatItHasWhileTheStreamsDoNotAnswer() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        streams.putConsumer("A", "S", "c", "");
        feed.turn();
        streams.put("A", "T", 3, 7);

        // when
        streams.silent(true);
        feed.turn();

        // then
        assertThat(rows("SELECT NAME FROM STREAMS")).containsExactly("S");
        assertThat(rows("SELECT NAME FROM CONSUMERS")).containsExactly("c");
        assertThat(log.lines()).isEmpty();

        // when
        streams.silent(false);
        feed.turn();

        // then
        assertThat(rows("SELECT NAME FROM STREAMS ORDER BY NAME")).containsExactly("S", "T");
    }

    @Test
    void shouldHaveDurableConsumers() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        streams.putConsumer("A", "S", "c", "old");
        streams.putConsumer("A", "S", "gone", "");
        streams.putConsumer("A", "S", "ephemeral1", "");
        feed.turn();
        String all = "SELECT ACCOUNT, STREAM, NAME, CREATED, DESCRIPTION, CONFIG FROM CONSUMERS ORDER BY NAME";
        assertThat(rows(all))
                .containsExactly(
                        "A|S|c|2026-11-22 10:19:11.234075461+00|old|{\"name\":\"c\"}",
                        "A|S|gone|2026-11-22 10:19:11.234075461+00||{\"name\":\"gone\"}");

        // when one changes while nobody looks, and another goes
        feed.close();
        streams.putConsumer("A", "S", "c", "new");
        streams.removeConsumer("A", "S", "gone");
        feed = new CatalogFeed(streams, file, Clock.system(), log);
        feed.turn();

        // then
        assertThat(rows("SELECT NAME, DESCRIPTION FROM CONSUMERS")).containsExactly("c|new");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldCatchUpAtTheNextStart() throws Exception {
        // given a catalogue, and changes while nobody looked
        streams.put("A", "S", 3, 7);
        streams.put("A", "GONE", 3, 7);
        feed.turn();
        feed.close();
        streams.remove("A", "GONE");
        streams.put("A", "NEW", 0, 1);

        // when
        feed = new CatalogFeed(streams, file, Clock.system(), log);
        feed.turn();

        // then
        assertThat(rows("SELECT NAME FROM STREAMS ORDER BY NAME")).containsExactly("NEW", "S");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldBeReadOnlyForApplications() {
        feed.turn();
        for (String command :
                List.of("DELETE FROM STREAMS", "DROP TABLE STREAMS", "CREATE TABLE X (A INT)", "SHUTDOWN")) {
            assertThatThrownBy(() -> rows(command)).as(command).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void shouldBeRightWhateverBecameOfItsFile() throws Exception {
        // given
        List<String> wanted = new ArrayList<>();
        for (int i = 100; i < 160; i++) {
            streams.put("A", "S" + i, 3, i);
            wanted.add("S" + i + "|" + i);
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < DAMAGES; round++) {
            feed.turn();
            feed.close();

            // when
            damage(file.resolveSibling("catalog.mv.db"), random);
            feed = new CatalogFeed(streams, file, Clock.system(), log);
            feed.turn();
            feed.turn();

            // then all of it is there, in the table and by its keys
            String who = "seed " + seed + ", round " + round;
            assertThat(rows("SELECT NAME, MESSAGES_MAX FROM STREAMS ORDER BY CREATED, MESSAGES_MAX"))
                    .as(who)
                    .isEqualTo(wanted);
            String name = "S" + (100 + random.nextInt(60));
            assertThat(rows("SELECT NAME FROM STREAMS WHERE ACCOUNT = 'A' AND NAME = '" + name + "'"))
                    .as(who)
                    .containsExactly(name);
        }
    }

    private static void damage(Path data, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(data);
        int from = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - from, 1 << random.nextInt(14));
        switch (random.nextInt(3)) {
            case 0 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(bytes, from, from + length, (byte) random.nextInt(256));
            default -> bytes = Arrays.copyOf(bytes, from);
        }
        Files.write(data, bytes);
    }

    @Test
    void shouldBeMadeAgainWhenTablesAreNotWhatTheyWere() throws Exception {
        // given somebody who changes the tables behind its back
        streams.put("A", "S", 3, 7);
        feed.turn();
        try (Connection other = CatalogDatabase.writer(file).getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("DROP TABLE STREAMS");
            statement.execute("CREATE TABLE STREAMS (X INT)");
        }

        // when
        streams.put("A", "T", 3, 7);
        feed.turn();
        feed.turn();

        // then
        assertThat(rows("SELECT NAME FROM STREAMS ORDER BY NAME")).containsExactly("S", "T");
        assertThat(log.lines()).hasSize(1).first().asString().contains("is set aside and made again");
        assertThat(file.resolveSibling("catalog.mv.db.damaged")).isNotEmptyFile();
    }

    @Test
    void shouldBeMadeAgainThoughAnApplicationHasItOpen() throws Exception {
        // given a file of a former server, which an application opens before this one
        streams.put("A", "GONE", 3, 7);
        feed.turn();
        feed.close();
        streams.remove("A", "GONE");
        streams.put("A", "S", 3, 7);
        try (Connection early = CatalogDatabase.reader(file).getConnection()) {
            assertThat(early.isValid(1)).isTrue();

            // when
            feed.turn();

            // then
            assertThat(rows("SELECT NAME FROM STREAMS")).containsExactly("S");
        }
    }

    @Test
    void shouldOutliveAnInterruptedReader() throws Exception {
        // given
        streams.put("A", "S", 3, 7);
        feed.turn();

        // when
        Thread.currentThread().interrupt();
        try {
            assertThat(rows("SELECT NAME FROM STREAMS")).containsExactly("S");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        // then
        streams.put("A", "T", 3, 7);
        feed.turn();
        assertThat(rows("SELECT NAME FROM STREAMS ORDER BY NAME")).containsExactly("S", "T");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldTryMoreAndMoreRarely() throws Exception {
        // given a place where nothing can be made
        Files.createDirectories(file.getParent());
        Path taken = Files.createDirectory(file.resolveSibling("catalog.mv.db"));
        Files.writeString(taken.resolve("x"), "");
        Path aside = Files.createDirectory(file.resolveSibling("catalog.mv.db.damaged"));
        Files.writeString(aside.resolve("x"), "");

        // when
        for (int i = 0; i < 100; i++) {
            feed.turn();
        }

        // then
        assertThat(log.lines()).hasSizeBetween(2, 12);
    }

    private List<String> rows(String query) throws SQLException {
        return SqlRows.of(CatalogDatabase.reader(file), query);
    }
}
