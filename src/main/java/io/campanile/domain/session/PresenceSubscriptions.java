package io.campanile.domain.session;

import java.util.Collection;
import java.util.List;

/** Whose presence an installation watches, kept so that a break does not end it (CAPABILITIES 2.25). Thread-safe; blocks on the database. */
public interface PresenceSubscriptions {

    /**
     * @param limit how many at most
     * @return the user ids; none for an installation that is not known, or was away for more than 30 days
     */
    List<String> of(String userId, String clientId, int limit);

    void add(String userId, String clientId, Collection<String> watched);

    void remove(String userId, String clientId, Collection<String> watched);
}
