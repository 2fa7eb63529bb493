package io.campanile.store.sql;

import io.campanile.domain.message.Census;
import io.campanile.domain.message.InboxCount;
import io.campanile.domain.message.InboxCount.Tally;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The tables {@code inbox_end}, {@code inbox}, {@code inbox_entry} and {@code inbox_exception}, counted; and those of what was found. An inbox that
 * does not add up is counted again while it is held, so that nothing that just happens counts as wrong.
 */
public final class SqlCensus implements Census {

    private static final int SHOWN = 10;
    /** One entry after another of each conversation, so that it is seen where they overlap. */
    private static final String COUNT = """
            SELECT n.user_id, n.last_seq, n.trimmed_seq, n.numbered, n.delivered, n.expired, n.dead, n.withdrawn,
            COALESCE(SUM(LEAST(n.count, n.inbox_seq + n.count - 1 - n.trimmed_seq)), 0) AS kept, COALESCE(MAX(n.inbox_seq + n.count - 1), 0) AS newest,
            COALESCE(SUM(LEAST(n.count, GREATEST(0, n.overlap))), 0) AS doubled,
            COALESCE(SUM(CASE WHEN n.own THEN 0 ELSE GREATEST(0, LEAST(n.count, n.inbox_seq + n.count - 1 - n.delivered_seq)) END), 0)
            - (SELECT COUNT(*) FROM inbox_exception x WHERE x.user_id = n.user_id AND x.epoch = n.epoch
            AND x.inbox_seq > GREATEST(n.delivered_seq, n.trimmed_seq)) AS pending
            FROM (SELECT i.*, COALESCE(t.last_seq, 0) AS last_seq, COALESCE(t.numbered, 0) AS numbered, e.inbox_seq, e.count, e.own,
            LAG(e.seq + e.count, 1, e.seq) OVER (PARTITION BY i.user_id, e.conversation_id ORDER BY e.seq, e.inbox_seq) - e.seq AS overlap
            FROM inbox i LEFT JOIN inbox_end t ON t.user_id = i.user_id LEFT JOIN inbox_entry e ON e.user_id = i.user_id AND e.epoch = i.epoch AND e.inbox_seq + e.count - 1 > i.trimmed_seq
            WHERE i.user_id IN (%s)) n
            GROUP BY n.user_id, n.epoch, n.last_seq, n.delivered_seq, n.trimmed_seq, n.numbered, n.delivered, n.expired, n.dead, n.withdrawn
            ORDER BY n.user_id""";

    private final Sql sql;
    private final Clock clock;

    public SqlCensus(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public long inboxes() {
        return sql.read(handle -> handle.createQuery("SELECT COUNT(*) FROM inbox").mapTo(Long.class).one());
    }

    @Override
    public Part count(String after, int limit) {
        String from = after == null ? "" : after;
        List<InboxCount> counts = sql.read(handle -> handle.createQuery(COUNT.formatted("SELECT user_id FROM inbox WHERE user_id > :after ORDER BY user_id LIMIT :limit"))
                .bind("after", from).bind("limit", limit).map(SqlCensus::inbox).list());
        String last = counts.isEmpty() ? null : counts.get(counts.size() - 1).userId();
        List<Imbalance> found = counts.stream().filter(count -> !count.imbalances().isEmpty()).map(InboxCount::userId)
                .map(this::countHeld).filter(count -> !count.imbalances().isEmpty())
                .map(count -> new Imbalance(count.userId(), String.join("; ", count.imbalances()), clock.millis())).toList();
        List<Imbalance> news = sql.transaction(handle -> keep(handle, from, counts.size() < limit ? null : last, found));
        return new Part(counts.size(), last, counts.stream().map(InboxCount::tally).reduce(Tally.NONE, Tally::plus), found, news);
    }

    private InboxCount countHeld(String userId) {
        return sql.transaction(handle -> {
            for (String table : List.of("inbox_end", "inbox")) {
                handle.createQuery("SELECT user_id FROM " + table + " WHERE user_id = ? FOR UPDATE").bind(0, userId).mapTo(String.class).list();
            }
            return handle.createQuery(COUNT.formatted(":user")).bind("user", userId).map(SqlCensus::inbox).one();
        });
    }

    private static InboxCount inbox(ResultSet row, StatementContext context) throws SQLException {
        return new InboxCount(row.getString("user_id"), row.getLong("last_seq"), row.getLong("trimmed_seq"), tally(row, context),
                row.getLong("kept"), row.getLong("newest"), row.getLong("doubled"));
    }

    private static Tally tally(ResultSet row, StatementContext context) throws SQLException {
        return new Tally(row.getLong("numbered"), row.getLong("delivered"), row.getLong("pending"), row.getLong("expired"), row.getLong("dead"),
                row.getLong("withdrawn"));
    }

    /** @param to up to whom; null: to the end */
    private static List<Imbalance> keep(Handle handle, String from, String to, List<Imbalance> found) {
        String range = "flow = ? AND user_id > ?" + (to == null ? "" : " AND user_id <= ?");
        Object[] bounds = to == null ? new Object[] {FLOW, from} : new Object[] {FLOW, from, to};
        Set<String> known = new HashSet<>(handle.select("SELECT user_id || ' ' || what FROM conservation_finding WHERE " + range, bounds)
                .mapTo(String.class).list());
        if (known.isEmpty() && found.isEmpty()) {
            return List.of();
        }
        handle.execute("DELETE FROM conservation_finding WHERE " + range, bounds);
        PreparedBatch batch = handle.prepareBatch("INSERT INTO conservation_finding (flow, user_id, what, found_at) VALUES (?, ?, ?, ?)");
        found.forEach(each -> batch.add(FLOW, each.userId(), each.what(), each.foundAt()));
        batch.execute();
        return found.stream().filter(each -> !known.contains(each.userId() + ' ' + each.what())).toList();
    }

    @Override
    public void counted(long inboxes, Tally tally, Duration took) {
        sql.transaction(handle -> {
            handle.execute("DELETE FROM conservation_count WHERE flow = ?", FLOW);
            return handle.execute("INSERT INTO conservation_count (flow, counted_at, took_ms, inboxes, numbered, delivered, pending, expired, dead, withdrawn) "
                            + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", FLOW, clock.millis(), took.toMillis(), inboxes, tally.numbered(),
                    tally.delivered(), tally.pending(), tally.expired(), tally.dead(), tally.withdrawn());
        });
    }

    @Override
    public Result result() {
        return sql.read(handle -> {
            long imbalances = handle.createQuery("SELECT COUNT(*) FROM conservation_finding WHERE flow = ?").bind(0, FLOW).mapTo(Long.class).one();
            List<Imbalance> first = imbalances == 0 ? List.of() : handle.createQuery("SELECT user_id, what, found_at FROM conservation_finding "
                            + "WHERE flow = ? ORDER BY found_at, user_id LIMIT ?").bind(0, FLOW).bind(1, SHOWN)
                    .map((row, context) -> new Imbalance(row.getString("user_id"), row.getString("what"), row.getLong("found_at"))).list();
            return handle.createQuery("SELECT * FROM conservation_count WHERE flow = ?").bind(0, FLOW)
                    .map((row, context) -> new Result(tally(row, context), Duration.ofMillis(row.getLong("took_ms")), imbalances, first))
                    .findOne().orElse(new Result(Tally.NONE, Duration.ZERO, imbalances, first));
        });
    }
}
