package io.campanile.store.sql;

import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandReply;
import io.campanile.domain.device.CommandState;
import io.campanile.domain.device.CommandView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of the table {@code command}. */
final class CommandRows {

    static final String COLUMNS = "SELECT command_id, sn, version, service, body, given_by, given_at, expires_at, supersedes, state, "
            + "sent_at, replied_at, reply_code, reply_msg, reply FROM command ";

    private CommandRows() {
    }

    static Command command(ResultSet row, StatementContext context) throws SQLException {
        return new Command(row.getString("command_id"), row.getString("sn"), row.getString("service"),
                Json.object(row.getString("body")), row.getString("given_by"), row.getLong("given_at"),
                row.getLong("expires_at"), row.getBoolean("supersedes"));
    }

    static CommandView view(ResultSet row, StatementContext context) throws SQLException {
        Command command = command(row, context);
        Long repliedAt = number(row, "replied_at");
        CommandReply reply = repliedAt == null ? null : new CommandReply(command.commandId(), row.getInt("reply_code"),
                row.getString("reply_msg"), Json.object(row.getString("reply")));
        return new CommandView(command, state(row), row.getLong("version"), number(row, "sent_at"), reply, repliedAt);
    }

    static CommandState state(ResultSet row) throws SQLException {
        return CommandState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    private static Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
