package io.campanile.store.sql;

import io.campanile.domain.message.InboxEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes rows of the table {@code inbox_event} within somebody's transaction. */
final class InboxEventRows {

    private InboxEventRows() {
    }

    static void insert(Handle handle, List<InboxEvent> events) {
        Batch batch = new Batch(handle, "INSERT INTO inbox_event (user_id, epoch, kind, from_seq, to_seq, client_id, node, at, detail) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        events.forEach(event -> batch.add(event.userId(), InboxEpochs.number(event.epoch()), event.kind(), event.fromSeq(), event.toSeq(),
                event.clientId(), event.node(), event.at(), event.detail()));
        batch.execute();
    }
}
