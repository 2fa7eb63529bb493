package io.campanile.domain.message;

/**
 * Remembers, apart from the database, how far the database was: by that a database which was restored from a backup is known.
 * May forget, or remember something older; never more than there was. Thread-safe.
 */
public interface HighWaterMark {

    /** 0 when nothing is remembered, or cannot be asked now. */
    long get();

    /** Without effect when it cannot be reached now. */
    void set(long mark);
}
