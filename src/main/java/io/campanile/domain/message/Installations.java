package io.campanile.domain.message;

import java.util.List;

/** The installations to which push notifications can go (PROTOCOL 6). Thread-safe; blocks on the database. */
public interface Installations {

    /** How many a user may have. */
    int MOST = 50;

    /**
     * Makes the installation, or replaces what was known of it.
     *
     * @throws io.campanile.domain.CodedException 409 when the user has {@link #MOST} others
     */
    void put(Installation installation);

    /** @return whether it was there */
    boolean remove(String userId, String clientId);

    /** The provider knows the token no more. An installation that has another one meanwhile stays. */
    void tokenGone(Installation installation);

    /** A user's installations, by {@code client_id}. */
    List<Installation> of(String userId);
}
