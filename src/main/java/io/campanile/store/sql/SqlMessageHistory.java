package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.NumberedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** Reads the tables {@code message}, {@code conversation} and {@code participation}. Thread-safe. */
public final class SqlMessageHistory implements MessageHistory {

    /** Of a conversation's messages: what is for a participant and from others, after what they have read. */
    private static final String UNREAD = "m.seq > p.read_seq AND m.seq > p.joined_seq "
            + "AND (p.left_seq IS NULL OR m.seq <= p.left_seq) AND m.sender_id <> p.user_id";

    private final Sql sql;

    public SqlMessageHistory(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** The newest message is the last one that is for the user. */
    @Override
    public List<Conversation> conversations(String userId, String after, int limit) {
        return sql.read(handle -> {
            String condition = "";
            long at = 0;
            if (after != null) {
                at = time(handle, after);
                condition = " AND c.last_at <= :at AND (c.last_at < :at OR c.conversation_id > :after)";
            }
            var query = handle.createQuery("SELECT p.conversation_id, p.read_seq, "
                    + "(SELECT COUNT(*) FROM message m WHERE m.conversation_number = p.number AND " + UNREAD + ") AS unread, " + MessageRows.COLUMNS
                    + " FROM (SELECT p.*, c.number, LEAST(c.last_seq, COALESCE(p.left_seq, c.last_seq)) AS last_seq, c.last_at FROM participation p "
                    + "JOIN conversation c ON c.conversation_id = p.conversation_id WHERE p.user_id = :user AND c.last_seq > p.joined_seq" + condition
                    + " ORDER BY c.last_at DESC, c.conversation_id LIMIT :limit) p "
                    + "JOIN message m ON m.conversation_number = p.number AND m.seq = p.last_seq ORDER BY p.last_at DESC, p.conversation_id");
            if (after != null) {
                query.bind("at", at).bind("after", after);
            }
            return query.bind("user", userId).bind("limit", limit)
                    .map((row, context) -> {
                        NumberedMessage last = MessageRows.numbered(row, context);
                        return new Conversation(last.message().conversationId(), last, row.getLong("read_seq"), row.getLong("unread"));
                    }).list();
        });
    }

    private static long time(Handle handle, String conversationId) {
        return handle.createQuery("SELECT last_at FROM conversation WHERE conversation_id = ?").bind(0, conversationId).mapTo(Long.class).findOne()
                .orElseThrow(() -> CodedException.invalid("after", "no such conversation"));
    }

    @Override
    public List<NumberedMessage> page(Query query) {
        return sql.read(handle -> {
            long low = query.after();
            long high = query.before();
            if (query.from() > 0 || query.to() < Long.MAX_VALUE) {
                Extent extent = extent(handle, query.conversationId());
                low = Math.max(low, query.from() <= 0 ? 0 : extent.lastBefore(handle, query.from() - extent.disorder()));
                high = query.to() >= Long.MAX_VALUE - extent.disorder() ? high
                        : Math.min(high, extent.lastBefore(handle, query.to() + extent.disorder() + 1) + 1);
            }
            boolean nearestFirst = query.isUpwards();
            String order = nearestFirst ? "m.conversation_number, m.seq" : "m.conversation_number DESC, m.seq DESC";
            var rows = handle.createQuery("SELECT " + MessageRows.COLUMNS + " FROM message m WHERE " + MessageRows.OF_CONVERSATION
                            + " AND m.seq > :low AND m.seq < :high AND m.ts >= :from AND m.ts <= :to"
                            + (query.text() == null ? "" : " AND LOWER(m.content) LIKE :text ESCAPE '!'") + " ORDER BY " + order + " LIMIT :limit")
                    .bind("conversation", query.conversationId()).bind("low", low).bind("high", high)
                    .bind("from", query.from()).bind("to", query.to()).bind("limit", query.limit());
            if (query.text() != null) {
                rows.bind("text", "%" + query.text().toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
            }
            List<NumberedMessage> page = new ArrayList<>(rows.map((row, context) -> MessageRows.numbered(row, query.conversationId())).list());
            if (nearestFirst) {
                Collections.reverse(page);
            }
            return page;
        });
    }

    private static Extent extent(Handle handle, String conversationId) {
        return handle.createQuery("SELECT number, last_seq, disorder FROM conversation WHERE conversation_id = ?").bind(0, conversationId)
                .map((row, context) -> new Extent(row.getLong("number"), row.getLong("last_seq"), row.getLong("disorder"))).findOne()
                .orElse(new Extent(0, 0, 0));
    }

    /**
     * How far a conversation goes.
     *
     * @param disorder ms by which the times of two messages contradict the order of their numbers, at most: nodes' clocks differ
     */
    private record Extent(long number, long last, long disorder) {

        /**
         * The number of the last message before a time, found by halving: their times are about in the order of their numbers. That
         * spares every message an index by time. One that is kept no more is an old one.
         */
        private long lastBefore(Handle handle, long time) {
            long before = 0;
            long notBefore = last + 1;
            while (notBefore - before > 1) {
                long middle = (before + notBefore) / 2;
                long ts = handle.createQuery("SELECT ts FROM message WHERE conversation_number = ? AND seq = ?").bind(0, number).bind(1, middle)
                        .mapTo(Long.class).findOne().orElse(Long.MIN_VALUE);
                if (ts < time) {
                    before = middle;
                } else {
                    notBefore = middle;
                }
            }
            return before;
        }
    }

    @Override
    public long read(String userId, String conversationId, long seq) {
        return sql.transaction(handle -> {
            long last = handle.createQuery("SELECT LEAST(c.last_seq, COALESCE(p.left_seq, c.last_seq)) FROM participation p JOIN conversation c "
                            + "ON c.conversation_id = p.conversation_id WHERE p.user_id = ? AND p.conversation_id = ?")
                    .bind(0, userId).bind(1, conversationId).mapTo(Long.class).findOne().orElseThrow(() -> CodedException.notFound("conversation"));
            if (seq < 0 || seq > last) {
                throw CodedException.invalid("seq", "must be 0 to " + last + ", the last message of " + conversationId);
            }
            handle.execute("UPDATE participation SET read_seq = ? WHERE user_id = ? AND conversation_id = ? AND read_seq < ?",
                    seq, userId, conversationId, seq);
            return handle.createQuery("SELECT read_seq FROM participation WHERE user_id = ? AND conversation_id = ?")
                    .bind(0, userId).bind(1, conversationId).mapTo(Long.class).one();
        });
    }

    @Override
    public Map<String, Long> unread(String userId) {
        return sql.read(handle -> {
            Map<String, Long> unread = new LinkedHashMap<>();
            // Counted for each, rather than joined: PostgreSQL would begin a join at a conversation's first message
            handle.createQuery("SELECT p.conversation_id, "
                            + "(SELECT COUNT(*) FROM message m WHERE m.conversation_number = c.number AND " + UNREAD + ") AS unread FROM participation p "
                            + "JOIN conversation c ON c.conversation_id = p.conversation_id WHERE p.user_id = ? ORDER BY p.conversation_id")
                    .bind(0, userId).map((row, context) -> unread.put(row.getString("conversation_id"), row.getLong("unread"))).list();
            unread.values().removeIf(count -> count == 0);
            return unread;
        });
    }

    @Override
    public Optional<NumberedMessage> find(String msgId) {
        return sql.read(handle -> MessageRows.find(handle, msgId));
    }
}
