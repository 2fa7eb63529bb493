package io.campanile.store.sql;

import java.util.function.Supplier;

/** Another writer changed a row between our reading and our writing: everything is undone and begun again. */
final class OvertakenException extends RuntimeException {

    /** A rebalance can leave two writers for a moment, a person a third; a third attempt has never been seen to fail. */
    private static final int ATTEMPTS = 5;

    OvertakenException(String what) {
        super("another writer changed " + what, null, false, false);
    }

    /** @param transaction one that reads what it is going to write */
    static <R> R retry(Supplier<R> transaction) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.get();
            } catch (OvertakenException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
