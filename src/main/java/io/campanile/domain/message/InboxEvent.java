package io.campanile.domain.message;

/**
 * Something that happened to numbers of an inbox, for the trace.
 *
 * @param kind     in one word of at most 16 characters, such as {@code pushed}
 * @param fromSeq  the first of the numbers
 * @param toSeq    the last of them; one event for many numbers costs no more than one for one
 * @param clientId to or of which installation; null when it is about none
 * @param node     where; null when it does not matter
 * @param at       ms
 * @param detail   null when there is nothing to add
 */
public record InboxEvent(String userId, String epoch, String kind, long fromSeq, long toSeq, String clientId, String node, long at,
        String detail) {

    public static final String PUSHED = "pushed";
    public static final String RETRIED = "retried";
    public static final String CONFIRMED = "confirmed";
    /** An installation confirmed more than it had been pushed: these still wait. */
    public static final String ACK_REFUSED = "ack_refused";
}
