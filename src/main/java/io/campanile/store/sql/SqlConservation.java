package io.campanile.store.sql;

import io.campanile.domain.message.Conservation;
import java.util.List;
import javax.sql.DataSource;

/** Counts in the tables {@code inbox}, {@code inbox_entry} and {@code inbox_exception}, in one statement, and so at one moment. */
public final class SqlConservation implements Conservation {

    private final Sql sql;

    public SqlConservation(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public List<Balance> balances(String after, int limit) {
        return sql.run(handle -> handle.createQuery("""
                        SELECT i.user_id, i.numbered, i.delivered, i.expired, i.dead, i.withdrawn,
                            (SELECT COALESCE(SUM(LEAST(e.count, e.inbox_seq - i.delivered_seq)), 0) FROM inbox_entry e
                                WHERE e.user_id = i.user_id AND e.epoch = i.epoch AND e.inbox_seq > i.delivered_seq AND NOT e.own)
                            - (SELECT COUNT(*) FROM inbox_exception x
                                WHERE x.user_id = i.user_id AND x.epoch = i.epoch AND x.inbox_seq > i.delivered_seq
                                    AND x.inbox_seq > i.trimmed_seq) AS pending
                        FROM inbox i WHERE i.user_id > ? ORDER BY i.user_id LIMIT ?""")
                .bind(0, after).bind(1, limit)
                .map((row, context) -> new Balance(row.getString("user_id"), row.getLong("numbered"), row.getLong("delivered"),
                        row.getLong("pending"), row.getLong("expired"), row.getLong("dead"), row.getLong("withdrawn")))
                .list());
    }
}
