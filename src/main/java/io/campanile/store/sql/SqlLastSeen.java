package io.campanile.store.sql;

import io.campanile.domain.session.LastSeen;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code user_seen}. A user exists who has an account, or was ever seen: an external issuer's have no account here. */
public final class SqlLastSeen implements LastSeen {

    /** A statement takes some thousands of parameters. */
    private static final int MOST_AT_ONCE = 1_000;

    private final Sql sql;

    public SqlLastSeen(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public void seen(Map<String, Long> seenAt) {
        if (seenAt.isEmpty()) {
            return;
        }
        // In one order, or two nodes could wait for each other
        Map<String, Long> sorted = new TreeMap<>(seenAt);
        sql.run(handle -> handle.inTransaction(transaction -> {
            execute(transaction, "INSERT INTO user_seen (user_id, seen_at) VALUES (:user_id, :seen_at) ON CONFLICT DO NOTHING", sorted);
            return execute(transaction, "UPDATE user_seen SET seen_at = :seen_at WHERE user_id = :user_id AND seen_at < :seen_at", sorted);
        }));
    }

    private static int[] execute(Handle handle, String statement, Map<String, Long> seenAt) {
        try (PreparedBatch batch = handle.prepareBatch(statement)) {
            seenAt.forEach((user, at) -> batch.bind("user_id", user).bind("seen_at", at).add());
            return batch.execute();
        }
    }

    @Override
    public Map<String, Optional<Long>> find(Collection<String> userIds) {
        Map<String, Optional<Long>> found = new HashMap<>();
        List<String> asked = List.copyOf(userIds);
        for (int from = 0; from < asked.size(); from += MOST_AT_ONCE) {
            List<String> some = asked.subList(from, Math.min(from + MOST_AT_ONCE, asked.size()));
            sql.read(handle -> handle.createQuery("""
                            SELECT user_id, MAX(seen_at) AS seen_at FROM (
                              SELECT user_id, CAST(NULL AS BIGINT) AS seen_at FROM account WHERE user_id IN (<ids>)
                              UNION ALL SELECT user_id, seen_at FROM user_seen WHERE user_id IN (<ids>)) known
                            GROUP BY user_id""")
                    .bindList("ids", some)
                    .map((row, context) -> found.put(row.getString("user_id"), Optional.ofNullable(row.getObject("seen_at", Long.class))))
                    .list());
        }
        return found;
    }
}
