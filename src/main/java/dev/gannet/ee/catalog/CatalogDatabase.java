package dev.gannet.ee.catalog;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The tables. What changes together is there together, with the number that says how far the engine was.
 *
 * <p><b>Owner:</b> the feed's thread; applications read over connections of their own.
 */
final class CatalogDatabase implements AutoCloseable {
    /** Of whoever reads. It is not a secret: who may read the file may read the catalogue. */
    static final String READER = "READER";

    private static final String WRITER = "GANNET";
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS ACCOUNTS (NAME VARCHAR NOT NULL PRIMARY KEY,"
                    + " MEMORY_BYTES_MAX BIGINT NOT NULL, STORE_BYTES_MAX BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS STREAMS (ACCOUNT VARCHAR NOT NULL, NAME VARCHAR NOT NULL,"
                    + " CREATED TIMESTAMP(9) WITH TIME ZONE NOT NULL, STORAGE VARCHAR NOT NULL,"
                    + " MESSAGES_MAX BIGINT NOT NULL, BYTES_MAX BIGINT NOT NULL, CONFIG VARCHAR NOT NULL,"
                    + " PRIMARY KEY (ACCOUNT, NAME))",
            ConsumerTable.SCHEMA,
            "CREATE TABLE IF NOT EXISTS WATERMARK (ID INT NOT NULL PRIMARY KEY, CHANGES BIGINT NOT NULL)",
            "CREATE USER IF NOT EXISTS " + READER + " PASSWORD ''",
            "GRANT SELECT ON SCHEMA PUBLIC TO " + READER,
            "SET RETENTION_TIME 0"); // What was overwritten makes room at once: after a crash all is made again anyway.

    private final Connection connection;
    private final Map<String, Catalog.Account> accounts = new HashMap<>();
    private final Map<Catalog.Key, Catalog.Stream> streams = new HashMap<>();

    private final ConsumerTable consumers;
    private boolean isUsed;

    private CatalogDatabase(Connection connection) {
        this.connection = connection;
        this.consumers = new ConsumerTable(connection);
    }

    /** Opens a file, or makes it. */
    static CatalogDatabase open(Path file) throws SQLException {
        CatalogDatabase opened = new CatalogDatabase(writer(file).getConnection());
        try {
            opened.begin();
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Returns where the feed has its connection from, which may do everything. */
    static JdbcDataSource writer(Path file) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url(file) + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
        source.setUser(WRITER);
        source.setPassword("");
        return source;
    }

    /** Returns where applications have connections from, which cannot write. */
    static JdbcDataSource reader(Path file) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url(file) + ";IFEXISTS=TRUE;NON_KEYWORDS=KEY,VALUE");
        source.setUser(READER);
        source.setPassword("");
        return source;
    }

    /** An interrupted thread would close the file for all; with {@code retry} it is opened again. */
    private static String url(Path file) {
        return "jdbc:h2:retry:" + file;
    }

    private void begin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : SCHEMA) {
                statement.execute(command);
            }
            BucketTables.begin(statement);
            connection.setAutoCommit(false);
            try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM WATERMARK")) {
                isUsed = row.next() && row.getLong(1) > 0;
            }
        }
    }

    /** Returns whether somebody has written into it before, of which nobody here knows. */
    boolean isUsed() {
        return isUsed;
    }

    /** Returns the tables of buckets. */
    BucketTables buckets() {
        return new BucketTables(connection);
    }

    /** Undoes what is not committed. */
    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Makes the tables what {@code catalog} is, all at once. After a failure they are what they were. */
    void apply(Catalog catalog) throws SQLException {
        Set<String> goneAccounts = new HashSet<>(accounts.keySet());
        catalog.accounts().forEach(account -> goneAccounts.remove(account.name()));
        Set<Catalog.Key> goneStreams = new HashSet<>(streams.keySet());
        catalog.streams().forEach(stream -> goneStreams.remove(stream.key()));
        try {
            writeAccounts(catalog);
            writeStreams(catalog);
            delete(goneAccounts, goneStreams);
            consumers.write(catalog.consumers());
            writeWatermark(catalog.changes());
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
        accounts.keySet().removeAll(goneAccounts);
        catalog.accounts().forEach(account -> accounts.put(account.name(), account));
        consumers.committed(catalog.consumers());
        streams.keySet().removeAll(goneStreams);
        catalog.streams().forEach(stream -> streams.put(stream.key(), stream));
    }

    private void writeAccounts(Catalog catalog) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement("MERGE INTO ACCOUNTS VALUES (?, ?, ?)")) {
            for (Catalog.Account account : catalog.accounts()) {
                if (!account.equals(accounts.get(account.name()))) {
                    merge.setString(1, account.name());
                    merge.setLong(2, account.memoryBytesMax());
                    merge.setLong(3, account.storeBytesMax());
                    merge.addBatch();
                }
            }
            merge.executeBatch();
        }
    }

    private void writeStreams(Catalog catalog) throws SQLException {
        try (PreparedStatement merge =
                connection.prepareStatement("MERGE INTO STREAMS KEY (ACCOUNT, NAME) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Catalog.Stream stream : catalog.streams()) {
                if (!stream.equals(streams.get(stream.key()))) {
                    merge.setString(1, stream.key().account());
                    merge.setString(2, stream.key().name());
                    merge.setObject(3, time(stream.created()));
                    merge.setString(4, stream.isInMemory() ? "memory" : "file");
                    merge.setLong(5, stream.maxMessages());
                    merge.setLong(6, stream.maxBytes());
                    merge.setString(7, stream.configJson());
                    merge.addBatch();
                }
            }
            merge.executeBatch();
        }
    }

    private void delete(Set<String> goneAccounts, Set<Catalog.Key> goneStreams) throws SQLException {
        try (PreparedStatement account = connection.prepareStatement("DELETE FROM ACCOUNTS WHERE NAME = ?");
                PreparedStatement stream =
                        connection.prepareStatement("DELETE FROM STREAMS WHERE ACCOUNT = ? AND NAME = ?")) {
            for (String name : goneAccounts) {
                account.setString(1, name);
                account.addBatch();
            }
            account.executeBatch();
            for (Catalog.Key key : goneStreams) {
                stream.setString(1, key.account());
                stream.setString(2, key.name());
                stream.addBatch();
            }
            stream.executeBatch();
        }
    }

    private void writeWatermark(long changes) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement("MERGE INTO WATERMARK VALUES (1, ?)")) {
            merge.setLong(1, changes);
            merge.executeUpdate();
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Applications lose their connections too: nobody reads beside a server that is not there. */
    @Override
    public void close() throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }
}
