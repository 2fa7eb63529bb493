package io.campanile.domain.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The installations connected to this node, and what each is still to get: pushed in inbox order, at most
 * {@code delivery.window} of them unconfirmed, pushed again when nothing is confirmed (PROTOCOL 6). Thread-safe; never blocks.
 */
public interface Deliveries {

    /** Begins to deliver what the installation has not confirmed; to be called once the connection is registered. */
    Delivery open(String userId, String clientId, DeliveryTarget target);

    /** Hints: these were appended. What a hint lacks is read from the inbox. */
    void appended(List<InboxMessage> news);

    /** An installation confirmed by another way, such as REST, or another node. */
    void confirmed(String userId, String clientId, long inboxSeq);

    /** The end of inboxes, as {@link Inboxes#newest} told it: what is missing here is read from them. */
    void newest(Map<String, Inboxes.Newest> newest);

    /** The users with a connection here, for finding what a lost signal did not tell. */
    Collection<String> users();
}
