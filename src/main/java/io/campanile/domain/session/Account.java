package io.campanile.domain.session;

import java.util.Set;

/**
 * A person or a back end that can sign in (PROTOCOL 3).
 *
 * @param passwordHash self-describing: algorithm, parameters, salt and hash in one text
 * @param generation   counts what ended all tokens of the account; one issued before the last time is good no more
 */
public record Account(String userId, String passwordHash, Set<Role> roles, long generation) {

    public Account {
        roles = Set.copyOf(roles);
    }

    /** A new one. */
    public Account(String userId, String passwordHash, Set<Role> roles) {
        this(userId, passwordHash, roles, 0);
    }
}
