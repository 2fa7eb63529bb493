package io.campanile.domain.push;

import java.util.List;
import java.util.Optional;

/** What became of pushes, on all nodes, for an hour. Thread-safe. */
public interface PushOutcomes {

    /**
     * What the nodes have said so far.
     *
     * @param nodes those that have said something, in the order of their names
     */
    record Collected(PushOutcome sum, List<String> nodes) {
    }

    /** Makes a push known, before any node has said anything. Does not block; where it cannot be kept, it is not. */
    void accepted(String pushId);

    /** What this node's connections took; said again, it replaces what was said before. Does not block either. */
    void tell(String pushId, PushOutcome ofThisNode);

    /**
     * Blocks.
     *
     * @return empty when there was no such push, or its hour is over
     * @throws io.campanile.domain.CodedException 503 when it cannot be read now
     */
    Optional<Collected> find(String pushId);
}
