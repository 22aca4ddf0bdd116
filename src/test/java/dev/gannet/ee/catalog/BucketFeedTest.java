package dev.gannet.ee.catalog;

import static dev.gannet.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.config.source.ServerConfigReader;
import dev.gannet.engine.GannetServer;
import dev.gannet.testing.RecordingLog;
import dev.gannet.testing.SqlRows;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.MessageTtl;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.NatsMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketFeedTest {
    private static final String STATE =
            "SELECT BUCKET, TABLE_NAME, REVISION, LAST_REVISION, LAG_MILLIS, PROBLEM FROM BUCKETS ORDER BY BUCKET";

    @TempDir
    Path directory;

    private final RecordingLog log = new RecordingLog();
    private @Nullable GannetServer server;
    private @Nullable Connection client;
    private @Nullable CatalogFeed feed;

    @BeforeEach
    void start() throws Exception {
        Path settings = Files.writeString(
                directory.resolve("nats.conf"),
                "host: 127.0.0.1\nport: -1\njetstream { store_dir: \"" + directory.resolve("store") + "\" }\n");
        server = GannetServer.start(
                new ServerConfigReader(System::getenv).read(settings.toString()).config(), ServerLog.silent());
        client = Nats.connect(server.url());
        newFeed();
    }

    private Path file() {
        return directory.resolve("h2").resolve("catalog");
    }

    private void newFeed() {
        feed = new CatalogFeed(
                Objects.requireNonNull(Objects.requireNonNull(server).view().jetStream()), file(), Clock.system(), log);
    }

    @AfterEach
    void close() throws Exception {
        Objects.requireNonNull(feed).close();
        Objects.requireNonNull(client).close();
        Objects.requireNonNull(server).close();
    }

    @Test
    void shouldHaveLatestValues() throws Exception {
        // given
        KeyValue bucket = bucket("my-config", "latest", 1);
        bucket.put("a", "1");
        bucket.put("b.c", "2");
        bucket.put("gone", "3");
        bucket.put("a", "ä");
        bucket.delete("gone");

        // when
        turn();

        // then
        assertThat(rows("SELECT KEY, UTF8TOSTRING(VALUE), BYTES, REVISION FROM KV_MY_CONFIG ORDER BY KEY"))
                .containsExactly("a|ä|2|4", "b.c|2|1|2");
        assertThat(rows("SELECT COUNT(*) FROM KV_MY_CONFIG"
                        + " WHERE CREATED BETWEEN DATEADD(MINUTE, -1, CURRENT_TIMESTAMP) AND CURRENT_TIMESTAMP"))
                .containsExactly("2");
        assertThat(rows(STATE)).containsExactly("my-config|KV_MY_CONFIG|5|5|0|null");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldFollowWhatComesAndGoes() throws Exception {
        // given
        KeyValue bucket = bucket("B", "latest", 1);
        bucket.put("kept", "1");
        bucket.put("changed", "old");
        bucket.put("deleted", "x");
        bucket.put("purged", "x");
        bucket.put("removed", "x");
        turn();

        // when
        bucket.put("changed", "new");
        bucket.delete("deleted");
        bucket.purge("purged");
        client().jetStreamManagement().deleteMessage("KV_B", 5, false);
        bucket.put("added", "1");
        turn();

        // then
        assertThat(rows("SELECT KEY, TEXT FROM KV_B ORDER BY KEY")).containsExactly("added|1", "changed|new", "kept|1");

        // and all of it may go
        client().jetStreamManagement().purgeStream("KV_B");
        turn();
        assertThat(rows("SELECT KEY FROM KV_B")).isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldHaveHistory() throws Exception {
        // given
        KeyValue bucket = bucket("H", "history", 3);
        for (int i = 0; i < 5; i++) {
            bucket.put("a", "v" + i);
        }
        bucket.put("b", "1");
        bucket.delete("b");
        turn();
        String all = "SELECT KEY, TEXT, REVISION, OPERATION FROM KV_H_HISTORY ORDER BY REVISION";

        // then
        assertThat(rows(all)).containsExactly("a|v2|3|PUT", "a|v3|4|PUT", "a|v4|5|PUT", "b|1|6|PUT", "b||7|DEL");

        // and what falls out of it leaves; the one before the last is the latest when that is removed
        bucket.put("a", "v5");
        client().jetStreamManagement().deleteMessage("KV_H", 7, false);
        turn();
        assertThat(rows(all)).containsExactly("a|v3|4|PUT", "a|v4|5|PUT", "b|1|6|PUT", "a|v5|8|PUT");
        assertThat(rows("SELECT KEY, TEXT, REVISION FROM KV_H ORDER BY KEY")).containsExactly("a|v5|8", "b|1|6");
    }

    @Test
    void shouldLetExpiredKeysLeave() throws Exception {
        // given
        client().keyValueManagement()
                .create(KeyValueConfiguration.builder("T")
                        .metadata(Map.of("gannet.sql", "latest"))
                        .limitMarker(Duration.ofSeconds(1))
                        .build());
        KeyValue bucket = client().keyValue("T");
        bucket.create("short", "1".getBytes(UTF_8), MessageTtl.seconds(4));
        bucket.put("long", "1");
        turn();
        assertThat(rows("SELECT KEY FROM KV_T ORDER BY KEY")).containsExactly("long", "short");

        // then
        eventually(() -> {
            turn();
            assertThat(rows("SELECT KEY FROM KV_T")).containsExactly("long");
        });
    }

    @Test
    void shouldComeAndGoWithBuckets() throws Exception {
        // given a bucket that does not ask
        client().keyValueManagement().create(KeyValueConfiguration.builder("C").build());
        client().keyValue("C").put("a", "1");
        turn();
        assertThat(rows(STATE)).isEmpty();

        // when it asks
        ask("C", "latest");
        turn();
        assertThat(rows("SELECT KEY FROM KV_C")).containsExactly("a");

        // and asks for more
        ask("C", "history");
        turn();
        assertThat(rows("SELECT KEY FROM KV_C_HISTORY")).containsExactly("a");

        // and is another one
        client().keyValueManagement().delete("C");
        bucket("C", "latest", 1).put("b", "1");
        turn();
        assertThat(rows("SELECT KEY FROM KV_C")).containsExactly("b");

        // and is gone
        client().keyValueManagement().delete("C");
        turn();
        assertThat(rows(STATE)).isEmpty();
        assertThat(rows("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'KV~_%' ESCAPE '~'"))
                .isEmpty();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        // given
        bucket("a-b", "latest", 1).put("k", "first");
        turn();
        bucket("A_B", "latest", 1).put("k", "second");
        bucket("odd", "all", 1);

        // when
        turn();

        // then
        assertThat(rows("SELECT TEXT FROM KV_A_B")).containsExactly("first");
        assertThat(rows("SELECT BUCKET, PROBLEM FROM BUCKETS ORDER BY BUCKET"))
                .containsExactly(
                        "A_B|table: another bucket has the name",
                        "a-b|null",
                        "odd|gannet.sql: all (expected: latest, history)");
        assertThat(log.lines()).hasSize(2);

        // and the name goes to who is left
        client().keyValueManagement().delete("a-b");
        turn();
        assertThat(rows("SELECT TEXT FROM KV_A_B")).containsExactly("second");
    }

    @Test
    void shouldBeMadeAgainAtTheNextStart() throws Exception {
        // given tables that have missed what happened
        KeyValue bucket = bucket("B", "latest", 1);
        bucket.put("a", "1");
        bucket.put("b", "1");
        turn();
        Objects.requireNonNull(feed).close();
        bucket.put("a", "2");
        client().jetStreamManagement().deleteMessage("KV_B", 2, true);

        // when
        newFeed();
        turn();

        // then
        assertThat(rows("SELECT KEY, TEXT FROM KV_B")).containsExactly("a|2");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldWaitForReadersOfWhatIsToGo() throws Exception {
        // given somebody who reads for long
        bucket("B", "latest", 1).put("a", "1");
        turn();
        try (java.sql.Connection reader = CatalogDatabase.reader(file()).getConnection()) {
            reader.setAutoCommit(false);
            try (PreparedStatement query = reader.prepareStatement("SELECT TEXT FROM KV_B")) {
                assertThat(query.executeQuery().next()).isTrue();

                // when
                client().keyValueManagement().delete("B");
                bucket("N", "latest", 1).put("n", "1");
                turn();
            }
        }
        turn();

        // then
        assertThat(rows("SELECT BUCKET FROM BUCKETS")).containsExactly("N");
        assertThat(rows("SELECT KEY FROM KV_N")).containsExactly("n");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldHaveWhatTheBucketHasWhateverHappens() throws Exception {
        // given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KeyValue bucket = bucket("R", "history", 4);
        for (int round = 0; round < 40; round++) {
            for (int i = random.nextInt(30); i >= 0; i--) {
                change(bucket, random);
            }

            // when
            turn();

            // then
            Map<String, String> latest = new TreeMap<>();
            List<String> history = new ArrayList<>();
            read(latest, history);
            String who = "seed " + seed + ", round " + round;
            assertThat(rows("SELECT KEY, REVISION, TEXT FROM KV_R ORDER BY KEY"))
                    .as(who)
                    .containsExactlyElementsOf(latest.values());
            assertThat(rows("SELECT REVISION, KEY FROM KV_R_HISTORY ORDER BY REVISION"))
                    .as(who)
                    .containsExactlyElementsOf(history);
        }
        assertThat(log.lines()).isEmpty();
    }

    private void change(KeyValue bucket, Random random) throws Exception {
        String key = "k" + random.nextInt(6);
        switch (random.nextInt(12)) {
            case 0 -> bucket.delete(key);
            case 1 -> bucket.purge(key);
            case 2 -> {
                long last = client().jetStreamManagement()
                        .getStreamInfo("KV_R")
                        .getStreamState()
                        .getLastSequence();
                try {
                    client().jetStreamManagement().deleteMessage("KV_R", last - random.nextInt(5), false);
                } catch (io.nats.client.JetStreamApiException e) {
                    assertThat(e.getApiErrorCode()).isIn(10037, 10043, 10057); // It is gone already.
                }
            }
            case 3 -> {
                if (random.nextInt(10) == 0) {
                    client().jetStreamManagement().purgeStream("KV_R");
                }
            }
            case 4 -> turn();
            default -> bucket.put(key, "v" + random.nextInt(1000));
        }
    }

    private void read(Map<String, String> latest, List<String> history) throws Exception {
        KeyValue bucket = client().keyValue("R");
        List<io.nats.client.api.KeyValueEntry> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.addAll(bucket.history("k" + i));
            io.nats.client.api.KeyValueEntry last = bucket.get("k" + i);
            if (last != null) {
                latest.put(last.getKey(), last.getKey() + "|" + last.getRevision() + "|" + last.getValueAsString());
            }
        }
        all.sort(Comparator.comparing(io.nats.client.api.KeyValueEntry::getRevision));
        all.forEach(entry -> history.add(entry.getRevision() + "|" + entry.getKey()));
    }

    @Test
    void shouldHaveLongValues() throws Exception {
        // given
        bucket("L", "latest", 1);

        // when
        client().jetStream()
                .publish(NatsMessage.builder()
                        .subject("$KV.L.large")
                        .data(new byte[1 << 20])
                        .build());
        turn();

        // then
        assertThat(rows("SELECT KEY, BYTES, OCTET_LENGTH(VALUE) FROM KV_L")).containsExactly("large|1048576|1048576");
    }

    private Connection client() {
        return Objects.requireNonNull(client);
    }

    /** Makes a bucket, of which messages may be deleted too. */
    private KeyValue bucket(String name, String sql, int history) throws Exception {
        client().jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("KV_" + name)
                        .subjects("$KV." + name + ".>")
                        .maxMessagesPerSubject(history)
                        .allowRollup(true)
                        .allowDirect(true)
                        .metadata(Map.of("gannet.sql", sql))
                        .build());
        return client().keyValue(name);
    }

    private void ask(String bucket, String sql) throws Exception {
        StreamConfiguration before =
                client().jetStreamManagement().getStreamInfo("KV_" + bucket).getConfiguration();
        client().jetStreamManagement()
                .updateStream(StreamConfiguration.builder(before)
                        .metadata(Map.of("gannet.sql", sql))
                        .build());
    }

    private void turn() {
        Objects.requireNonNull(feed).turn();
    }

    private List<String> rows(String query) throws SQLException {
        return SqlRows.of(CatalogDatabase.reader(file()), query);
    }
}
