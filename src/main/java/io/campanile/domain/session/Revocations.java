package io.campanile.domain.session;

/**
 * Tokens that ended before their time. Thread-safe. Whoever listens is told each one as a test of the principals that it
 * ends, on whichever node it was revoked.
 */
public interface Revocations {

    /**
     * Refuses a token from now on, on every node.
     *
     * @param tokenId its {@code jti}
     * @param untilMs when the token ends by itself, in ms since the epoch, and the entry may go
     * @throws io.campanile.domain.CodedException 503 when it cannot be kept
     */
    void revoke(String tokenId, long untilMs);

    /**
     * Refuses all tokens of a user that are of an older generation, from now on, on every node.
     *
     * @param generation that of the {@link Account} now
     * @param untilMs    when the last of them ends by itself, in ms since the epoch, and the entry may go
     * @throws io.campanile.domain.CodedException 503 when it cannot be kept
     */
    void revokeOlder(String userId, long generation, long untilMs);

    /** Asked for every request: must not wait for a backend. */
    boolean revoked(Principal principal);
}
