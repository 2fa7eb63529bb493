package io.campanile.bench.room;

/**
 * A time as a member, as the member knows it: when joining and leaving was asked for, and when each was answered. What happens between
 * the two may come before or after. Times are {@link System#nanoTime}.
 */
final class Stay {

    final long joinAsked;
    final long joined;
    long leaveAsked = Long.MAX_VALUE;
    long left = Long.MAX_VALUE;

    Stay(long joinAsked, long joined) {
        this.joinAsked = joinAsked;
        this.joined = joined;
    }

    /** Whether it was surely said while this lasted. */
    boolean mustHear(Said said) {
        return said.asked() > joined && said.accepted() < leaveAsked;
    }

    boolean mayHear(Said said) {
        return said.accepted() >= joinAsked && said.asked() <= left;
    }
}
