package io.campanile.store.sql;

/** A row of the table {@code inbox}, see there. */
record InboxRow(String userId, long epoch, long last, long delivered, long trimmed) {

    /** Where an installation begins of which nothing is known: where the user is. */
    long start() {
        return Math.max(delivered, trimmed);
    }

    /** As it is in a new epoch, in which the first number after {@link #start()} is 1. */
    InboxRow anew(long newEpoch) {
        return new InboxRow(userId, newEpoch, last - start(), 0, 0);
    }
}
