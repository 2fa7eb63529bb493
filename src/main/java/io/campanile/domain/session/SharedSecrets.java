package io.campanile.domain.session;

import java.util.List;
import java.util.function.Supplier;

/** Secrets that all nodes share, such as the key that signs tokens. Thread-safe, also between nodes; blocks on the database. */
public interface SharedSecrets {

    /** @param createdAt by the clock of the node that made it, ms */
    record SharedSecret(String name, String text, long createdAt) {

        /** Never shows the secret: records end in logs. */
        @Override
        public String toString() {
            return "SharedSecret[" + name + "]";
        }
    }

    /**
     * The secret of this name; the first node that asks makes it.
     *
     * @param name 1–64 characters
     * @param made a new secret, at most 512 characters; only used when there is none yet
     * @return the same text on every node, whoever came first
     */
    String getOrCreate(String name, Supplier<String> made);

    /** The secret of this name, and those whose name begins with it and a hyphen; in no order. */
    List<SharedSecret> family(String name);

    /** Forgets the secret, if there is one. */
    void forget(String name);
}
