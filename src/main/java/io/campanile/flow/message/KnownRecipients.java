package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Recipients;
import io.campanile.domain.session.Accounts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has an account. An account stays, so whom was found once is known from then on, and costs no look into the database any
 * more; of them so many are kept as were written to last. Thread-safe, without a lock.
 */
public final class KnownRecipients implements Recipients {

    private final Accounts accounts;
    private final int generation;
    private volatile Set<String> young = ConcurrentHashMap.newKeySet();
    private volatile Set<String> old = Set.of();

    /** @param kept between half of so many and all of them are known at a time */
    public KnownRecipients(Accounts accounts, int kept) {
        this.accounts = accounts;
        this.generation = kept / 2;
    }

    @Override
    public boolean isKnown(String userId) {
        if (young.contains(userId)) {
            return true;
        }
        boolean known = old.contains(userId);
        if (known) {
            remember(userId);
        }
        return known;
    }

    @Override
    public void require(String userId) {
        if (!isKnown(userId)) {
            if (accounts.find(userId).isEmpty()) {
                throw CodedException.notFound("user " + userId);
            }
            remember(userId);
        }
    }

    /** A race of two may forget some: they are asked for again. */
    private void remember(String userId) {
        if (young.size() >= generation) {
            old = young;
            young = ConcurrentHashMap.newKeySet();
        }
        young.add(userId);
    }
}
