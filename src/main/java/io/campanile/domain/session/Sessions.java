package io.campanile.domain.session;

/** Signing in and out, and checking who comes (PROTOCOL 3). Thread-safe; signing in is slow on purpose and may block. */
public interface Sessions {

    /**
     * Signs a person or a back end in.
     *
     * @throws io.campanile.domain.CodedException 401, with the same text and after the same time for an unknown name
     *         and a wrong password; 429 when too many sign in at once
     */
    Session signIn(String username, String password);

    /**
     * Checks a token. Does not block on a backend.
     *
     * @throws io.campanile.domain.CodedException 401 when it is malformed, forged, expired, revoked or not meant for us
     */
    Principal verify(String token);

    /** A new token for the holder of a valid one, who stays signed in meanwhile. */
    Session refresh(String token);

    /** Makes the token of this principal invalid on every node, and closes its connections. */
    void revoke(Principal principal);
}
