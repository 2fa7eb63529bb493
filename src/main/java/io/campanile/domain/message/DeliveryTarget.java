package io.campanile.domain.message;

/** A connection as delivery sees it. All calls but {@link #execute} come one at a time, in order. */
public interface DeliveryTarget {

    /** Runs work where this connection's state is safe to touch, such as on its event loop, in the order of the calls. */
    void execute(Runnable work);

    /**
     * Whether it would send the next push at once. When not, the rest waits in the inbox until it calls {@link Delivery#ready}.
     */
    default boolean takesMore() {
        return true;
    }

    /**
     * Pushes a message; never blocks.
     *
     * @param prev the number pushed before it, 0 at the first of an inbox
     */
    void push(InboxMessage message, long prev);

    /** What was not confirmed is kept no more: the client is to read the history ({@code /push/inbox/reset}). */
    void reset(String epoch, long inboxSeq);

    /** Nothing was confirmed, however often it was pushed: closes the connection (WebSocket: 4008). */
    void unconfirmed();
}
