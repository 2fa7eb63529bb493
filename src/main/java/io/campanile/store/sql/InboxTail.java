package io.campanile.store.sql;

/** The end of an inbox that is held, as it moves on. */
final class InboxTail {

    long seq;
    /** Where its newest entry begins that could go on: a hint, there may be none. */
    long entry;
    /** How many messages for the user were added, their own apart. */
    int numbered;
    /** What was added last; null when nothing was. */
    InboxEntries.Run run;

    InboxTail(long seq, long entry) {
        this.seq = seq;
        this.entry = entry;
    }
}
