package io.campanile.store.sql;

import io.campanile.domain.message.Fate.Notification;
import io.campanile.domain.message.NumberedMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Where a message is in a user's inbox, and how it stands there. Times are in ms.
 *
 * @param number        its number in the inbox, in the epoch
 * @param confirmed     whether an installation has confirmed it
 * @param exception     expired, dead or withdrawn; null when it is neither
 * @param ahead         how many others, before it, wait
 * @param notifications the push notifications that were made for it, in their order
 */
record InboxPlace(long epoch, long number, long appendedAt, boolean confirmed, String exception, long exceptionAt, String reason, long ahead,
                  List<Told> notifications) {

    private static final String ENTRY = """
            SELECT e.epoch, e.inbox_seq - e.seq + :seq AS number, e.appended_at, i.epoch AS present, i.delivered_seq, x.state, x.at, x.reason
            FROM inbox_entry e JOIN inbox i ON i.user_id = e.user_id
            LEFT JOIN inbox_exception x ON x.user_id = e.user_id AND x.epoch = e.epoch AND x.inbox_seq = e.inbox_seq - e.seq + :seq
            WHERE e.user_id = :user AND e.conversation_id = :conversation AND e.seq <= :seq AND e.seq + e.count > :seq
            ORDER BY e.epoch DESC LIMIT 1""";
    /** What ended is known for longer than its entry. */
    private static final String EXCEPTION = """
            SELECT x.epoch, x.inbox_seq AS number, m.ts AS appended_at, i.epoch AS present, i.delivered_seq, x.state, x.at, x.reason
            FROM inbox_exception x JOIN inbox i ON i.user_id = x.user_id JOIN conversation c ON c.conversation_id = x.conversation_id
            JOIN message m ON m.conversation_number = c.number AND m.seq = x.seq
            WHERE x.user_id = :user AND x.conversation_id = :conversation AND x.seq = :seq ORDER BY x.epoch DESC LIMIT 1""";

    /** @param endedAt 0 while it is on its way */
    record Told(Notification.State state, String provider, long madeAt, long endedAt, String detail) {

        Notification asNotification() {
            return new Notification(state, endedAt == 0 ? madeAt : endedAt, detail);
        }
    }

    /** Empty when it was delivered and the inbox does not keep it any more, or has not got it yet. */
    static Optional<InboxPlace> find(Handle handle, String userId, NumberedMessage message) {
        return find(handle, userId, message, ENTRY).or(() -> find(handle, userId, message, EXCEPTION));
    }

    private static Optional<InboxPlace> find(Handle handle, String userId, NumberedMessage message, String query) {
        return handle.createQuery(query)
                .bind("user", userId).bind("conversation", message.message().conversationId()).bind("seq", message.seq())
                .map((row, context) -> {
                    long epoch = row.getLong("epoch");
                    long number = row.getLong("number");
                    long delivered = row.getLong("delivered_seq");
                    // What was delivered in a past epoch keeps its number there
                    boolean confirmed = row.getString("state") == null && (epoch != row.getLong("present") || number <= delivered);
                    return new InboxPlace(epoch, number, InboxRanges.since(row.getLong("appended_at"), message.message()), confirmed, row.getString("state"), row.getLong("at"),
                            row.getString("reason"), confirmed || number <= delivered ? 0 : ahead(handle, userId, epoch, delivered, number), told(handle, userId, epoch, number));
                }).findOne();
    }

    private static long ahead(Handle handle, String userId, long epoch, long delivered, long number) {
        return handle.createQuery("SELECT COALESCE(SUM(LEAST(inbox_seq + count, :number) - GREATEST(inbox_seq, :delivered + 1)), 0) FROM inbox_entry "
                        + "WHERE user_id = :user AND epoch = :epoch AND inbox_seq < :number AND inbox_seq + count > :delivered + 1 AND NOT own")
                .bind("user", userId).bind("epoch", epoch).bind("delivered", delivered).bind("number", number).mapTo(Long.class).one();
    }

    private static List<Told> told(Handle handle, String userId, long epoch, long number) {
        return handle.createQuery("SELECT state, provider, made_at, ended_at, detail FROM push_notification "
                        + "WHERE user_id = ? AND epoch = ? AND to_seq >= ? AND from_seq < ? ORDER BY made_at")
                .bind(0, userId).bind(1, epoch).bind(2, number).bind(3, number)
                .map((row, context) -> new Told(Notification.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getString("provider"),
                        row.getLong("made_at"), row.getLong("ended_at"), row.getString("detail"))).list();
    }

    /** The one that went best; null when none was made. */
    Notification notification() {
        return notifications.stream().filter(told -> told.state() == Notification.State.SENT).findFirst()
                .or(() -> notifications.stream().max(Comparator.comparing(Told::madeAt))).map(Told::asNotification).orElse(null);
    }
}
