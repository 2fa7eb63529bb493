package io.campanile.store.sql;

/** The end of an inbox that is held, as it moves on. */
final class InboxTail {

    long seq;
    /** How many messages for the user were added, their own apart. */
    int numbered;

    InboxTail(long seq) {
        this.seq = seq;
    }
}
