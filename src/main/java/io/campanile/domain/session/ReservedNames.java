package io.campanile.domain.session;

import io.campanile.domain.Ids;
import java.util.Optional;

/** Names that no person or back end can have: those under which the gateway itself writes. */
public final class ReservedNames {

    /** Whose messages are the system's own (PROTOCOL 8). */
    private static final String SYSTEM = "system";
    private static final String PROBE = "_probe-";

    private ReservedNames() {
    }

    public static boolean isReserved(String name) {
        return name.equals(SYSTEM) || name.startsWith(PROBE);
    }

    /**
     * One of the two users that a node writes messages between to see whether they arrive.
     *
     * @param end which of them
     * @return empty when the node's name does not fit into a user's
     */
    public static Optional<String> ofProbe(String node, char end) {
        return Optional.of(PROBE + node + '-' + end).filter(Ids::wellFormed);
    }

    /** The node that the user is a probe of; empty for everybody else. */
    public static Optional<String> probedNode(String userId) {
        return userId.startsWith(PROBE) && userId.length() > PROBE.length() + 2
                ? Optional.of(userId.substring(PROBE.length(), userId.length() - 2)) : Optional.empty();
    }
}
