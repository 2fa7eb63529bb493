package io.campanile.domain.session;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Until when users were seen, which outlives their connections. Thread-safe, also between nodes; blocks on the database. */
public interface LastSeen {

    /** @param seenAt by user, ms; an earlier time than the one that is known has no effect */
    void seen(Map<String, Long> seenAt);

    /** Those of the given users that there are, each with when they were seen last, ms; empty for who never was. */
    Map<String, Optional<Long>> find(Collection<String> userIds);
}
