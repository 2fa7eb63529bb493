package io.campanile.domain.message;

import io.campanile.domain.message.Inboxes.Page;

/**
 * What {@code /api/message/pull} answers (PROTOCOL 5 and 6): a page of an inbox, read without confirming anything.
 *
 * @param reset whether the caller's epoch is over: then the page is the first of the present one, whatever {@code after} said
 */
public record Pull(Page page, boolean reset) {

    /** A page has no more messages; larger limits are clamped (PROTOCOL 1). */
    public static final int LARGEST = 200;

    /**
     * Blocks on the database.
     *
     * @param epoch to which {@code after} belongs; null for the present one
     */
    public static Pull of(Inboxes inboxes, String userId, long after, int limit, String epoch) {
        Page page = inboxes.read(userId, after, limit);
        return epoch == null || epoch.equals(page.epoch())
                ? new Pull(page, false)
                : new Pull(after == 0 ? page : inboxes.read(userId, 0, limit), true);
    }
}
