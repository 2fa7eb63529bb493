package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import io.campanile.store.sql.RoomAppend.Behind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Appends what a room has to the inboxes of members who are there; used once a transaction. */
final class InboxCatchUp {

    private final InboxRows inboxes;
    private final InboxEntries entries;
    private final RoomAppend rooms;

    InboxCatchUp(Handle handle, long epoch, long now) {
        inboxes = new InboxRows(handle, epoch);
        entries = new InboxEntries(handle, epoch, now);
        rooms = new RoomAppend(handle);
    }

    /** @return what is new, in the order of each inbox's numbers */
    List<InboxMessage> run(String conversation, Collection<String> users) {
        List<String> behind = rooms.behind(conversation, users).stream().map(Behind::userId).toList();
        if (behind.isEmpty()) {
            return List.of();
        }
        Map<String, InboxTail> tails = inboxes.holdEnds(behind);
        if (tails.size() < behind.size()) {
            inboxes.create(behind);
            tails = inboxes.holdEnds(behind);
        }
        // Once more: only who holds the inboxes knows how far they are
        List<InboxMessage> appended = rooms.append(conversation, rooms.behind(conversation, behind), tails, entries);
        entries.execute(tails);
        return appended;
    }
}
