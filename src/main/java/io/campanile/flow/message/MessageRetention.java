package io.campanile.flow.message;

import io.campanile.domain.message.Retention;

/** The steps of the message-retention flow, one round of which goes over several calls. Thread-safe; blocks on the database. */
public final class MessageRetention {

    private final Retention retention;
    private volatile String last = "";

    public MessageRetention(Retention retention) {
        this.retention = retention;
    }

    /** The next ones after those of the last call; after the last of all the first ones again. */
    public void trimInboxes(int inboxes) {
        last = retention.trimInboxes(last, inboxes);
    }

    /** As much as there is to forget, some thousands in each transaction. */
    public void trimHistory() {
        boolean more = true;
        while (more) {
            more = retention.trimHistory();
        }
    }
}
