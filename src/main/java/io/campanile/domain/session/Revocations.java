package io.campanile.domain.session;

/** Tokens that ended before their time. Thread-safe. */
public interface Revocations {

    /**
     * Refuses a token from now on, on every node.
     *
     * @param tokenId its {@code jti}
     * @param untilMs when the token ends by itself, in ms since the epoch, and the entry may go
     * @throws io.campanile.domain.CodedException 503 when it cannot be kept
     */
    void revoke(String tokenId, long untilMs);

    /** Asked for every request: must not wait for a backend. */
    boolean revoked(String tokenId);
}
