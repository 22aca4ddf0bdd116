package dev.gannet.ee.catalog;

import dev.gannet.ee.catalog.Catalog.Consumer;
import dev.gannet.ee.catalog.Catalog.ConsumerKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of consumers.
 *
 * <p><b>Owner:</b> the feed's thread.
 */
final class ConsumerTable {
    static final String SCHEMA = "CREATE TABLE IF NOT EXISTS CONSUMERS (ACCOUNT VARCHAR NOT NULL,"
            + " STREAM VARCHAR NOT NULL, NAME VARCHAR NOT NULL, CREATED TIMESTAMP(9) WITH TIME ZONE NOT NULL,"
            + " DESCRIPTION VARCHAR NOT NULL, CONFIG VARCHAR NOT NULL, PRIMARY KEY (ACCOUNT, STREAM, NAME))";

    private final Connection connection;
    private final Map<ConsumerKey, Consumer> there = new HashMap<>();

    ConsumerTable(Connection connection) {
        this.connection = connection;
    }

    /** Writes what differs; whoever commits says {@link #committed}. */
    void write(List<Consumer> consumers) throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(
                "MERGE INTO CONSUMERS KEY (ACCOUNT, STREAM, NAME) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Consumer consumer : consumers) {
                if (!consumer.equals(there.get(consumer.key()))) {
                    set(merge, consumer.key());
                    merge.setObject(4, consumer.created().atOffset(ZoneOffset.UTC));
                    merge.setString(5, consumer.description());
                    merge.setString(6, consumer.configJson());
                    merge.addBatch();
                }
            }
            merge.executeBatch();
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM CONSUMERS WHERE ACCOUNT = ? AND STREAM = ? AND NAME = ?")) {
            for (ConsumerKey key : gone(consumers)) {
                set(delete, key);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, ConsumerKey key) throws SQLException {
        statement.setString(1, key.stream().account());
        statement.setString(2, key.stream().name());
        statement.setString(3, key.name());
    }

    private Set<ConsumerKey> gone(List<Consumer> consumers) {
        Set<ConsumerKey> gone = new HashSet<>(there.keySet());
        consumers.forEach(consumer -> gone.remove(consumer.key()));
        return gone;
    }

    void committed(List<Consumer> consumers) {
        there.keySet().removeAll(gone(consumers));
        consumers.forEach(consumer -> there.put(consumer.key(), consumer));
    }
}
