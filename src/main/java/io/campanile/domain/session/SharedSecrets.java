package io.campanile.domain.session;

import java.util.function.Supplier;

/** Secrets that all nodes share, such as the key that signs tokens. Thread-safe, also between nodes; blocks on the database. */
public interface SharedSecrets {

    /**
     * The secret of this name; the first node that asks makes it.
     *
     * @param name 1–64 characters
     * @param made a new secret, at most 512 characters; only used when there is none yet
     * @return the same text on every node, whoever came first
     */
    String getOrCreate(String name, Supplier<String> made);
}
