package io.campanile.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** A statement that is executed for many rows; used once. As Jdbi's own batch, without the search for a type at each value. */
final class Batch {

    private final PreparedStatement statement;
    private int size;

    Batch(Handle handle, String sql) {
        try {
            statement = handle.getConnection().prepareStatement(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** @param values strings, numbers, booleans or null, in the order of the statement's question marks */
    void add(Object... values) {
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.addBatch();
            size++;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** @return how many rows each execution changed */
    int[] execute() {
        try (statement) {
            return size == 0 ? new int[0] : statement.executeBatch();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static RuntimeException failed(SQLException e) {
        return new UnableToExecuteStatementException(e, null);
    }
}
