package io.campanile.store.sql;

import io.campanile.domain.message.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads what lies in ranges of inboxes, of many users in one statement. */
final class InboxRanges {

    /** H2 knows the types of the arrays by this only. */
    private static final String RANGES = "UNNEST(CAST(? AS VARCHAR ARRAY), CAST(? AS BIGINT ARRAY), CAST(? AS BIGINT ARRAY)) AS r (user_id, low, high) ";
    private static final String ENTRY = "SELECT e.user_id, e.inbox_seq, e.count, e.conversation_id, e.seq, e.own FROM ";

    private InboxRanges() {
    }

    /** The numbers above {@code low} up to {@code high}. */
    record Range(String userId, long low, long high) {
    }

    /** A number of a user's inbox. */
    record Number(String userId, long inboxSeq) {
    }

    /** An entry, see the table {@code inbox_entry}. */
    record Entry(String userId, long inboxSeq, int count, String conversationId, long seq, boolean own) {

        /** Its last number. */
        long last() {
            return inboxSeq + count - 1;
        }

        /** The number in the conversation of one of its numbers. */
        long seqOf(long number) {
            return seq + number - inboxSeq;
        }

        /** The part of it that lies in the range. */
        Entry within(Range range) {
            long first = Math.max(inboxSeq, range.low() + 1);
            return new Entry(userId, first, (int) (Math.min(last(), range.high()) - first + 1), conversationId, seqOf(first), own);
        }
    }

    /** When a message came into an inbox, ms: an entry that went on tells of its first one when that was, and later ones were not said before. */
    static long since(long appendedAt, Message message) {
        return Math.max(appendedAt, message.timestamp());
    }

    /**
     * As far as they lie in the ranges, of which there is one a user; those of a user in the order of their numbers. The last that begins
     * before a range may reach into it: it is read by the same statement, as entries may be made two meanwhile.
     */
    static List<Entry> entries(Handle handle, long epoch, List<Range> ranges) {
        Map<String, List<Entry>> found = new HashMap<>();
        bind(handle.createQuery(ENTRY + RANGES + "JOIN inbox_entry e ON e.user_id = r.user_id AND e.epoch = ? AND e.inbox_seq <= r.high "
                + "AND e.inbox_seq >= COALESCE((SELECT n.inbox_seq FROM inbox_entry n WHERE n.user_id = r.user_id AND n.epoch = ? AND n.inbox_seq <= r.low "
                + "ORDER BY n.user_id DESC, n.epoch DESC, n.inbox_seq DESC LIMIT 1), r.low) ORDER BY e.user_id, e.inbox_seq"), epoch, ranges)
                .bind(4, epoch).map(InboxRanges::entry).forEach(entry -> found.computeIfAbsent(entry.userId(), user -> new ArrayList<>()).add(entry));
        return ranges.stream().flatMap(range -> found.getOrDefault(range.userId(), List.of()).stream().map(entry -> entry.within(range)))
                .filter(entry -> entry.count() > 0).toList();
    }

    /** Those that need not be confirmed any more. */
    static Set<Number> exceptions(Handle handle, long epoch, List<Range> ranges) {
        return new HashSet<>(bind(handle.createQuery("SELECT x.user_id, x.inbox_seq FROM " + RANGES + "JOIN inbox_exception x "
                + "ON x.user_id = r.user_id AND x.epoch = ? AND x.inbox_seq > r.low AND x.inbox_seq <= r.high"), epoch, ranges)
                .map((row, context) -> new Number(row.getString("user_id"), row.getLong("inbox_seq"))).list());
    }

    private static Query bind(Query query, long epoch, List<Range> ranges) {
        return query.bind(0, ranges.stream().map(Range::userId).toArray(String[]::new))
                .bind(1, ranges.stream().map(Range::low).toArray(Long[]::new))
                .bind(2, ranges.stream().map(Range::high).toArray(Long[]::new))
                .bind(3, epoch);
    }

    private static Entry entry(ResultSet row, StatementContext context) throws SQLException {
        return new Entry(row.getString("user_id"), row.getLong("inbox_seq"), row.getInt("count"), row.getString("conversation_id"),
                row.getLong("seq"), row.getBoolean("own"));
    }
}
