package io.campanile.store.sql;

import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.Inboxes.Confirmation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Moves on what installations have confirmed, and notes it for the trace: what one of them confirms within a quarter of a second is one event, at the
 * time of the last. A row that goes on keeps its place in the index (decision 0036). Used once, while the inboxes are held.
 */
final class InboxCursors {

    /** ms for which an event goes on. */
    private static final long GOES_ON = 250;

    private final Handle handle;
    private final long epoch;
    private final List<Step> steps = new ArrayList<>();

    record Installation(String userId, String clientId) implements Comparable<Installation> {

        static Installation of(Confirmation confirmation) {
            return new Installation(confirmation.userId(), confirmation.clientId());
        }

        @Override
        public int compareTo(Installation other) {
            int users = userId.compareTo(other.userId);
            return users != 0 ? users : clientId.compareTo(other.clientId);
        }
    }

    /** A row; the event is a hint, there may be none. */
    private record Cursor(long confirmed, long eventSeq, long eventSince) {
    }

    /** @param before null for an installation that has confirmed nothing yet */
    private record Step(Confirmation confirmation, Cursor before) {

        boolean isForward() {
            return before == null || before.confirmed < confirmation.inboxSeq();
        }

        boolean mayGoOn() {
            return before != null && confirmation.at() - before.eventSince <= GOES_ON;
        }

        long from() {
            return before == null ? 1 : before.confirmed + 1;
        }
    }

    InboxCursors(Handle handle, long epoch) {
        this.handle = handle;
        this.epoch = epoch;
    }

    /** @param highest of each installation, in the order of the installations; one that is behind what it had confirmed changes nothing */
    void move(Map<Installation, Confirmation> highest) {
        Map<Installation, Cursor> cursors = read(highest.keySet());
        highest.forEach((installation, confirmation) -> steps.add(new Step(confirmation, cursors.get(installation))));
        steps.removeIf(step -> !step.isForward());
        int[] wentOn = goOn();
        Batch insert = new Batch(handle, "INSERT INTO inbox_cursor (confirmed_seq, seen_at, event_seq, event_since, user_id, client_id) VALUES (?, ?, ?, ?, ?, ?)");
        Batch update = new Batch(handle, "UPDATE inbox_cursor SET confirmed_seq = ?, seen_at = ?, event_seq = ?, event_since = ? WHERE user_id = ? AND client_id = ?");
        List<InboxEvent> events = new ArrayList<>();
        int next = 0;
        for (Step step : steps) {
            Confirmation confirmation = step.confirmation;
            boolean longer = step.mayGoOn() && wentOn[next++] > 0;
            if (!longer) {
                events.add(new InboxEvent(confirmation.userId(), InboxEpochs.name(epoch), InboxEvent.CONFIRMED, step.from(), confirmation.inboxSeq(),
                        confirmation.clientId(), confirmation.node(), confirmation.at(), null));
            }
            (step.before == null ? insert : update).add(confirmation.inboxSeq(), confirmation.at(), longer ? step.before.eventSeq : step.from(),
                    longer ? step.before.eventSince : confirmation.at(), confirmation.userId(), confirmation.clientId());
        }
        insert.execute();
        update.execute();
        InboxEventRows.insert(handle, events);
    }

    private int[] goOn() {
        Batch longer = new Batch(handle, "UPDATE inbox_event SET to_seq = ?, at = ? WHERE user_id = ? AND epoch = ? AND from_seq = ? AND to_seq = ? "
                + "AND kind = ? AND client_id = ? AND node = ?");
        steps.stream().filter(Step::mayGoOn).forEach(step -> longer.add(step.confirmation.inboxSeq(), step.confirmation.at(), step.confirmation.userId(), epoch,
                step.before.eventSeq, step.before.confirmed, InboxEvent.CONFIRMED, step.confirmation.clientId(), step.confirmation.node()));
        return longer.execute();
    }

    private Map<Installation, Cursor> read(Collection<Installation> installations) {
        Map<Installation, Cursor> cursors = new HashMap<>();
        handle.createQuery("SELECT c.user_id, c.client_id, c.confirmed_seq, c.event_seq, c.event_since "
                        + "FROM UNNEST(CAST(? AS VARCHAR ARRAY), CAST(? AS VARCHAR ARRAY)) AS i (user_id, client_id) "
                        + "JOIN inbox_cursor c ON c.user_id = i.user_id AND c.client_id = i.client_id")
                .bind(0, installations.stream().map(Installation::userId).toArray(String[]::new))
                .bind(1, installations.stream().map(Installation::clientId).toArray(String[]::new))
                .map((row, context) -> cursors.put(new Installation(row.getString("user_id"), row.getString("client_id")),
                        new Cursor(row.getLong("confirmed_seq"), row.getLong("event_seq"), row.getLong("event_since")))).list();
        return cursors;
    }
}
