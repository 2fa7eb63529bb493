package io.campanile.domain.session;

import java.util.Optional;
import java.util.Set;

/** The accounts that exist. Thread-safe, also between nodes; blocks on the database. */
public interface Accounts {

    /** @return false when the name was taken, which leaves that account as it was */
    boolean createIfAbsent(Account account);

    Optional<Account> find(String userId);

    /** @throws io.campanile.domain.CodedException 404 when there is no such user */
    void setPassword(String userId, String passwordHash);

    /** @throws io.campanile.domain.CodedException 404 when there is no such user */
    void setRoles(String userId, Set<Role> roles);
}
