package io.campanile.domain.message;

/**
 * Lets go what was kept long enough: what is too old or too much in inboxes, and the history. What nobody had confirmed by then
 * is dead. Thread-safe; blocks on the database.
 */
public interface Retention {

    /**
     * Trims the inboxes of some users, by their ids, each in a transaction of its own.
     *
     * @param after the user after whom to begin; empty for the first
     * @return the last one looked at, after whom to go on; empty when that was the last of all
     */
    String trimInboxes(String after, int users);

    /**
     * Forgets the oldest messages and what happened to them, some thousands at most.
     *
     * @return whether more may be to forget
     */
    boolean trimHistory();
}
