package dev.gannet.ee.catalog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gannet.base.Clock;
import dev.gannet.base.ServerLog;
import dev.gannet.jetstream.Tails.News;
import dev.gannet.monitor.jetstream.FollowedStream;
import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.store.segment.StoredMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tables of buckets as the buckets are. Of what is overwritten while it does not look it writes the last value
 * alone.
 *
 * <p><b>Owner:</b> one thread at a time.
 */
final class BucketFeed {
    private static final int MESSAGES_AT_ONCE = 20_000;
    private static final long BYTES_AT_ONCE = 32L << 20;

    /** So long one bucket is written until the others have their turn. */
    private static final long TURN_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    /** As long as it takes less to be up to date, only that is said. */
    private static final long LAG_MILLIS_MAX = 500;

    private final JetStreamView view;
    private final BucketTables tables;
    private final Clock clock;
    private final ServerLog log;
    private final Map<Bucket, Followed> followed = new LinkedHashMap<>();

    BucketFeed(JetStreamView view, BucketTables tables, Clock clock, ServerLog log) {
        this.view = view;
        this.tables = tables;
        this.clock = clock;
        this.log = log;
    }

    /** A bucket with its tables; there is nothing to follow if it has none. */
    private final class Followed {
        private final BucketTable table;
        private final @Nullable FollowedStream stream;
        private Instant completeAt;
        private long revision;

        Followed(BucketTable table, @Nullable FollowedStream stream) {
            this.table = table;
            this.stream = stream;
            this.completeAt = clock.instant();
        }

        /** Returns whether anything was written. */
        boolean turn() throws SQLException {
            FollowedStream from = stream;
            if (from == null) {
                return false;
            }
            long begun = clock.nanoTime();
            boolean isWritten = false;
            while (from.hasMore()) {
                if (clock.nanoTime() - begun > TURN_NANOS_MAX) {
                    return true;
                }
                Instant asked = clock.instant();
                News news = from.next(MESSAGES_AT_ONCE, BYTES_AT_ONCE);
                if (news == null) {
                    return isWritten; // It is gone, and soon its tables are.
                }
                write(from, news, asked);
                isWritten = true;
            }
            completeAt = clock.instant();
            return isWritten;
        }

        private void write(FollowedStream from, News news, Instant asked) throws SQLException {
            if (news.isNew()) {
                table.clear();
            }
            if (asked.toEpochMilli() - completeAt.toEpochMilli() > LAG_MILLIS_MAX) {
                tables.state(
                        table.bucket(), revision, news.lastSeq(), completeAt); // Others see it while it is written.
                tables.connection().commit();
            }
            List<Revision> all = revisions(news.messages());
            table.put(latest(all));
            table.add(all);
            if (news.removedBelow() > 0) {
                table.removeBelow(news.removedBelow());
            }
            List<String> without = table.remove(news.removed());
            if (!without.isEmpty()) {
                table.put(latest(revisions(from.last(subjects(without), news.lastSeq()))));
            }
            revision = news.seq();
            if (revision >= news.lastSeq()) {
                completeAt = asked;
            }
            tables.state(table.bucket(), revision, news.lastSeq(), completeAt);
            tables.connection().commit();
        }

        private List<Revision> revisions(List<StoredMessage> messages) {
            List<Revision> all = new ArrayList<>(messages.size());
            for (StoredMessage message : messages) {
                Revision one = Revision.of(table.bucket(), message);
                if (one != null) {
                    all.add(one);
                }
            }
            return all;
        }

        private Collection<Revision> latest(List<Revision> revisions) {
            Map<String, Revision> latest = new HashMap<>();
            revisions.forEach(one -> latest.put(one.key(), one));
            return latest.values();
        }

        private List<String> subjects(List<String> keys) {
            String prefix = table.bucket().prefix();
            return keys.stream()
                    .map(key -> prefix + new String(key.getBytes(UTF_8), ISO_8859_1))
                    .toList();
        }

        void close() {
            if (stream != null) {
                stream.close();
            }
        }
    }

    /**
     * Streams have come, changed or gone: the buckets among them that ask for it have tables, and no others. Returns false if
     * they are not known.
     */
    boolean isPlanned() throws SQLException {
        List<Bucket> wanted = Bucket.all(view);
        if (wanted == null) {
            return false;
        }
        Set<Bucket> gone = new HashSet<>(followed.keySet());
        wanted.forEach(gone::remove);
        for (Bucket bucket : gone) {
            Followed old = followed.get(bucket);
            if (old != null) {
                tables.drop(old.table);
                old.close();
                followed.remove(bucket);
            }
        }
        for (Bucket bucket : wanted) {
            if (!followed.containsKey(bucket)) {
                begin(bucket);
            }
        }
        return true;
    }

    private void begin(Bucket bucket) throws SQLException {
        if (bucket.problem() != null) {
            log.warn("The bucket '" + bucket.name() + "' of account '" + bucket.account() + "' is not in SQL: "
                    + bucket.problem());
        }
        FollowedStream stream = bucket.problem() == null ? view.follow(bucket.account(), bucket.stream()) : null;
        if (stream == null && bucket.problem() == null) {
            return; // It has gone meanwhile.
        }
        followed.put(bucket, new Followed(tables.create(bucket, clock.instant()), stream));
    }

    /** Takes over what has happened in the buckets; returns whether anything was written. */
    boolean turn() throws SQLException {
        boolean isWritten = false;
        for (Followed bucket : followed.values()) {
            isWritten |= bucket.turn();
        }
        return isWritten;
    }

    /** Returns how many bytes are in the buckets. */
    long bytes() {
        Map<String, Set<String>> streams = new HashMap<>();
        followed.keySet()
                .forEach(bucket -> streams.computeIfAbsent(bucket.account(), name -> new HashSet<>())
                        .add(bucket.stream()));
        return streams.entrySet().stream()
                .flatMap(entry -> view.knownStreams(entry.getKey()).stream()
                        .filter(stream -> entry.getValue().contains(stream.name())))
                .mapToLong(stream -> stream.state().bytes())
                .sum();
    }

    void close() {
        followed.values().forEach(Followed::close);
        followed.clear();
    }
}
