package io.campanile.domain.call;

/** Counts what happens to calls (CAPABILITIES 0.28). Thread-safe; does not block. */
@FunctionalInterface
public interface CallMetrics {

    /** Counts nothing. */
    CallMetrics NONE = (call, event) -> { };

    /**
     * Something has happened, on this node; each event is told once, to one node.
     *
     * @param call after it
     */
    void happened(CallSession call, CallEvent event);
}
