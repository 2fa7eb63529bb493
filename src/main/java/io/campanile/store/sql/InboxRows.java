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

/** The rows of {@code inbox_end} and {@code inbox} within one transaction, in the present epoch: held in that order. */
final class InboxRows {

    private static final Logger LOG = LoggerFactory.getLogger(InboxRows.class);
    private static final String SELECT = "SELECT t.user_id, t.epoch, t.last_seq, t.entry_seq, i.delivered_seq, i.trimmed_seq "
            + "FROM inbox_end t JOIN inbox i ON i.user_id = t.user_id WHERE t.user_id = ANY(:users)";
    private static final String HELD = " WHERE user_id = ANY(:users) ORDER BY user_id FOR UPDATE";

    private final Handle handle;
    private final long epoch;

    InboxRows(Handle handle, long epoch) {
        this.handle = handle;
        this.epoch = epoch;
    }

    /** Waits for those who hold them, and holds them until the transaction ends; those that are not there are left out. */
    Map<String, InboxRow> hold(Collection<String> users) {
        String[] sorted = sorted(users);
        handle.createQuery("SELECT user_id FROM inbox_end" + HELD).bind("users", sorted).mapTo(String.class).list();
        handle.createQuery("SELECT user_id FROM inbox" + HELD).bind("users", sorted).mapTo(String.class).list();
        Map<String, InboxRow> rows = new TreeMap<>();
        List<InboxRow> held = handle.createQuery(SELECT).bind("users", sorted).map(InboxRows::row).list();
        Map<String, Long> left = left(held);
        held.forEach(row -> rows.put(row.userId(), row.epoch() == epoch ? row : begin(row, left.get(row.userId()))));
        return rows;
    }

    Optional<InboxRow> hold(String user) {
        return Optional.ofNullable(hold(List.of(user)).get(user));
    }

    /** The ends only, held the same way: those who confirm go on meanwhile. */
    Map<String, InboxTail> holdEnds(Collection<String> users) {
        Map<String, InboxTail> tails = new TreeMap<>();
        List<Long> epochs = handle.createQuery("SELECT user_id, epoch, last_seq, entry_seq FROM inbox_end" + HELD).bind("users", sorted(users))
                .map((row, context) -> {
                    tails.put(row.getString("user_id"), new InboxTail(row.getLong("last_seq"), row.getLong("entry_seq")));
                    return row.getLong("epoch");
                }).list();
        if (epochs.stream().anyMatch(one -> one != epoch)) {
            hold(users).values().forEach(row -> tails.put(row.userId(), new InboxTail(row.last(), row.entry())));
        }
        return tails;
    }

    /**
     * What is confirmed only, held the same way: those who append go on meanwhile.
     *
     * @throws OvertakenException when another epoch has begun just now: it is to be done again
     */
    Map<String, InboxRow> holdConfirmed(Collection<String> users) {
        Map<String, InboxRow> rows = find(users);
        handle.createQuery("SELECT user_id, epoch, delivered_seq, trimmed_seq FROM inbox" + HELD).bind("users", sorted(users))
                .map((row, context) -> new InboxRow(row.getString("user_id"), row.getLong("epoch"), 0, 0, row.getLong("delivered_seq"), row.getLong("trimmed_seq")))
                .list().forEach(held -> rows.computeIfPresent(held.userId(), (user, found) -> found.with(held)));
        return rows;
    }

    /** As they are now, held by nobody; those of a past epoch as they will be in the present one. */
    List<InboxRow> look(Collection<String> users) {
        List<InboxRow> rows = handle.createQuery(SELECT).bind("users", sorted(users)).map(InboxRows::row).list();
        Map<String, Long> left = left(rows);
        return rows.stream().map(row -> row.epoch() == epoch ? row : row.anew(epoch, left.get(row.userId()))).toList();
    }

    /** The same; held when an epoch had to begin. */
    Map<String, InboxRow> find(Collection<String> users) {
        Map<String, InboxRow> rows = new HashMap<>();
        handle.createQuery(SELECT).bind("users", sorted(users)).map(InboxRows::row).forEach(row -> rows.put(row.userId(), row));
        // All of them, as others of them may have to be held later, which is not in their order any more
        return rows.values().stream().allMatch(row -> row.epoch() == epoch) ? rows : hold(users);
    }

    /** The same, of one. */
    Optional<InboxRow> find(String user) {
        return Optional.ofNullable(find(List.of(user)).get(user));
    }

    /** Makes those that are not there. Commit before they are held, or two who hold others already may wait for each other. */
    void create(Collection<String> users) {
        insert("inbox_end", "last_seq, entry_seq, numbered", "0, 0, 0", users);
        insert("inbox", "delivered_seq, confirmed_at, trimmed_seq, notified_seq, delivered, expired, dead, withdrawn", "0, 0, 0, 0, 0, 0, 0, 0", users);
    }

    private void insert(String table, String columns, String values, Collection<String> users) {
        handle.execute("INSERT INTO " + table + " (user_id, epoch, " + columns + ") SELECT u.id, CAST(? AS BIGINT), " + values
                + " FROM UNNEST(CAST(? AS VARCHAR ARRAY)) AS u (id) WHERE NOT EXISTS (SELECT 1 FROM " + table + " i WHERE i.user_id = u.id) "
                + "ON CONFLICT DO NOTHING", epoch, sorted(users));
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
        handle.execute("UPDATE inbox_end SET epoch = ?, last_seq = ?, entry_seq = ? WHERE user_id = ?", epoch, row.last(), row.entry(), old.userId());
        handle.execute("UPDATE inbox SET epoch = ?, delivered_seq = ?, trimmed_seq = 0, notified_seq = GREATEST(notified_seq - ?, 0) WHERE user_id = ?",
                epoch, row.delivered(), left, old.userId());
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
