package io.campanile.domain.session;

import java.util.Optional;
import java.util.Set;

/** The accounts that exist. Thread-safe, also between nodes; blocks on the database. */
public interface Accounts {

    /** @return false when the name was taken, which leaves that account as it was */
    boolean createIfAbsent(Account account);

    Optional<Account> find(String userId);

    /**
     * @return the account's new {@linkplain Account#generation() generation}
     * @throws io.campanile.domain.CodedException 404 when there is no such user
     */
    long setPassword(String userId, String passwordHash);

    /**
     * @return the account's new {@linkplain Account#generation() generation}
     * @throws io.campanile.domain.CodedException 404 when there is no such user
     */
    long setRoles(String userId, Set<Role> roles);
}
