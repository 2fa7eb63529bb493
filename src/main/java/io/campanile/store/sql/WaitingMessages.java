package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What waits in a user's inbox that a push notification may tell of: nobody has confirmed or read it, it is not the user's own,
 * and it is not over.
 *
 * @param from        only numbers after this one
 * @param to          and up to this one
 * @param confirmedAt when an installation last confirmed anything, ms
 * @param since       when the first of them was appended, ms; 0 when there is none
 * @param messages    the first of them, in their order
 */
record WaitingMessages(String userId, long epoch, long from, long to, long confirmedAt, long since, List<InboxMessage> messages) {

    /** More than anybody is told of at once. */
    private static final int MOST = 100;
    /** How much longer each step is than the one before. */
    private static final int STEPS = 4;

    private record Found(InboxMessage message, long appendedAt) {
    }

    private record Inbox(long epoch, long last, long start, long notified, long confirmedAt) {
    }

    /** What no push notification was made for. */
    static WaitingMessages of(Handle handle, String userId, long now) {
        return of(handle, userId, MOST, now);
    }

    /** The same, with the first message only: whether there is one, and since when. */
    static WaitingMessages first(Handle handle, String userId, long now) {
        return of(handle, userId, 1, now);
    }

    private static WaitingMessages of(Handle handle, String userId, int most, long now) {
        Inbox inbox = inbox(handle, userId);
        return find(handle, userId, inbox, Math.max(inbox.start(), inbox.notified()), inbox.last(), now, most);
    }

    /** What is left of a range; of one of a past epoch, all that notifications were made for and that is left. */
    static WaitingMessages of(Handle handle, String userId, long epoch, long from, long to, long now) {
        Inbox inbox = inbox(handle, userId);
        boolean past = epoch != inbox.epoch();
        return find(handle, userId, inbox, Math.max(inbox.start(), past ? 0 : from), past ? inbox.notified() : to, now, MOST);
    }

    private static Inbox inbox(Handle handle, String userId) {
        return handle.createQuery("SELECT i.epoch, t.last_seq, GREATEST(i.delivered_seq, i.trimmed_seq) AS start_seq, i.notified_seq, i.confirmed_at "
                        + "FROM inbox i JOIN inbox_end t ON t.user_id = i.user_id WHERE i.user_id = ?")
                .bind(0, userId).map((row, context) -> new Inbox(row.getLong("epoch"), row.getLong("last_seq"), row.getLong("start_seq"),
                        row.getLong("notified_seq"), row.getLong("confirmed_at"))).one();
    }

    /** In ever longer steps, as the first few mostly are enough: all that waits is sorted before the first is given. */
    private static WaitingMessages find(Handle handle, String userId, Inbox inbox, long from, long to, long now, int most) {
        List<Found> found = new ArrayList<>();
        long step = most;
        for (long low = from; low < to && found.size() < most; low += step, step *= STEPS) {
            found.addAll(page(handle, userId, inbox, low, Math.min(to, low + step), now, most - found.size()));
        }
        return new WaitingMessages(userId, inbox.epoch(), from, to, inbox.confirmedAt(), found.isEmpty() ? 0 : found.get(0).appendedAt(),
                found.stream().map(Found::message).toList());
    }

    private static List<Found> page(Handle handle, String userId, Inbox inbox, long from, long to, long now, int most) {
        return handle.createQuery("SELECT e.conversation_id, " + MessageRows.COLUMNS + ", e.appended_at, e.inbox_seq - e.seq + m.seq AS number "
                        + "FROM inbox_entry e JOIN conversation c ON c.conversation_id = e.conversation_id "
                        + "JOIN message m ON m.conversation_number = c.number AND m.seq >= e.seq + GREATEST(0, :from + 1 - e.inbox_seq) "
                        + "AND m.seq <= e.seq + LEAST(e.count - 1, :to - e.inbox_seq) "
                        + "LEFT JOIN participation p ON p.user_id = e.user_id AND p.conversation_id = e.conversation_id "
                        + "LEFT JOIN inbox_exception x ON x.user_id = e.user_id AND x.epoch = e.epoch AND x.inbox_seq = e.inbox_seq - e.seq + m.seq "
                        + "WHERE e.user_id = :user AND e.epoch = :epoch AND e.inbox_seq <= :to AND e.inbox_seq >= COALESCE((SELECT n.inbox_seq FROM inbox_entry n "
                        + "WHERE n.user_id = :user AND n.epoch = :epoch AND n.inbox_seq <= :from ORDER BY n.user_id DESC, n.epoch DESC, n.inbox_seq DESC LIMIT 1), :from) "
                        + "AND m.sender_id <> :user AND (m.loss_time = 0 OR m.loss_time >= :now) AND m.seq > COALESCE(p.read_seq, 0) AND x.state IS NULL "
                        + "ORDER BY e.inbox_seq, m.seq LIMIT :most")
                .bind("user", userId).bind("epoch", inbox.epoch()).bind("from", from).bind("to", to).bind("now", now).bind("most", most)
                .map((row, context) -> {
                    var numbered = MessageRows.numbered(row, context);
                    return new Found(new InboxMessage(userId, InboxEpochs.name(inbox.epoch()), row.getLong("number"), numbered.seq(), numbered.message()),
                            InboxRanges.since(row.getLong("appended_at"), numbered.message()));
                }).list();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** That of the weightiest. */
    int weight() {
        return messages.stream().mapToInt(message -> message.message().weight()).max().orElse(0);
    }

    /** The conversation with the weightiest message first, each in its own order (PROTOCOL 6). */
    List<InboxMessage> urgentFirst() {
        Map<String, Integer> weights = messages.stream().collect(Collectors.toMap(message -> message.message().conversationId(),
                message -> message.message().weight(), Math::max));
        // Stable: what is not told apart keeps its order
        return messages.stream().sorted(Comparator.comparing((InboxMessage message) -> weights.get(message.message().conversationId()))
                .reversed()).toList();
    }
}
