package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.room.RoomChange;
import io.campanile.domain.room.RoomChanges.Turn;
import io.campanile.store.sql.RoomMemberships.Placed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The joins and leaves among messages that one transaction numbers; used once. Their order is in the numbers: each begins or ends a stay
 * at the number that the room had reached when its turn came, so all of them are written together, after the messages.
 */
final class RoomTurns {

    private final Handle handle;
    private List<Turn> turns;
    private int next;
    /** By conversation. */
    private final Map<String, List<Placed>> placed = new TreeMap<>();

    RoomTurns(Handle handle, List<Turn> turns) {
        this.handle = handle;
        this.turns = turns;
    }

    /** Leaves out what was done before, and what is of no room. @param held the conversations that are there */
    void begin(Set<String> held) {
        if (!turns.isEmpty()) {
            Set<String> known = new HashSet<>(handle.createQuery("SELECT change_id FROM room_change WHERE change_id = ANY(?)")
                    .bind(0, turns.stream().map(turn -> turn.change().changeId()).toArray(String[]::new)).mapTo(String.class).list());
            turns = turns.stream().filter(turn -> held.contains(conversation(turn.change())) && known.add(turn.change().changeId())).toList();
        }
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    Set<String> conversations() {
        return new TreeSet<>(turns.stream().map(turn -> conversation(turn.change())).toList());
    }

    /** Who joins. */
    Set<String> joining(String conversation) {
        return new TreeSet<>(changes(conversation).filter(RoomChange::joins).map(RoomChange::userId).toList());
    }

    /** How many members there may be less. */
    int leaving(String conversation) {
        return (int) changes(conversation).filter(change -> !change.joins()).count();
    }

    private Stream<RoomChange> changes(String conversation) {
        return turns.stream().map(Turn::change).filter(change -> conversation(change).equals(conversation));
    }

    /**
     * It is the turn of those behind so many messages.
     *
     * @param end the newest number of a conversation
     */
    void place(int messages, ToLongFunction<String> end) {
        for (; next < turns.size() && turns.get(next).behind() <= messages; next++) {
            RoomChange change = turns.get(next).change();
            placed.computeIfAbsent(conversation(change), room -> new ArrayList<>()).add(new Placed(change, end.applyAsLong(conversation(change))));
        }
    }

    /** Changes who is a member, once all have their place. */
    void change(long now) {
        placed.forEach((conversation, changes) -> {
            String room = ConversationId.room(conversation);
            int grown = new RoomMemberships(handle, conversation).change(changes);
            handle.execute("UPDATE room SET members = members + ? WHERE room_id = ?", grown, room);
            int members = handle.createQuery("SELECT members FROM room WHERE room_id = ?").bind(0, room).mapTo(Integer.class).one();
            Batch batch = new Batch(handle, "INSERT INTO room_change (change_id, room_id, members, changed_at) VALUES (?, ?, ?, ?)");
            changes.forEach(each -> batch.add(each.change().changeId(), room, members, now));
            batch.execute();
        });
    }

    private static String conversation(RoomChange change) {
        return ConversationId.ofRoom(change.roomId());
    }
}
