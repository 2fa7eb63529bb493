package io.campanile.domain.session;

import java.util.Set;

/** Tells every node that somebody's household has changed, so that open subscriptions follow it. Thread-safe. */
public interface HouseholdChanges {

    /**
     * To be called once the change can be read.
     *
     * @throws io.campanile.domain.CodedException 503 when it cannot be told now; a node that cannot be reached reads
     *         everybody's again when it is back
     */
    void tell(Set<String> userIds);
}
