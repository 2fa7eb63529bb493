package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.domain.deadletter.DeadLetterStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table {@code dead_letter}. Thread-safe. */
public final class SqlDeadLetters implements DeadLetterStore {

    /** Of the bodies on one page; the driver reads so many rows at a time that they fit as well. */
    private static final int PAGE_BYTES = 4 * 1024 * 1024;
    private static final int ROWS_AT_A_TIME = 16;

    private final Sql sql;

    public SqlDeadLetters(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public void keep(List<DeadLetter> letters) {
        try {
            sql.run(handle -> handle.inTransaction(transaction -> insert(transaction, letters)));
        } catch (JdbiException e) {
            throw Sql.isAboutTheValue(e) ? new CodedException(ErrorCode.INVALID, "the database refuses the dead letter: " + e.getMessage()) : e;
        }
    }

    private static int insert(Handle handle, List<DeadLetter> letters) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO dead_letter (id, origin, flow, route_id, cause, attempts, source, "
                + "breadcrumb, replay_of, headers, body, truncated, failed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                + "ON CONFLICT DO NOTHING");
        letters.forEach(letter -> batch.add(letter.id(), letter.origin(), letter.flow(), letter.routeId(), letter.cause(),
                letter.attempts(), letter.source(), letter.breadcrumb(), letter.replayOf(), Json.text(new LinkedHashMap<>(letter.headers())),
                letter.body(), letter.truncated(), letter.failedAt()));
        return batch.execute().length;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return sql.read(handle -> handle.createQuery("SELECT * FROM dead_letter WHERE id = :id").bind("id", id)
                .map((row, context) -> letter(row)).findOne());
    }

    @Override
    public Page page(DeadLetterFilter filter, String after, boolean newest, int limit) {
        String behind = after == null ? "" : newest ? " AND id < :after" : " AND id > :after";
        // In a transaction PostgreSQL's driver reads some rows at a time, else all at once
        return sql.run(handle -> handle.inTransaction(transaction -> {
            Query query = bind(transaction.createQuery("SELECT * FROM dead_letter WHERE " + where(filter) + behind
                    + " ORDER BY id " + (newest ? "DESC" : "ASC") + " LIMIT :limit"), filter).bind("limit", limit + 1);
            if (after != null) {
                query.bind("after", after);
            }
            try (ResultIterator<DeadLetter> rows = query.setFetchSize(ROWS_AT_A_TIME).map((row, context) -> letter(row)).iterator()) {
                return page(rows, limit);
            }
        }));
    }

    private static Page page(ResultIterator<DeadLetter> rows, int limit) {
        List<DeadLetter> letters = new ArrayList<>();
        int bytes = 0;
        while (letters.size() < limit && bytes < PAGE_BYTES && rows.hasNext()) {
            letters.add(rows.next());
            bytes += letters.get(letters.size() - 1).body().length;
        }
        return new Page(letters, rows.hasNext());
    }

    @Override
    public void markReplayed(String id, long at) {
        sql.run(handle -> handle.execute("UPDATE dead_letter SET replayed_at = ? WHERE id = ?", at, id));
    }

    @Override
    public boolean discard(String id) {
        return sql.run(handle -> handle.execute("DELETE FROM dead_letter WHERE id = ?", id)) > 0;
    }

    @Override
    public int discard(DeadLetterFilter filter, int limit) {
        return sql.run(handle -> bind(handle.createUpdate("DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE "
                + where(filter) + " ORDER BY id LIMIT :limit)"), filter).bind("limit", limit).execute());
    }

    @Override
    public int waiting(int limit) {
        return sql.read(handle -> handle.createQuery("SELECT count(*) FROM (SELECT id FROM dead_letter WHERE replayed_at IS NULL "
                + "LIMIT :limit) AS waiting").bind("limit", limit).mapTo(Integer.class).one());
    }

    private static String where(DeadLetterFilter filter) {
        StringBuilder conditions = new StringBuilder("1 = 1");
        conditions.append(filter.flow() == null ? "" : " AND flow = :flow");
        conditions.append(filter.routeId() == null ? "" : " AND route_id = :route_id");
        conditions.append(filter.cause() == null ? "" : " AND POSITION(LOWER(:cause) IN LOWER(cause)) > 0");
        conditions.append(filter.replayed() == null ? "" : filter.replayed() ? " AND replayed_at IS NOT NULL" : " AND replayed_at IS NULL");
        conditions.append(filter.from() == null ? "" : " AND id >= :from");
        conditions.append(filter.to() == null ? "" : " AND id < :until");
        return conditions.toString();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, DeadLetterFilter filter) {
        Map<String, Object> bound = new LinkedHashMap<>();
        bound.put("flow", filter.flow());
        bound.put("route_id", filter.routeId());
        bound.put("cause", filter.cause());
        // The time of failure is in the id
        bound.put("from", filter.from() == null ? null : DeadLetterId.earliest(filter.from()));
        bound.put("until", filter.to() == null ? null : DeadLetterId.earliest(filter.to() + 1));
        bound.values().removeIf(java.util.Objects::isNull);
        return statement.bindMap(bound);
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        Map<String, String> headers = new LinkedHashMap<>();
        Json.object(row.getString("headers")).forEach((name, value) -> headers.put(name, String.valueOf(value)));
        long replayedAt = row.getLong("replayed_at");
        return new DeadLetter(row.getString("id"), row.getString("origin"), row.getString("flow"), row.getString("route_id"),
                row.getString("cause"), row.getInt("attempts"), row.getString("source"), row.getString("breadcrumb"),
                row.getString("replay_of"), headers, row.getBytes("body"), row.getBoolean("truncated"), row.getLong("failed_at"),
                replayedAt == 0 ? null : replayedAt);
    }
}
