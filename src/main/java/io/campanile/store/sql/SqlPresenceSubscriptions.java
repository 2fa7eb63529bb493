package io.campanile.store.sql;

import io.campanile.domain.session.PresenceSubscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code presence_subscription}. What was not used for as long as an inbox keeps is forgotten. */
public final class SqlPresenceSubscriptions implements PresenceSubscriptions {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration EXACT = Duration.ofDays(1);

    private final Sql sql;
    private final Clock clock;

    public SqlPresenceSubscriptions(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public List<String> of(String userId, String clientId, int limit) {
        return sql.run(handle -> {
            touch(handle, userId, clientId);
            return handle.createQuery("SELECT watched FROM presence_subscription WHERE user_id = :user_id AND client_id = :client_id "
                            + "ORDER BY watched LIMIT :limit")
                    .bind("user_id", userId).bind("client_id", clientId).bind("limit", limit).mapTo(String.class).list();
        });
    }

    private void touch(Handle handle, String userId, String clientId) {
        long now = clock.millis();
        handle.execute("DELETE FROM presence_subscription WHERE used_at < ?", now - KEPT.toMillis());
        handle.execute("UPDATE presence_subscription SET used_at = ? WHERE user_id = ? AND client_id = ? AND used_at < ?",
                now, userId, clientId, now - EXACT.toMillis());
    }

    @Override
    public void add(String userId, String clientId, Collection<String> watched) {
        execute(userId, clientId, watched, "INSERT INTO presence_subscription (user_id, client_id, watched, used_at) "
                + "VALUES (:user_id, :client_id, :watched, " + clock.millis() + ") ON CONFLICT DO NOTHING");
    }

    @Override
    public void remove(String userId, String clientId, Collection<String> watched) {
        execute(userId, clientId, watched, "DELETE FROM presence_subscription WHERE user_id = :user_id AND client_id = :client_id "
                + "AND watched = :watched");
    }

    private void execute(String userId, String clientId, Collection<String> watched, String statement) {
        if (watched.isEmpty()) {
            return;
        }
        sql.run(handle -> handle.inTransaction(transaction -> {
            try (PreparedBatch batch = transaction.prepareBatch(statement)) {
                new TreeSet<>(watched).forEach(user -> batch.bind("user_id", userId).bind("client_id", clientId)
                        .bind("watched", user).add());
                return batch.execute();
            }
        }));
    }
}
