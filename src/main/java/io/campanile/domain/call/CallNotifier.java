package io.campanile.domain.call;

/**
 * Push notifications for phones that are asleep (CAPABILITIES 5.13). Told once for each change, on one node; after a crash
 * perhaps again. Thread-safe; does not block, and never fails.
 */
public interface CallNotifier {

    /** Where there are no push notifications. */
    CallNotifier NONE = new CallNotifier() {
        @Override
        public void ring(CallSession call, String userId) {
            // nobody is asleep
        }

        @Override
        public void cancel(CallSession call, String userId) {
            // nobody was woken
        }
    };

    /** The call rings at the user's. */
    void ring(CallSession call, String userId);

    /** It does not any more: the user has answered or rejected it somewhere, somebody else has answered, or it is over. */
    void cancel(CallSession call, String userId);
}
