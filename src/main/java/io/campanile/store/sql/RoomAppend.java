package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.NumberedMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Brings inboxes up to the end of a room's log, as ranges of it: an entry is a run of messages that are the member's own, or of
 * others. In a room with at most {@code large} members all get a message as it is numbered; in a larger one only those whom it
 * mentions do, and the others when {@link SqlInboxes#catchUp} is told that they are there. The rows of the inboxes must be held:
 * they guard {@code appended_seq} too.
 */
final class RoomAppend {

    /** Joined on both columns of the key: of a list for one alone H2 makes no use, and reads all that there are. */
    private static final String NAMED = "FROM UNNEST(CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY)) AS n (user_id, conversation_id) "
            + "JOIN participation p ON p.user_id = n.user_id AND p.conversation_id = n.conversation_id ";
    private static final String BEHIND = "SELECT p.user_id, p.appended_seq, LEAST(COALESCE(p.left_seq, c.last_seq), c.last_seq) AS until "
            + NAMED + "JOIN conversation c ON c.conversation_id = p.conversation_id "
            + "WHERE p.appended_seq < LEAST(COALESCE(p.left_seq, c.last_seq), c.last_seq) ORDER BY p.user_id";

    private final Handle handle;

    /** What a member's inbox lacks: the messages above {@code appended} up to {@code until}. */
    record Behind(String userId, long appended, long until) {
    }

    RoomAppend(Handle handle) {
        this.handle = handle;
    }

    /**
     * Whose inboxes get a room's new messages at once; the conversations are held. By conversation.
     *
     * @param turns who joins and leaves among them; a room that may be no large one any more after them counts as none
     */
    Map<String, Set<String>> readers(Collection<Message> messages, int large, RoomTurns turns) {
        Map<String, Set<String>> readers = new TreeMap<>();
        messages.stream().filter(message -> message.roomId() != null)
                .collect(Collectors.groupingBy(Message::conversationId)).forEach((conversation, said) -> {
                    boolean isLarge = isLarge(conversation, large + turns.leaving(conversation));
                    Set<String> named = isLarge ? named(said) : Set.of();
                    Set<String> users = isLarge ? mentioned(conversation, named) : members(conversation);
                    turns.joining(conversation).stream().filter(user -> !isLarge || named.contains(user)).forEach(users::add);
                    readers.put(conversation, users);
                });
        return readers;
    }

    private boolean isLarge(String conversation, int large) {
        return handle.createQuery("SELECT members FROM room WHERE room_id = ?").bind(0, ConversationId.room(conversation))
                .mapTo(Integer.class).findOne().orElse(0) > large;
    }

    private Set<String> members(String conversation) {
        return new TreeSet<>(handle.createQuery("SELECT user_id FROM participation WHERE conversation_id = ? AND left_seq IS NULL")
                .bind(0, conversation).mapTo(String.class).list());
    }

    private static Set<String> named(List<Message> said) {
        return said.stream().flatMap(message -> message.mentions().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> mentioned(String conversation, Set<String> named) {
        return named.isEmpty() ? new TreeSet<>() : new TreeSet<>(of("SELECT p.user_id " + NAMED + "WHERE p.left_seq IS NULL", conversation, named)
                .mapTo(String.class).list());
    }

    /** Which of the users lack anything of the room. */
    List<Behind> behind(String conversation, Collection<String> users) {
        return of(BEHIND, conversation, users)
                .map((row, context) -> new Behind(row.getString("user_id"), row.getLong("appended_seq"), row.getLong("until"))).list();
    }

    private Query of(String statement, String conversation, Collection<String> users) {
        return handle.createQuery(statement).bind(0, users.toArray(String[]::new))
                .bind(1, Collections.nCopies(users.size(), conversation).toArray(String[]::new));
    }

    /** The conversations of which users lack anything, those that they left before they got all of it included; with who lacks it. */
    Map<String, Set<String>> behindIn(Collection<String> users) {
        Map<String, Set<String>> behind = new TreeMap<>();
        handle.createQuery("SELECT p.conversation_id, p.user_id FROM UNNEST(CAST(? AS VARCHAR ARRAY)) AS n (user_id) "
                        + "JOIN participation p ON p.user_id = n.user_id JOIN conversation c ON c.conversation_id = p.conversation_id "
                        + "WHERE p.appended_seq < LEAST(COALESCE(p.left_seq, c.last_seq), c.last_seq)")
                .bind(0, users.toArray(String[]::new))
                .map((row, context) -> behind.computeIfAbsent(row.getString("conversation_id"), id -> new TreeSet<>()).add(row.getString("user_id"))).list();
        return behind;
    }

    /**
     * Appends to the inboxes of those who are behind.
     *
     * @param tails   moved on by it
     * @param entries where to; the caller writes them
     * @return what is new, in the order of each inbox's numbers
     */
    List<InboxMessage> append(String conversation, List<Behind> behind, Map<String, InboxTail> tails, InboxEntries entries) {
        if (behind.isEmpty()) {
            return List.of();
        }
        List<NumberedMessage> log = log(conversation, behind.stream().mapToLong(Behind::appended).min().orElseThrow(),
                behind.stream().mapToLong(Behind::until).max().orElseThrow());
        Batch reached = new Batch(handle, "UPDATE participation SET appended_seq = ? WHERE user_id = ? AND conversation_id = ?");
        List<InboxMessage> appended = new ArrayList<>();
        for (Behind member : behind) {
            InboxTail tail = tails.get(member.userId());
            log.stream().filter(next -> next.seq() > member.appended() && next.seq() <= member.until())
                    .forEach(next -> appended.add(entries.add(member.userId(), tail, next)));
            reached.add(member.until(), member.userId(), conversation);
        }
        reached.execute();
        return appended;
    }

    private List<NumberedMessage> log(String conversation, long above, long until) {
        return handle.createQuery("SELECT " + MessageRows.COLUMNS + " FROM message m WHERE " + MessageRows.OF_CONVERSATION
                        + " AND m.seq > :above AND m.seq <= :last ORDER BY m.conversation_number, m.seq")
                .bind("conversation", conversation).bind("above", above).bind("last", until)
                .map((row, context) -> MessageRows.numbered(row, conversation)).list();
    }
}
