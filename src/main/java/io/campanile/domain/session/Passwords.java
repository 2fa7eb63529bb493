package io.campanile.domain.session;

/** Hashes passwords, slowly on purpose. Thread-safe; blocks while others are being hashed. */
public interface Passwords {

    /** @throws io.campanile.domain.CodedException 429 when too many wait */
    String hash(String password);

    /**
     * Takes the same time whether it matches or not.
     *
     * @throws io.campanile.domain.CodedException 429 when too many wait
     */
    boolean matches(String password, String hash);
}
