package io.campanile.bench.message;

/** What can be wrong, each with the words in which the verdict names it. */
enum Fault {
    NOT_PUSHED("not pushed"),
    NOT_IN_INBOX("not in inbox"),
    NOT_IN_HISTORY("not in history"),
    REORDERED("reordered"),
    GAP("gap"),
    WRONG_PREV("wrong prev"),
    TWICE("numbered twice"),
    OTHER_MSG_ID("other msg_id"),
    ALTERED("altered"),
    REFUSED("refused"),
    UNSETTLED("unsettled"),
    ALARM("conservation"),
    NOT_DONE("not done");

    final String words;

    Fault(String words) {
        this.words = words;
    }
}
