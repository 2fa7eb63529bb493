package io.campanile.domain.message;

import java.util.Optional;

/** What became of messages (PROTOCOL 6). Thread-safe; blocks on the database. */
public interface Traces {

    /** Empty when there is no such message, or not yet: one that was accepted just now waits in Kafka until it is numbered. */
    Optional<Trace> find(String msgId);
}
