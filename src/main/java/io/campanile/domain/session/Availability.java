package io.campanile.domain.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which users are available: those of whom some living node has a connection, or had one until less than the hold-down ago
 * (PROTOCOL 6). It is another view of the {@link ConnectionRegistry}, and not a register of its own. Thread-safe; blocks on
 * the store.
 */
public interface Availability {

    /**
     * Those of the given users who are available.
     *
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    Set<String> available(Collection<String> userIds);

    /**
     * The connections of these users, as every node can see them; all nodes are asked at once.
     *
     * @return by user; who has none is left out
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    Map<String, List<ConnectionEntry>> connections(Collection<String> userIds);

    /**
     * All who are, by user id; costs the same however many there are.
     *
     * @param after the last user id of the page before; null for the first page
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    List<String> page(String after, int limit);

    /**
     * The nodes whose leases last.
     *
     * @throws io.campanile.domain.CodedException 503 when the store is away
     */
    Set<String> nodes();
}
