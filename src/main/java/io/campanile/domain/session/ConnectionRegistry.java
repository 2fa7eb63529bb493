package io.campanile.domain.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of all nodes (CAPABILITIES 2.01, 4.03). An edge tells what happens to each of its own; of all the
 * connections of an installation, or of a device, the one that logged in last stays, and the others are
 * {@linkplain LiveConnection#takenOver() told}, on whichever node and transport they are. Thread-safe.
 *
 * <p>Telling never blocks and never fails: while the store is away connections stay as they are, and what was missed,
 * takeovers included, is made up for when it is back.
 */
public interface ConnectionRegistry {

    /** It is there. */
    void opened(LiveConnection connection);

    /** It has logged in; a second login of the same principal changes nothing. */
    void authenticated(LiveConnection connection);

    /** It is gone. */
    void closed(LiveConnection connection);

    /**
     * Connections by their id. Those of a node that died are left out once its lease has ended, within 10 s; of other
     * nodes' connections, state and last activity may be 5 s old. Blocks on the store.
     *
     * @param owner whose connections; null for everybody's
     * @param after the last id of the page before; null for the first page
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    List<ConnectionEntry> page(Owner owner, String after, int limit);

    /**
     * Where else users are connected: by other node, those of them who have a connection there, whatever its transport. A node or a
     * connection that has just come may be missing for a second. Asks all nodes at once; blocks on the store.
     *
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    Map<String, Set<String>> otherNodesOf(Collection<String> userIds);

    /**
     * Whether the node's lease lasts. Blocks on the store.
     *
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    boolean isAlive(String node);

    /** @param id the {@code user_id} or the {@code sn} */
    record Owner(Principal.Kind kind, String id) {

        public static Owner of(Principal principal) {
            return new Owner(principal.kind(), principal.id());
        }
    }
}
