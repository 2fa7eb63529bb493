package io.campanile.bench.checker;

/** What can be wrong, each with the words in which the verdict names it. */
enum Fault {
    LOST("lost"),
    REPEATED("repeated"),
    REORDERED("reordered"),
    ALTERED("altered"),
    WRONG_STATE("wrong state"),
    STALE_WATCHER("stale watcher"),
    LATE("late");

    final String words;

    Fault(String words) {
        this.words = words;
    }
}
