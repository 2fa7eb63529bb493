package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** The table {@code installation}. */
public final class SqlInstallations implements Installations {

    private static final String COLUMNS = "user_id, client_id, provider, token, muted, updated_at";

    private final Sql sql;

    public SqlInstallations(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public void put(Installation installation) {
        sql.run(handle -> handle.inTransaction(transaction -> {
            if (update(transaction, installation) == 0) {
                requireRoom(transaction, installation.userId());
                transaction.execute("INSERT INTO installation (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        installation.userId(), installation.clientId(), installation.provider(), installation.token(),
                        installation.muted(), installation.updatedAt());
                // Of two who put it at a time, the later one's word holds
                update(transaction, installation);
            }
            return null;
        }));
    }

    private static int update(Handle handle, Installation installation) {
        return handle.execute("UPDATE installation SET provider = ?, token = ?, muted = ?, updated_at = ? WHERE user_id = ? AND client_id = ?",
                installation.provider(), installation.token(), installation.muted(), installation.updatedAt(),
                installation.userId(), installation.clientId());
    }

    private static void requireRoom(Handle handle, String userId) {
        if (handle.createQuery("SELECT COUNT(*) FROM installation WHERE user_id = ?").bind(0, userId).mapTo(Integer.class).one() >= MOST) {
            throw new CodedException(ErrorCode.CONFLICT, "client_id: " + userId + " has " + MOST + " installations already, delete one");
        }
    }

    @Override
    public boolean remove(String userId, String clientId) {
        return sql.run(handle -> handle.execute("DELETE FROM installation WHERE user_id = ? AND client_id = ?", userId, clientId)) == 1;
    }

    @Override
    public void tokenGone(Installation installation) {
        sql.run(handle -> handle.execute("DELETE FROM installation WHERE user_id = ? AND client_id = ? AND provider = ? AND token = ?",
                installation.userId(), installation.clientId(), installation.provider(), installation.token()));
    }

    @Override
    public List<Installation> of(String userId) {
        return sql.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM installation WHERE user_id = ? ORDER BY client_id")
                .bind(0, userId).map((row, context) -> installation(row)).list());
    }

    static Installation installation(ResultSet row) throws SQLException {
        return new Installation(row.getString("user_id"), row.getString("client_id"), row.getString("provider"), row.getString("token"),
                row.getBoolean("muted"), row.getLong("updated_at"));
    }
}
