package dev.gannet.ee.catalog;

import dev.gannet.monitor.jetstream.JetStreamView;
import dev.gannet.monitor.jetstream.StreamSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key-value bucket that asks to be in SQL: the metadata of its stream say {@value #METADATA}.
 *
 * @param hasHistory whether all revisions are wanted, not the latest values alone
 * @param schema where its tables are
 * @param table the name of the one with the latest values
 * @param problem why it has no tables, or null
 */
record Bucket(
        String account,
        String name,
        Instant created,
        boolean hasHistory,
        String schema,
        String table,
        @Nullable String problem) {
    static final String HISTORY = "_HISTORY";

    private static final String METADATA = "gannet.sql";
    private static final String STREAM = "KV_";
    private static final String PUBLIC = "PUBLIC";
    private static final String GLOBAL_ACCOUNT = "$G";
    private static final Set<String> TAKEN_SCHEMAS = Set.of(PUBLIC, "INFORMATION_SCHEMA", BucketTables.SCHEMA);

    String stream() {
        return STREAM + name;
    }

    /** Returns what the subjects of its keys begin with. */
    String prefix() {
        return "$KV." + name + ".";
    }

    /**
     * Returns the buckets that ask for it, those first that were there first: these have the names that several want; null if
     * they are not known in time.
     */
    static @Nullable List<Bucket> all(JetStreamView view) {
        List<Bucket> buckets = new ArrayList<>();
        for (String account : view.accounts()) {
            List<Bucket> asking = new ArrayList<>();
            List<StreamSnapshot> streams = view.streams(account);
            if (streams == null) {
                return null;
            }
            for (StreamSnapshot stream : streams) {
                if (stream.name().startsWith(STREAM) && stream.metadata().containsKey(METADATA)) {
                    asking.add(of(account, stream));
                }
            }
            asking.sort(Comparator.comparing(Bucket::created).thenComparing(Bucket::name));
            Set<String> taken = new HashSet<>();
            asking.forEach(bucket -> buckets.add(bucket.beside(taken)));
        }
        return buckets;
    }

    private static Bucket of(String account, StreamSnapshot stream) {
        String name = stream.name().substring(STREAM.length());
        String wanted = String.valueOf(stream.metadata().get(METADATA));
        boolean isKnown = wanted.equals("latest") || wanted.equals("history");
        boolean isGlobal = account.equals(GLOBAL_ACCOUNT);
        String problem = isKnown ? null : METADATA + ": " + wanted + " (expected: latest, history)";
        if (!isGlobal && TAKEN_SCHEMAS.contains(account)) {
            problem = "schema: the name is taken (expected: another name of the account)";
        }
        return new Bucket(
                account,
                name,
                stream.created(),
                wanted.equals("history"),
                isGlobal ? PUBLIC : account,
                STREAM + name.replace('-', '_').toUpperCase(Locale.ROOT),
                problem);
    }

    /** Takes its names, if nobody has them. */
    private Bucket beside(Set<String> taken) {
        if (problem != null) {
            return this;
        }
        boolean isTaken = taken.contains(table) || (hasHistory && taken.contains(table + HISTORY));
        if (isTaken) {
            return new Bucket(account, name, created, hasHistory, schema, table, "table: another bucket has the name");
        }
        taken.add(table);
        if (hasHistory) {
            taken.add(table + HISTORY);
        }
        return this;
    }
}
