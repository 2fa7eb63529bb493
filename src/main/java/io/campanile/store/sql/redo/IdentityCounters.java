package io.campanile.store.sql.redo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The numbers that a database gives to rows by itself: they are behind when their last step was lost, as that is no part of a transaction. */
final class IdentityCounters {

    private record Column(String table, String name, long next) {
    }

    private final Connection connection;

    IdentityCounters(Connection connection) {
        this.connection = connection;
    }

    /** Lets each go on above what is there. */
    void goOn() throws SQLException {
        for (Column column : all()) {
            goOn(column);
        }
    }

    private List<Column> all() throws SQLException {
        List<Column> all = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet columns = statement.executeQuery(
                "SELECT table_name, column_name, identity_base FROM information_schema.columns WHERE is_identity = 'YES'")) {
            while (columns.next()) {
                all.add(new Column(columns.getString(1), columns.getString(2), columns.getLong(3)));
            }
        }
        return all;
    }

    private void goOn(Column column) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet highest = statement.executeQuery(
                "SELECT COALESCE(MAX(" + column.name + "), 0) FROM " + column.table)) {
            highest.next();
            if (highest.getLong(1) >= column.next) {
                statement.execute("ALTER TABLE " + column.table + " ALTER COLUMN " + column.name
                        + " RESTART WITH " + (highest.getLong(1) + 1));
            }
        }
    }
}
