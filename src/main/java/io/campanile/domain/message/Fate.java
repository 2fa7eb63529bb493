package io.campanile.domain.message;

/**
 * What became of a message for one of its receivers, as far as it is known. Times are in ms.
 *
 * @param state        never {@link Trace.State#PENDING} once it has ended
 * @param acceptedAt   when the message was accepted
 * @param endedAt      when it was delivered, expired or ended otherwise; 0 while it waits
 * @param by           the installation that confirmed it first; null before
 * @param pushes       how often it was pushed, as far as that was noted
 * @param pushedTo     the installation that it was last pushed to; null when it was to none
 * @param ahead        how many earlier messages of the inbox wait, too
 * @param connected    whether the receiver has an installation connected now
 * @param notification what became of the push notification; null while none was made
 * @param reason       why it ended as it did; null when the state says it all
 */
public record Fate(String userId, Trace.State state, long acceptedAt, long endedAt, String by, int pushes, String pushedTo, long ahead,
                   boolean connected, Notification notification, String reason) {

    /**
     * The newest push notification for the message.
     *
     * @param state  how it stands
     * @param at     since when
     * @param detail such as what its vendor answered; null when there is nothing to add
     */
    public record Notification(State state, long at, String detail) {

        /** How a push notification can stand. */
        public enum State { WAITING, SENT, CANCELLED, GONE, DEAD, NOBODY }
    }

    boolean is(Trace.State asked) {
        return state == asked;
    }

    boolean isNotified(Notification.State asked) {
        return notification != null && notification.state() == asked;
    }
}
