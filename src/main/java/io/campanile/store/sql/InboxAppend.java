package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.room.RoomChanges.Turn;
import io.campanile.store.sql.RoomAppend.Behind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Messages that one transaction numbers, stores and appends to inboxes, and the joins and leaves among them; used once. */
final class InboxAppend {

    private final Handle handle;
    private final long epoch;
    private final long now;
    private final long pushDue;
    private final Map<String, Log> logs = new TreeMap<>();
    private final Map<String, InboxTail> tails = new TreeMap<>();
    private final int largeRoom;
    private final InboxEntries entries;
    private final RoomAppend rooms;
    private final RoomTurns turns;
    private Map<String, Set<String>> readers = Map.of();
    /** Who joins a room of which they lack something. */
    private final Map<String, List<String>> returning = new TreeMap<>();

    /** A conversation that is held. */
    private static final class Log {
        private long number;
        private long seq;
        private long at;
        private long disorder;

        private void add(long timestamp) {
            seq++;
            disorder = Math.max(disorder, at - timestamp);
            at = Math.max(at, timestamp);
        }
    }

    /**
     * @param pushDelay ms after which a user who has confirmed nothing is notified
     * @param largeRoom with more members a room's messages are in an inbox once its user is there
     */
    InboxAppend(Handle handle, long epoch, long now, long pushDelay, int largeRoom, List<Turn> turns) {
        this.handle = handle;
        this.epoch = epoch;
        this.now = now;
        this.pushDue = now + pushDelay;
        this.largeRoom = largeRoom;
        this.entries = new InboxEntries(handle, epoch, now);
        this.rooms = new RoomAppend(handle);
        this.turns = new RoomTurns(handle, turns);
    }

    /** @return empty, having done nothing, when the row of a conversation or an inbox is not there yet, see {@link #create} */
    Optional<List<InboxMessage>> run(List<Message> messages) {
        if (!holdConversations(messages)) {
            return Optional.empty();
        }
        turns.begin(logs.keySet());
        List<Message> fresh = withoutRepeats(messages);
        if (fresh.isEmpty() && turns.isEmpty()) {
            return Optional.of(List.of());
        }
        if (!holdInboxes(fresh)) {
            return Optional.empty();
        }
        List<InboxMessage> appended = number(messages, fresh);
        updateConversations();
        // Who comes back gets first what was said until they left: a new stay begins with its own messages
        returning.forEach((room, users) -> appended.addAll(rooms.append(room, rooms.behind(room, users), tails, entries)));
        turns.change(now);
        readers.forEach((room, users) -> appended.addAll(rooms.append(room, rooms.behind(room, users), tails, entries)));
        entries.execute(tails);
        setDue();
        return Optional.of(appended);
    }

    /** Makes the rows that are not there; in a transaction of its own, so that nothing else is held meanwhile. */
    static void create(Handle handle, long epoch, List<Message> messages, int largeRoom, List<Turn> turns) {
        Map<String, List<String>> owners = new TreeMap<>();
        // A room's conversation is there since the room is
        messages.stream().filter(message -> message.roomId() == null).forEach(message -> owners.computeIfAbsent(message.conversationId(), id -> owners(message)));
        handle.execute("INSERT INTO conversation (conversation_id, last_seq, last_at) SELECT n.id, 0, 0 FROM UNNEST(CAST(? AS VARCHAR ARRAY)) AS n (id) "
                        + "WHERE NOT EXISTS (SELECT 1 FROM conversation c WHERE c.conversation_id = n.id) ON CONFLICT DO NOTHING",
                (Object) owners.keySet().toArray(String[]::new));
        List<String> conversations = new ArrayList<>();
        List<String> users = new ArrayList<>();
        owners.forEach((conversation, both) -> both.forEach(user -> {
            conversations.add(conversation);
            users.add(user);
        }));
        handle.execute("INSERT INTO participation (user_id, conversation_id, joined_seq, read_seq) SELECT n.user_id, n.id, 0, 0 "
                        + "FROM UNNEST(CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY)) AS n (user_id, id) WHERE NOT EXISTS "
                        + "(SELECT 1 FROM participation p WHERE p.user_id = n.user_id AND p.conversation_id = n.id) ON CONFLICT DO NOTHING",
                users.toArray(String[]::new), conversations.toArray(String[]::new));
        RoomTurns joins = new RoomTurns(handle, turns);
        new RoomAppend(handle).readers(messages, largeRoom, joins).values().forEach(users::addAll);
        joins.conversations().forEach(room -> users.addAll(joins.joining(room)));
        new InboxRows(handle, epoch).create(users);
    }

    /** Whose inboxes a message of two goes to, the recipient's first: the system keeps none. */
    private static List<String> owners(Message message) {
        if (message.roomId() != null) {
            return List.of();
        }
        return message.senderId().equals(message.to()) || message.senderId().equals(Message.SYSTEM)
                ? List.of(message.to()) : List.of(message.to(), message.senderId());
    }

    private boolean holdConversations(List<Message> messages) {
        messages.forEach(message -> logs.put(message.conversationId(), null));
        Set<String> needed = Set.copyOf(logs.keySet());
        turns.conversations().forEach(room -> logs.put(room, null));
        handle.createQuery("SELECT number, conversation_id, last_seq, last_at, disorder FROM conversation WHERE conversation_id = ANY(:ids) "
                        + "ORDER BY conversation_id FOR UPDATE")
                .bind("ids", logs.keySet().toArray(String[]::new))
                .map((row, context) -> {
                    Log log = new Log();
                    log.number = row.getLong("number");
                    log.seq = row.getLong("last_seq");
                    log.at = row.getLong("last_at");
                    log.disorder = row.getLong("disorder");
                    return logs.put(row.getString("conversation_id"), log);
                }).list();
        logs.values().removeIf(Objects::isNull);
        return logs.keySet().containsAll(needed);
    }

    private List<Message> withoutRepeats(List<Message> messages) {
        Set<String> known = new HashSet<>(handle.createQuery("SELECT msg_id FROM message WHERE msg_id = ANY(:ids)")
                .bind("ids", messages.stream().map(Message::msgId).toArray(String[]::new)).mapTo(String.class).list());
        return messages.stream().filter(message -> known.add(message.msgId())).toList();
    }

    private boolean holdInboxes(List<Message> fresh) {
        fresh.forEach(message -> owners(message).forEach(owner -> tails.put(owner, null)));
        turns.conversations().forEach(room -> returning.put(room, rooms.behind(room, turns.joining(room)).stream().map(Behind::userId).toList()));
        returning.values().forEach(users -> users.forEach(user -> tails.put(user, null)));
        readers = rooms.readers(fresh, largeRoom, turns);
        readers.values().forEach(users -> users.forEach(user -> tails.put(user, null)));
        tails.putAll(new InboxRows(handle, epoch).holdEnds(tails.keySet()));
        return !tails.containsValue(null);
    }

    private List<InboxMessage> number(List<Message> messages, List<Message> fresh) {
        Batch rows = MessageRows.insert(handle);
        List<InboxMessage> appended = new ArrayList<>(2 * fresh.size());
        Iterator<Message> numbered = messages.iterator();
        int behind = 0;
        for (Message message : fresh) {
            while (numbered.next() != message) {
                behind++;
            }
            turns.place(behind++, room -> logs.get(room).seq);
            Log log = logs.get(message.conversationId());
            log.add(message.timestamp());
            MessageRows.add(rows, log.number, message, log.seq);
            NumberedMessage placed = new NumberedMessage(message, log.seq);
            owners(message).forEach(owner -> appended.add(entries.add(owner, tails.get(owner), placed)));
        }
        turns.place(messages.size(), room -> logs.get(room).seq);
        rows.execute();
        return appended;
    }

    private void updateConversations() {
        Batch batch = new Batch(handle, "UPDATE conversation SET last_seq = ?, last_at = ?, disorder = ? WHERE number = ?");
        logs.values().forEach(log -> batch.add(log.seq, log.at, log.disorder, log.number));
        batch.execute();
    }

    /** Who has got something is looked at once the pause is over, unless that is due already. */
    private void setDue() {
        handle.execute("INSERT INTO inbox_due (user_id, due_at) SELECT n.id, CAST(? AS BIGINT) FROM UNNEST(CAST(? AS VARCHAR ARRAY)) AS n (id) "
                        + "WHERE NOT EXISTS (SELECT 1 FROM inbox_due d WHERE d.user_id = n.id)",
                pushDue, tails.entrySet().stream().filter(tail -> tail.getValue().numbered > 0).map(Map.Entry::getKey).toArray(String[]::new));
    }
}
