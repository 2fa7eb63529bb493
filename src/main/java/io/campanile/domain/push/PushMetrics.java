package io.campanile.domain.push;

/**
 * Counts what became of pushes, by the service of their frames (CAPABILITIES 3.20): {@code push_success_total{service}},
 * {@code push_failure_total{service,error_type}} and {@code push_latency_seconds{service}}. One call may count the frames of
 * a whole broadcast. Never blocks; thread-safe.
 */
public interface PushMetrics {

    /** Counts nothing. */
    PushMetrics NONE = new PushMetrics() {
        @Override
        public void sent(String service, long frames, long latencyNanos) {
            // nobody asks
        }

        @Override
        public void failed(String service, String errorType, long frames) {
            // nobody asks
        }
    };

    /**
     * Frames were handed to their connections.
     *
     * @param service      such as {@code /push/message}; beyond some hundred names, which senders may invent, all further
     *                     ones count as {@code other}
     * @param latencyNanos from the acceptance of the push on this node to the last of these frames
     */
    void sent(String service, long frames, long latencyNanos);

    /**
     * Frames did not reach their connections.
     *
     * @param errorType why, one of a few words of ours such as {@code too_slow} or {@code closed}; never a sender's text
     */
    void failed(String service, String errorType, long frames);
}
