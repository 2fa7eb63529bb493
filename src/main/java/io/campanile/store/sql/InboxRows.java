package io.campanile.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of {@code inbox} within one transaction, in the present epoch. */
final class InboxRows {

    private static final Logger LOG = LoggerFactory.getLogger(InboxRows.class);
    private static final String SELECT = "SELECT user_id, epoch, last_seq, entry_seq, delivered_seq, trimmed_seq FROM inbox WHERE ";

    private final Handle handle;
    private final long epoch;

    InboxRows(Handle handle, long epoch) {
        this.handle = handle;
        this.epoch = epoch;
    }

    /** Waits for those who hold them, and holds them until the transaction ends; those that are not there are left out. */
    Map<String, InboxRow> hold(Collection<String> users) {
        Map<String, InboxRow> rows = new TreeMap<>();
        List<InboxRow> held = handle.createQuery(SELECT + "user_id = ANY(:users) ORDER BY user_id FOR UPDATE").bind("users", sorted(users))
                .map(InboxRows::row).list();
        Map<String, Long> left = left(held);
        held.forEach(row -> rows.put(row.userId(), row.epoch() == epoch ? row : begin(row, left.get(row.userId()))));
        return rows;
    }

    Optional<InboxRow> hold(String user) {
        return Optional.ofNullable(hold(List.of(user)).get(user));
    }

    /** As they are now, held by nobody; those of a past epoch as they will be in the present one. */
    List<InboxRow> look(Collection<String> users) {
        List<InboxRow> rows = handle.createQuery(SELECT + "user_id = ANY(:users)").bind("users", sorted(users)).map(InboxRows::row).list();
        Map<String, Long> left = left(rows);
        return rows.stream().map(row -> row.epoch() == epoch ? row : row.anew(epoch, left.get(row.userId()))).toList();
    }

    /** The same; held when an epoch had to begin. */
    Map<String, InboxRow> find(Collection<String> users) {
        Map<String, InboxRow> rows = new HashMap<>();
        handle.createQuery(SELECT + "user_id = ANY(:users)").bind("users", sorted(users)).map(InboxRows::row).forEach(row -> rows.put(row.userId(), row));
        // All of them, as others of them may have to be held later, which is not in their order any more
        return rows.values().stream().allMatch(row -> row.epoch() == epoch) ? rows : hold(users);
    }

    /** The same, of one. */
    Optional<InboxRow> find(String user) {
        return Optional.ofNullable(find(List.of(user)).get(user));
    }

    /** Makes those that are not there. Commit before they are held, or two who hold others already may wait for each other. */
    void create(Collection<String> users) {
        handle.execute("INSERT INTO inbox (user_id, epoch, last_seq, entry_seq, delivered_seq, confirmed_at, trimmed_seq, notified_seq, numbered, delivered, "
                + "expired, dead, withdrawn) SELECT u.id, CAST(? AS BIGINT), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM UNNEST(CAST(? AS VARCHAR ARRAY)) AS u (id) "
                + "WHERE NOT EXISTS (SELECT 1 FROM inbox i WHERE i.user_id = u.id) ON CONFLICT DO NOTHING", epoch, sorted(users));
    }

    /** Of those of a past epoch: up to where an inbox is left behind when it begins anew, as no installation lacks it. */
    private Map<String, Long> left(List<InboxRow> rows) {
        List<InboxRow> past = rows.stream().filter(row -> row.epoch() != epoch).toList();
        if (past.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> least = new HashMap<>();
        handle.createQuery("SELECT user_id, MIN(confirmed_seq) AS least FROM inbox_cursor WHERE user_id = ANY(:users) GROUP BY user_id")
                .bind("users", past.stream().map(InboxRow::userId).toArray(String[]::new))
                .map((row, context) -> least.put(row.getString("user_id"), row.getLong("least"))).list();
        return past.stream().collect(Collectors.toMap(InboxRow::userId, row -> row.left(least.getOrDefault(row.userId(), Long.MAX_VALUE))));
    }

    /** Numbers what some installation lacks from 1, with what is told of it. What none does keeps its number of the past epoch, for the trace. */
    private InboxRow begin(InboxRow old, long left) {
        InboxEntries.split(handle, old, left);
        for (String table : List.of("inbox_entry", "inbox_exception", "inbox_expiry")) {
            handle.execute("UPDATE " + table + " SET epoch = ?, inbox_seq = inbox_seq - ? WHERE user_id = ? AND epoch = ? AND inbox_seq > ?",
                    epoch, left, old.userId(), old.epoch(), left);
        }
        handle.execute("INSERT INTO inbox_event (user_id, epoch, kind, from_seq, to_seq, client_id, node, at, detail) "
                + "SELECT user_id, epoch, kind, from_seq, CAST(? AS BIGINT), client_id, node, at, detail FROM inbox_event "
                + "WHERE user_id = ? AND epoch = ? AND to_seq > ? AND from_seq <= ?", left, old.userId(), old.epoch(), left, left);
        for (String table : List.of("inbox_event", "push_notification")) {
            handle.execute("UPDATE " + table + " SET epoch = ?, from_seq = GREATEST(from_seq - ?, 0), to_seq = to_seq - ? "
                    + "WHERE user_id = ? AND epoch = ? AND to_seq > ?", epoch, left, left, old.userId(), old.epoch(), left);
        }
        // Below 0: lacks what is not kept any more
        handle.execute("UPDATE inbox_cursor SET confirmed_seq = confirmed_seq - ? WHERE user_id = ?", left, old.userId());
        InboxRow row = old.anew(epoch, left);
        handle.execute("UPDATE inbox SET epoch = ?, last_seq = ?, entry_seq = ?, delivered_seq = ?, trimmed_seq = 0, "
                + "notified_seq = GREATEST(notified_seq - ?, 0) WHERE user_id = ?", epoch, row.last(), row.entry(), row.delivered(), left, old.userId());
        LOG.info("the inbox of {} begins anew with {} messages in epoch {}", old.userId(), row.last(), InboxEpochs.name(epoch));
        return row;
    }

    private static String[] sorted(Collection<String> users) {
        return users.stream().sorted().distinct().toArray(String[]::new);
    }

    private static InboxRow row(ResultSet row, StatementContext context) throws SQLException {
        return new InboxRow(row.getString("user_id"), row.getLong("epoch"), row.getLong("last_seq"), row.getLong("entry_seq"),
                row.getLong("delivered_seq"), row.getLong("trimmed_seq"));
    }
}
