package dev.gannet.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gannet.testing.CrashBucket;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueEntry;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A client that puts, creates and updates keys, which others do too, until its server is killed.
 *
 * <p><b>Owner:</b> a thread of its own.
 */
final class CrashKeeper extends CrashConnection {
    private static final String NAME = "CRASH";
    private static final int KEYS = 12;
    private static final int WRONG_LAST_SEQUENCE = 10071;

    private final CrashBucket bucket;
    private final SplittableRandom random;
    private final Runnable onStored;

    CrashKeeper(CrashBucket bucket, Connection connection, long seed, Runnable onStored) {
        super(connection);
        this.bucket = bucket;
        this.random = new SplittableRandom(seed);
        this.onStored = onStored;
    }

    static void make(Connection connection) throws Exception {
        connection
                .keyValueManagement()
                .create(KeyValueConfiguration.builder()
                        .name(NAME)
                        .maxHistoryPerKey(CrashBucket.HISTORY)
                        .build());
    }

    static void check(Connection connection, CrashBucket bucket, String when) throws Exception {
        KeyValue kept = connection.keyValue(NAME);
        for (int i = 0; i < KEYS; i++) {
            List<CrashBucket.Found> found = kept.history("key" + i).stream()
                    .map(entry -> new CrashBucket.Found(entry.getRevision(), entry.getValueAsString()))
                    .toList();
            bucket.check("key" + i, found, when);
        }
    }

    @Override
    public void run() {
        try {
            KeyValue kept = connection().keyValue(NAME);
            while (connection().getStatus() != Connection.Status.CLOSED) { // The kill is to come amid something.
                change(kept, "key" + random.nextInt(KEYS));
                onStored.run();
            }
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            wrongUnlessEnded("keeper: " + e);
        } catch (AssertionError e) {
            wrong(String.valueOf(e.getMessage()));
        }
    }

    private void change(KeyValue kept, String key) throws IOException, JetStreamApiException {
        long told = bucket.last(key);
        KeyValueEntry now = kept.get(key);
        long revision = now == null ? 0 : now.getRevision();
        assertThat(revision).as("%s: the revision that is there", key).isGreaterThanOrEqualTo(told);
        String value = bucket.next(key);
        try {
            if (now == null) {
                bucket.stored(key, value, kept.create(key, value.getBytes(UTF_8)), 0);
            } else if (random.nextInt(3) == 0) {
                bucket.stored(key, value, kept.put(key, value.getBytes(UTF_8)), CrashBucket.ANY);
            } else {
                bucket.stored(key, value, kept.update(key, value.getBytes(UTF_8), revision), revision);
            }
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != WRONG_LAST_SEQUENCE) {
                throw e;
            }
            bucket.refused(key, value); // Somebody else was faster.
        }
    }
}
