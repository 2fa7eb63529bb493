package io.campanile.domain.message;

import java.util.List;

/**
 * Whether every message that was numbered for a user is accounted for: numbered = delivered + pending + expired + dead +
 * withdrawn. All but {@code pending} are counters that change together with what they count; {@code pending} is counted in the
 * inbox itself, so a message that is lost or doubled there shows. Thread-safe; blocks on the database.
 */
public interface Conservation {

    /**
     * The accounts of users by their ids, each as it is at one moment.
     *
     * @param after the user after whom to begin; empty for the first
     */
    List<Balance> balances(String after, int limit);

    /** A user's messages, their own apart, over all epochs. */
    record Balance(String userId, long numbered, long delivered, long pending, long expired, long dead, long withdrawn) {

        /** 0 when all adds up; less when messages are missing, more when there are too many. */
        public long imbalance() {
            return delivered + pending + expired + dead + withdrawn - numbered;
        }
    }
}
