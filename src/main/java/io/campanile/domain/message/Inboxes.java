package io.campanile.domain.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Each user's inbox: everything that must reach them, numbered without gaps, and how far each installation has confirmed it
 * (PROTOCOL 6). Thread-safe; blocks on the database.
 */
public interface Inboxes {

    /**
     * Numbers messages in their conversations and appends them to the inboxes of recipient and sender, all or none. A message
     * that is there already is not appended again.
     *
     * @return what is new in which inbox, in the order of each inbox's numbers; repeats are left out
     */
    List<InboxMessage> append(List<Message> messages);

    /**
     * Brings the inboxes of members who are there up to the end of a room's log: in a large room {@link #append} leaves that to
     * this, and to {@link #resume}.
     *
     * @param users whoever is there; those who are no members, or lack nothing, are left out
     * @return what is new, in the order of each inbox's numbers
     */
    List<InboxMessage> catchUp(String roomId, Collection<String> users);

    /**
     * What lies after a number, in order; without what expired, died or was withdrawn. What has a loss time that is over counts
     * as expired from this call on: whoever kept a message for a while reads it again rather than leaving it out by itself.
     *
     * @param after a number of the present epoch
     */
    Page read(String userId, long after, int limit);

    /**
     * The same of several inboxes: many at a time cost little more than one.
     *
     * @param readings of different users
     * @return for each, in their order
     */
    default List<Page> read(List<Reading> readings) {
        return readings.stream().map(reading -> read(reading.userId(), reading.after(), reading.limit())).toList();
    }

    /** A page that is wanted. */
    record Reading(String userId, long after, int limit) {
    }

    /**
     * @param next what to read after the next time: the last number looked at, whether its message still counts or not
     */
    record Page(String epoch, List<InboxMessage> messages, long next, boolean hasMore) {
    }

    /** Where an installation continues; a new one is known from now on, and starts where the user is. */
    Position resume(String userId, String clientId);

    /**
     * @param confirmed what the installation has confirmed
     * @param last      the newest number of the inbox; 0 when nothing was ever in it
     * @param reset     whether the inbox no longer keeps what comes after {@code confirmed}: then the client is told
     *                  {@code /push/inbox/reset}, and it continues after {@code confirmed}, which is already moved on
     */
    record Position(String epoch, long confirmed, long last, boolean reset) {
    }

    /**
     * Moves cursors, of each installation to its highest number, never back. Many at a time cost little more than one. An
     * installation that is not known is known from now on.
     *
     * @return for each, in their order: what that confirmed
     */
    List<Confirmed> confirm(List<Confirmation> confirmations);

    /** An installation has everything up to {@code inboxSeq}. */
    record Confirmation(String userId, String clientId, String epoch, long inboxSeq, String node, long at) {
    }

    /**
     * @param problem  null when it was taken; otherwise why not
     * @param epoch    the present one
     * @param delivered what is delivered by it: for each conversation that advanced, how far
     */
    record Confirmed(Problem problem, String epoch, List<Delivered> delivered) {
    }

    enum Problem {
        /** More than the inbox holds (400). */
        BEYOND,
        /** Another epoch (409). */
        OTHER_EPOCH
    }

    /**
     * The first installation of {@code userId} confirmed the messages of {@code senderId} up to {@code seq}.
     *
     * @param senderId null for a room, in which many may have sent
     * @param above    what was confirmed now is above it
     */
    record Delivered(String conversationId, String senderId, String userId, long above, long seq) {
    }

    /** The end of each inbox that there is: finds what a lost signal did not tell, and that the numbers began anew. */
    Map<String, Newest> newest(Collection<String> userIds);

    /** @param inboxSeq the newest number; 0 when nothing was ever in it */
    record Newest(String epoch, long inboxSeq) {
    }
}
