package io.campanile.flow.message.delivery;

/** Runs work later. Thread-safe. */
@FunctionalInterface
public interface Timers {

    /** @param delay ms */
    void after(long delay, Runnable work);
}
