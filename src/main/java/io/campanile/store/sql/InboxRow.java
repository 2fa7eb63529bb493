package io.campanile.store.sql;

/** A row of the tables {@code inbox_end} and {@code inbox}, see there. */
record InboxRow(String userId, long epoch, long last, long entry, long delivered, long trimmed) {

    /**
     * Where it ends, with what is confirmed of it by now.
     *
     * @throws OvertakenException when that is in another epoch
     */
    InboxRow with(InboxRow confirmed) {
        if (confirmed.epoch() != epoch) {
            throw new OvertakenException("the inbox of " + userId);
        }
        return new InboxRow(userId, epoch, last, entry, confirmed.delivered(), confirmed.trimmed());
    }

    /** Where an installation begins of which nothing is known: where the user is. */
    long start() {
        return Math.max(delivered, trimmed);
    }

    /**
     * Up to where no installation lacks anything that is kept.
     *
     * @param least what an installation has confirmed least
     */
    long left(long least) {
        return Math.max(Math.min(delivered, least), trimmed);
    }

    /** As it is in a new epoch, in which the first number after {@code left} is 1. */
    InboxRow anew(long newEpoch, long left) {
        return new InboxRow(userId, newEpoch, last - left, Math.max(entry - left, 1), start() - left, 0);
    }
}
