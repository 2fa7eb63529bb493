package io.campanile.domain.session;

import java.util.Set;

/**
 * A person or a back end that can sign in (PROTOCOL 3).
 *
 * @param passwordHash self-describing: algorithm, parameters, salt and hash in one text
 */
public record Account(String userId, String passwordHash, Set<Role> roles) {

    public Account {
        roles = Set.copyOf(roles);
    }
}
