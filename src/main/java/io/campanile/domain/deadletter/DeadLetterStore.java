package io.campanile.domain.deadletter;

import java.util.List;
import java.util.Optional;

/**
 * Where dead letters stay until somebody has dealt with them. Thread-safe; blocks.
 *
 * <p>Every method throws a {@link io.campanile.domain.CodedException} 503 while the store is away.
 */
public interface DeadLetterStore {

    /**
     * Keeps letters, all or none. One whose origin is kept already has no effect.
     *
     * @throws io.campanile.domain.CodedException 400 when one of them cannot be kept; none was
     */
    void keep(List<DeadLetter> letters);

    Optional<DeadLetter> find(String id);

    /**
     * Letters by id, and so by the time of their failure.
     *
     * @param after  only what comes after this id, which need not exist any more; null: from the beginning
     * @param newest whether the newest come first; what comes after an id is then older than it
     * @param limit  at most so many; fewer when their bodies are large
     */
    Page page(DeadLetterFilter filter, String after, boolean newest, int limit);

    /** @param more whether there are more behind these */
    record Page(List<DeadLetter> letters, boolean more) {
    }

    /** Notes that a letter was replayed. @param at ms */
    void markReplayed(String id, long at);

    /** @return whether it was there */
    boolean discard(String id);

    /**
     * Discards letters, oldest first.
     *
     * @return how many; fewer than the limit when there are no more
     */
    int discard(DeadLetterFilter filter, int limit);

    /** Counts those that were not replayed, up to a limit, so that it costs as little when there are millions. */
    int waiting(int limit);
}
