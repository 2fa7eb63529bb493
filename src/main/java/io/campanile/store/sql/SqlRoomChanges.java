package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.room.RoomChanges;
import java.util.Collection;
import java.util.List;

/**
 * The tables {@code participation} and {@code room_stay}, as joins and leaves change them, in the transaction that numbers the messages
 * among which they are. A change that is in {@code room_change} was done before.
 */
public final class SqlRoomChanges implements RoomChanges {

    private final InboxEpochs epochs;
    private final SqlInboxes inboxes;

    public SqlRoomChanges(InboxEpochs epochs, SqlInboxes inboxes) {
        this.epochs = epochs;
        this.inboxes = inboxes;
    }

    @Override
    public Outcome apply(List<Message> messages, List<Turn> turns) {
        List<InboxMessage> appended = inboxes.append(messages, turns);
        return new Outcome(done(turns.stream().map(turn -> turn.change().changeId()).toList()), appended);
    }

    @Override
    public List<Done> done(Collection<String> changeIds) {
        return epochs.transaction((handle, epoch) -> handle.createQuery("SELECT change_id, members FROM room_change WHERE change_id = ANY(?)")
                .bind(0, changeIds.toArray(String[]::new)).map((row, context) -> new Done(row.getString("change_id"), row.getInt("members"))).list());
    }
}
