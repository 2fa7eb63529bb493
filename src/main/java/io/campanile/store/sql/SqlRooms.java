package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.room.Room;
import io.campanile.domain.room.Rooms;
import io.campanile.domain.room.Stay;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table {@code room}, and its members in {@code participation}, which {@link SqlRoomChanges} changes.
 */
public final class SqlRooms implements Rooms {

    private final Sql sql;
    private final boolean strangers;
    private final Clock clock;

    /** @param strangers whether members need no account here, as those of an external issuer have none */
    public SqlRooms(DataSource dataSource, boolean strangers, Clock clock) {
        this.sql = new Sql(dataSource);
        this.strangers = strangers;
        this.clock = clock;
    }

    @Override
    public Room create(String roomId, String name, String ownerId, boolean open, Collection<String> members) {
        Set<String> all = new TreeSet<>(members);
        all.add(ownerId);
        return sql.run(handle -> handle.inTransaction(transaction -> {
            requireUsers(transaction, all);
            int made = transaction.execute("""
                    INSERT INTO room (room_id, name, owner_id, open, created_at, members) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING""", roomId, name, ownerId, open, clock.millis(), all.size());
            if (made == 0) {
                throw new CodedException(ErrorCode.CONFLICT, "room_id: " + roomId + " is taken");
            }
            transaction.execute("INSERT INTO conversation (conversation_id, last_seq, last_at) VALUES (?, 0, ?)",
                    ConversationId.ofRoom(roomId), clock.millis());
            PreparedBatch stays = transaction.prepareBatch("""
                    INSERT INTO participation (user_id, conversation_id, joined_seq, read_seq, appended_seq) VALUES (?, ?, 0, 0, 0)""");
            all.forEach(user -> stays.add(user, ConversationId.ofRoom(roomId)));
            stays.execute();
            return read(transaction, roomId);
        }));
    }

    @Override
    public Optional<Room> find(String roomId) {
        return sql.read(handle -> handle.createQuery("SELECT * FROM room WHERE room_id = ?").bind(0, roomId)
                .map((row, context) -> room(row)).findOne());
    }

    @Override
    public void requireUser(String userId) {
        sql.read(handle -> {
            requireUsers(handle, Set.of(userId));
            return userId;
        });
    }

    private void requireUsers(Handle transaction, Set<String> users) {
        if (!strangers) {
            SqlHouseholds.requireAll(transaction, "user", "account", "user_id", users);
        }
    }

    @Override
    public List<String> members(String roomId, String after, int limit) {
        return sql.read(handle -> handle.createQuery("""
                        SELECT user_id FROM participation WHERE conversation_id = ? AND user_id > ? AND left_seq IS NULL
                        ORDER BY user_id LIMIT ?""")
                .bind(0, ConversationId.ofRoom(roomId)).bind(1, after == null ? "" : after).bind(2, limit).mapTo(String.class).list());
    }

    @Override
    public Optional<Stay> stay(String roomId, String userId) {
        return sql.read(handle -> handle.createQuery("""
                        SELECT joined_seq, left_seq FROM participation WHERE user_id = ? AND conversation_id = ?""")
                .bind(0, userId).bind(1, ConversationId.ofRoom(roomId))
                .map((row, context) -> stay(row)).findOne());
    }

    @Override
    public List<Stay> stays(String roomId, String userId) {
        String conversation = ConversationId.ofRoom(roomId);
        return sql.read(handle -> handle.createQuery("""
                        SELECT joined_seq, left_seq FROM room_stay WHERE conversation_id = ? AND user_id = ?
                        UNION ALL SELECT joined_seq, left_seq FROM participation WHERE user_id = ? AND conversation_id = ?
                        ORDER BY joined_seq""")
                .bind(0, conversation).bind(1, userId).bind(2, userId).bind(3, conversation).map((row, context) -> stay(row)).list());
    }

    @Override
    public List<String> roomsOf(String userId) {
        return sql.read(handle -> handle.createQuery("""
                        SELECT SUBSTRING(conversation_id, 3) FROM participation
                        WHERE user_id = ? AND conversation_id LIKE 'r:%' AND left_seq IS NULL""")
                .bind(0, userId).mapTo(String.class).list());
    }

    private static Stay stay(ResultSet row) throws SQLException {
        return new Stay(row.getLong("joined_seq"), row.getObject("left_seq", Long.class));
    }

    private static Room read(Handle transaction, String roomId) {
        return transaction.createQuery("SELECT * FROM room WHERE room_id = ?").bind(0, roomId).map((row, context) -> room(row)).one();
    }

    private static Room room(ResultSet row) throws SQLException {
        return new Room(row.getString("room_id"), row.getString("name"), row.getString("owner_id"), row.getBoolean("open"),
                row.getLong("created_at"), row.getInt("members"));
    }
}
