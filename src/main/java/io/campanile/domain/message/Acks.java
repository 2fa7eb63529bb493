package io.campanile.domain.message;

import java.util.concurrent.CompletionStage;

/** Confirmations that come by another way than the connection that was pushed to, such as REST (PROTOCOL 6). Thread-safe. */
@FunctionalInterface
public interface Acks {

    /**
     * Confirms everything up to {@code inboxSeq} for an installation; a connection of it, on whichever node, goes on from there.
     *
     * @return completed once durable; failed with a {@link io.campanile.domain.CodedException}: 400 when that is more than the
     *         inbox holds, 409 with {@code epoch} in its values when the epoch is another, 503 while the database is away
     */
    CompletionStage<Void> confirm(String userId, String clientId, String epoch, long inboxSeq);
}
