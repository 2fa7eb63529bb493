package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.flow.message.delivery.Confirmations;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Confirmations that come by another way than the connection that was pushed to, such as REST (PROTOCOL 6). Thread-safe. */
public final class InboxAcks {

    private final Confirmations confirmations;
    private final NewsTeller news;

    public InboxAcks(Confirmations confirmations, NewsTeller news) {
        this.confirmations = confirmations;
        this.news = news;
    }

    /**
     * Confirms everything up to {@code inboxSeq} for an installation; a connection of it, on whichever node, goes on from there.
     *
     * @return completed once durable; failed with a {@link CodedException}: 400 when that is more than the inbox holds, 409 with
     *         {@code epoch} in its values when the epoch is another, 503 while the database is away
     */
    public CompletionStage<Void> confirm(String userId, String clientId, String epoch, long inboxSeq) {
        // What the database would refuse would hold up the confirmations of everybody
        Ids.require("user_id", userId);
        Ids.require("client_id", clientId);
        return confirmations.add(userId, clientId, epoch, inboxSeq, 1)
                .thenRun(() -> news.confirmed(List.of(new News.Confirmed(userId, clientId, inboxSeq))));
    }
}
