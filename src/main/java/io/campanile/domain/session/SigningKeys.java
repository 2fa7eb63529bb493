package io.campanile.domain.session;

import java.util.List;

/**
 * The keys of our own tokens, the same on every node (PROTOCOL 3: {@code kid}). One signs at a time; those before it are good
 * until the last token they signed has ended. Thread-safe; blocks on the database.
 */
public interface SigningKeys {

    /**
     * A key, without what is secret of it.
     *
     * @param keyId     the {@code kid} of its tokens
     * @param signsFrom when it takes over; by then every node has learnt of it, ms
     * @param goodUntil when its last token has ended, ms; null while no other key is to follow it
     */
    record SigningKey(String keyId, long createdAt, long signsFrom, Long goodUntil) {
    }

    /** Those that are good now or soon, the newest first. */
    List<SigningKey> all();

    /**
     * Makes a key that is to follow the present one, whatever the present one's age; one that waits for its turn already is
     * that key.
     *
     * @throws io.campanile.domain.CodedException 503 when it cannot be kept
     */
    SigningKey rotate();
}
