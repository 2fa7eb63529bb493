package io.campanile.domain.call;

import java.util.Set;

/** Who is rung by a call (CAPABILITIES 0.29). Thread-safe; blocks on the database. */
@FunctionalInterface
public interface RingGroups {

    /** The users, each once; empty when there is nobody. */
    Set<String> residents(String deviceId, CallTarget target);
}
