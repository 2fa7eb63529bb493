package io.campanile.store.sql;

/** The end of an inbox that is held, as it moves on. */
final class InboxTail {

    long seq;
    /** The first number of its newest entry; 0 when there is none that could go on. */
    long entry;
    /** How many messages for the user were added, their own apart. */
    int numbered;
    /** What was added last; null when nothing was. */
    InboxEntries.Run run;

    InboxTail(InboxRow inbox) {
        this.seq = inbox.last();
        this.entry = inbox.entry();
    }
}
