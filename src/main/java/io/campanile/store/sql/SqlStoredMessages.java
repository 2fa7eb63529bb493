package io.campanile.store.sql;

import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.StoredMessages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** The table {@code message} by its position. Thread-safe. */
public final class SqlStoredMessages implements StoredMessages {

    /** An outer join, though each message has a conversation: H2 begins with the messages then, and reads them in their order. */
    private static final String SELECT = "SELECT m.position, c.conversation_id, " + MessageRows.COLUMNS
            + " FROM message m LEFT JOIN conversation c ON c.number = m.conversation_number WHERE ";

    private final Sql sql;

    public SqlStoredMessages(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public List<Stored> after(long position, int limit) {
        return sql.read(handle -> handle.createQuery(SELECT + "m.position > :after ORDER BY m.position LIMIT :limit")
                .bind("after", position).bind("limit", limit)
                .map((row, context) -> new Stored(row.getLong("position"), MessageRows.numbered(row, context))).list());
    }

    /** What is missing are a few ranges, most of them with nothing in them. */
    @Override
    public List<Stored> at(Collection<Long> positions) {
        return sql.read(handle -> {
            List<Stored> found = new ArrayList<>();
            TreeSet<Long> left = new TreeSet<>(positions);
            while (!left.isEmpty()) {
                long first = left.pollFirst();
                long last = first;
                while (left.remove(last + 1)) {
                    last++;
                }
                found.addAll(between(handle, first, last));
            }
            return found;
        });
    }

    private static List<Stored> between(Handle handle, long first, long last) {
        return handle.createQuery(SELECT + "m.position BETWEEN :first AND :last ORDER BY m.position")
                .bind("first", first).bind("last", last)
                .map((row, context) -> new Stored(row.getLong("position"), MessageRows.numbered(row, context))).list();
    }

    @Override
    public List<NumberedMessage> numbered(String conversationId, Collection<Long> seqs) {
        return seqs.isEmpty() ? List.of() : sql.read(handle -> MessageRows.at(handle, Collections.nCopies(seqs.size(), conversationId).toArray(String[]::new),
                seqs.toArray(Long[]::new))).stream().sorted(Comparator.comparingLong(NumberedMessage::seq).reversed()).toList();
    }
}
