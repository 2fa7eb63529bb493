package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.RoomSenders;
import java.util.List;
import javax.sql.DataSource;

/** Reads the tables {@code room}, {@code conversation}, {@code message} and {@code participation}. Thread-safe. */
public final class SqlRoomSenders implements RoomSenders {

    private final Sql sql;
    private final int large;

    /** @param large a room with more members is large */
    public SqlRoomSenders(DataSource dataSource, int large) {
        this.sql = new Sql(dataSource);
        this.large = large;
    }

    @Override
    public List<Sent> between(String conversationId, long above, long upTo) {
        return sql.read(handle -> {
            int members = handle.createQuery("SELECT members FROM room WHERE room_id = ?").bind(0, ConversationId.room(conversationId))
                    .mapTo(Integer.class).findOne().orElse(Integer.MAX_VALUE);
            return members > large ? List.of() : handle
                    .createQuery("SELECT m.seq, m.sender_id FROM message m WHERE " + MessageRows.OF_CONVERSATION
                            + " AND m.seq > :above AND m.seq <= :last ORDER BY m.conversation_number, m.seq")
                    .bind("conversation", conversationId).bind("above", above).bind("last", upTo)
                    .map((row, context) -> new Sent(row.getLong("seq"), row.getString("sender_id"))).list();
        });
    }

    @Override
    public long position(String userId, String conversationId) {
        return sql.read(handle -> handle.createQuery("SELECT read_seq FROM participation WHERE user_id = ? AND conversation_id = ?")
                .bind(0, userId).bind(1, conversationId).mapTo(Long.class).findOne().orElse(0L));
    }
}
