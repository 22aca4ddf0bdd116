package dev.gannet.ee.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The tables of buckets, and the one that says how far they are. Applications see views, so that names can come and go.
 *
 * <p><b>Owner:</b> the feed's thread.
 */
final class BucketTables {
    /** Where the tables behind the views are: no account has this name. */
    static final String SCHEMA = "GANNET BUCKETS";

    private static final String IN_SCHEMA = "\"" + SCHEMA + "\".";
    private static final String STATE = IN_SCHEMA + "STATE";
    private static final List<String> COMMANDS = List.of(
            "CREATE SCHEMA IF NOT EXISTS \"" + SCHEMA + "\"",
            "CREATE TABLE IF NOT EXISTS " + STATE + " (ACCOUNT VARCHAR NOT NULL, BUCKET VARCHAR NOT NULL,"
                    + " SCHEMA_NAME VARCHAR NOT NULL, TABLE_NAME VARCHAR NOT NULL, HISTORY BOOLEAN NOT NULL,"
                    + " REVISION BIGINT NOT NULL, LAST_REVISION BIGINT NOT NULL,"
                    + " COMPLETE_AT TIMESTAMP(9) WITH TIME ZONE NOT NULL, PROBLEM VARCHAR,"
                    + " PRIMARY KEY (ACCOUNT, BUCKET))",
            "CREATE VIEW IF NOT EXISTS BUCKETS AS SELECT ACCOUNT, BUCKET, SCHEMA_NAME, TABLE_NAME, HISTORY, REVISION,"
                    + " LAST_REVISION, CASE WHEN REVISION >= LAST_REVISION THEN 0 ELSE"
                    + " DATEDIFF(MILLISECOND, COMPLETE_AT, CURRENT_TIMESTAMP) END AS LAG_MILLIS, PROBLEM FROM "
                    + STATE);

    private final Connection connection;
    private int lastTable;

    BucketTables(Connection connection) {
        this.connection = connection;
    }

    /** Makes what all buckets share. The connection commits by itself. */
    static void begin(Statement statement) throws SQLException {
        for (String command : COMMANDS) {
            statement.execute(command);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Makes the tables of a bucket; there is nothing in them. */
    BucketTable create(Bucket bucket, Instant now) throws SQLException {
        lastTable++;
        String latest = IN_SCHEMA + "LATEST_" + lastTable;
        String history = IN_SCHEMA + "HISTORY_" + lastTable;
        String columns = "(\"KEY\" VARCHAR NOT NULL, \"VALUE\" VARBINARY, BYTES BIGINT NOT NULL,"
                + " REVISION BIGINT NOT NULL, CREATED TIMESTAMP(9) WITH TIME ZONE NOT NULL,"
                + " OPERATION VARCHAR NOT NULL, PRIMARY KEY (";
        String shown = "SELECT \"KEY\", \"VALUE\", UTF8TOSTRING(\"VALUE\") AS TEXT, BYTES, REVISION, CREATED";
        try (Statement statement = connection.createStatement()) {
            if (bucket.problem() == null) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + quoted(bucket.schema()));
                statement.execute(
                        "GRANT SELECT ON SCHEMA " + quoted(bucket.schema()) + " TO " + CatalogDatabase.READER);
                statement.execute("CREATE TABLE " + latest + columns + "\"KEY\"), UNIQUE (REVISION))");
                statement.execute("CREATE OR REPLACE VIEW " + view(bucket, "") + " AS " + shown + " FROM " + latest
                        + " WHERE OPERATION = 'PUT'");
                if (bucket.hasHistory()) {
                    statement.execute("CREATE TABLE " + history + columns + "\"KEY\", REVISION), UNIQUE (REVISION))");
                    statement.execute("CREATE OR REPLACE VIEW " + view(bucket, Bucket.HISTORY) + " AS " + shown
                            + ", OPERATION FROM " + history);
                }
            }
        }
        try (PreparedStatement state =
                connection.prepareStatement("MERGE INTO " + STATE + " VALUES (?, ?, ?, ?, ?, 0, 1, ?, ?)")) {
            state.setString(1, bucket.account());
            state.setString(2, bucket.name());
            state.setString(3, bucket.schema());
            state.setString(4, bucket.table());
            state.setBoolean(5, bucket.hasHistory());
            state.setObject(6, now.atOffset(ZoneOffset.UTC));
            state.setString(7, bucket.problem());
            state.executeUpdate();
        }
        connection.commit();
        return new BucketTable(bucket, this, latest, history);
    }

    /** Takes the tables of a bucket away, as far as they are there. */
    void drop(BucketTable table) throws SQLException {
        Bucket bucket = table.bucket();
        try (Statement statement = connection.createStatement()) {
            if (bucket.problem() == null) {
                statement.execute("DROP VIEW IF EXISTS " + view(bucket, ""));
                statement.execute("DROP TABLE IF EXISTS " + table.latest());
                if (bucket.hasHistory()) {
                    statement.execute("DROP VIEW IF EXISTS " + view(bucket, Bucket.HISTORY));
                    statement.execute("DROP TABLE IF EXISTS " + table.history());
                }
            }
        }
        try (PreparedStatement state =
                connection.prepareStatement("DELETE FROM " + STATE + " WHERE ACCOUNT = ? AND BUCKET = ?")) {
            state.setString(1, bucket.account());
            state.setString(2, bucket.name());
            state.executeUpdate();
        }
        connection.commit();
    }

    /** Says how far a bucket's tables are; whoever calls commits. */
    void state(Bucket bucket, long revision, long lastRevision, Instant completeAt) throws SQLException {
        try (PreparedStatement state = connection.prepareStatement("UPDATE " + STATE
                + " SET REVISION = ?, LAST_REVISION = ?, COMPLETE_AT = ? WHERE ACCOUNT = ? AND BUCKET = ?")) {
            state.setLong(1, revision);
            state.setLong(2, lastRevision);
            state.setObject(3, completeAt.atOffset(ZoneOffset.UTC));
            state.setString(4, bucket.account());
            state.setString(5, bucket.name());
            state.executeUpdate();
        }
    }

    private static String view(Bucket bucket, String suffix) {
        return quoted(bucket.schema()) + "." + quoted(bucket.table() + suffix);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
