package dev.gannet.ee.catalog;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The tables of one bucket: the last revision of each key, whatever it says, and all revisions if those are wanted.
 *
 * <p><b>Owner:</b> the feed's thread, which commits.
 *
 * @param latest the name of the table
 * @param history likewise; there is none if the bucket does not want it
 */
record BucketTable(Bucket bucket, BucketTables all, String latest, String history) {
    private static final int AT_ONCE = 1000;
    private static final String COLUMNS = " (\"KEY\", \"VALUE\", BYTES, REVISION, CREATED, OPERATION)";

    private Connection connection() {
        return all.connection();
    }

    /** Nothing is in them any more; commits. */
    void clear() throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute("TRUNCATE TABLE " + latest);
            if (bucket.hasHistory()) {
                statement.execute("TRUNCATE TABLE " + history);
            }
        }
    }

    /** These are the last revisions of their keys. */
    void put(Collection<Revision> revisions) throws SQLException {
        write("MERGE INTO " + latest + COLUMNS + " KEY (\"KEY\") VALUES (?, ?, ?, ?, ?, ?)", revisions);
    }

    /** These revisions are there. */
    void add(Collection<Revision> revisions) throws SQLException {
        if (bucket.hasHistory()) {
            write("INSERT INTO " + history + COLUMNS + " VALUES (?, ?, ?, ?, ?, ?)", revisions);
        }
    }

    private void write(String command, Collection<Revision> revisions) throws SQLException {
        if (revisions.isEmpty()) {
            return;
        }
        try (PreparedStatement write = connection().prepareStatement(command)) {
            int count = 0;
            for (Revision revision : revisions) {
                write.setString(1, revision.key());
                write.setBytes(2, revision.value());
                write.setLong(3, revision.bytes());
                write.setLong(4, revision.revision());
                write.setObject(5, revision.created());
                write.setString(6, revision.operation());
                write.addBatch();
                if (++count % AT_ONCE == 0) {
                    write.executeBatch();
                }
            }
            write.executeBatch();
        }
    }

    void removeBelow(long revision) throws SQLException {
        removeBelow(latest, revision);
        if (bucket.hasHistory()) {
            removeBelow(history, revision);
        }
    }

    private void removeBelow(String table, long revision) throws SQLException {
        try (PreparedStatement delete = connection().prepareStatement("DELETE FROM " + table + " WHERE REVISION < ?")) {
            delete.setLong(1, revision);
            delete.executeUpdate();
        }
    }

    /** Takes revisions out; returns the keys that have lost their last one. */
    List<String> remove(long[] revisions) throws SQLException {
        List<String> keys = new ArrayList<>();
        String where = " WHERE REVISION = ANY(?)";
        for (int from = 0; from < revisions.length; from += AT_ONCE) {
            Long[] some = Arrays.stream(revisions, from, Math.min(revisions.length, from + AT_ONCE))
                    .boxed()
                    .toArray(Long[]::new);
            Array array = connection().createArrayOf("BIGINT", some);
            int before = keys.size();
            try (PreparedStatement find = connection().prepareStatement("SELECT \"KEY\" FROM " + latest + where)) {
                find.setArray(1, array);
                try (ResultSet row = find.executeQuery()) {
                    while (row.next()) {
                        keys.add(row.getString(1));
                    }
                }
            }
            if (keys.size() > before) {
                delete(latest + where, array);
            }
            if (bucket.hasHistory()) {
                delete(history + where, array);
            }
        }
        return keys;
    }

    private void delete(String from, Array array) throws SQLException {
        try (PreparedStatement delete = connection().prepareStatement("DELETE FROM " + from)) {
            delete.setArray(1, array);
            delete.executeUpdate();
        }
    }
}
