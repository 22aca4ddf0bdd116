package dev.gannet.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a command answers, a line for each row. It needs nothing but the JDK, so that applications take it along. */
public final class SqlRows {
    private SqlRows() {}

    /** Returns no line where the command has no rows. */
    public static List<String> of(DataSource source, String command) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(command)) {
                add(rows, statement.getResultSet());
            }
            return rows;
        }
    }

    private static void add(List<String> rows, ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                row.add(result.getString(column));
            }
            rows.add(String.join("|", row));
        }
    }
}
