package io.campanile.flow.message.delivery;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Page;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What comes next from an inbox, in order and with nothing missing between: taken from hints and pages, whichever bring the next
 * number first. Belongs to one connection.
 */
final class Upcoming {

    /** A message of a room is kept once for all its members: so many more of them may wait. */
    private static final int SHARED = 4;

    private final int most;
    private final Deque<InboxMessage> messages = new ArrayDeque<>();
    /** Up to here all was taken, is in {@link #messages}, or is no more to be delivered. */
    private long covered;
    /** The newest number that was told of. */
    private long known;
    /** When the inbox was last read, ms: it leaves out what has run out by then. */
    private long readAt;

    /** @param most hints that are kept; what is more is read when it is its turn */
    Upcoming(int most) {
        this.most = most;
    }

    /** Goes on after a number; what was told of before is read. */
    void begin(long after, long newest) {
        messages.clear();
        covered = after;
        known = Math.max(known, newest);
    }

    /** Forgets what it was told: the numbers begin anew. */
    void forget() {
        messages.clear();
        known = 0;
    }

    /** There is something up to this number. */
    void tell(long newest) {
        known = Math.max(known, newest);
    }

    /** A hint; kept when it is next, else it only tells. What has run out is to be read, for the inbox to know of it. */
    void offer(InboxMessage message, long now) {
        tell(message.inboxSeq());
        if (message.inboxSeq() == covered + 1 && hasRoom(message) && !message.message().isExpired(now)) {
            messages.add(message);
            covered++;
        }
    }

    private boolean hasRoom(InboxMessage message) {
        return messages.size() < (message.message().roomId() == null ? most : SHARED * most);
    }

    /** The next one; null when there is none, or it ran out while it waited: then that has to be read. */
    InboxMessage take(long now) {
        InboxMessage next = messages.poll();
        if (next != null && next.message().isExpired(now) && !next.message().isExpired(readAt)) {
            messages.clear();
            covered = next.inboxSeq() - 1;
            return null;
        }
        return next;
    }

    /** Nothing up to this number is to come any more. */
    void skip(long upTo) {
        covered = Math.max(covered, upTo);
        while (!messages.isEmpty() && messages.element().inboxSeq() <= upTo) {
            messages.remove();
        }
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether only the inbox can tell what is next. */
    boolean mustRead() {
        return messages.isEmpty() && covered < known;
    }

    /** After which number to read. */
    long covered() {
        return covered;
    }

    long known() {
        return known;
    }

    /**
     * @param after after which number it was read
     * @param told  what was {@linkplain #known known} then
     * @param asked when that was, ms: what ran out since may be in it
     */
    void add(Page page, long after, long told, long asked) {
        if (covered < after) {
            // It began anew meanwhile
            return;
        }
        readAt = asked;
        page.messages().stream().filter(message -> message.inboxSeq() > covered).forEach(messages::add);
        covered = Math.max(covered, page.next());
        known = page.hasMore() || known != told ? known : covered;
    }
}
