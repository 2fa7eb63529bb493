package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Role;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The table {@code account}; roles are kept as their wire names, separated by commas. */
public final class SqlAccounts implements Accounts {

    private final Sql sql;
    private final Clock clock;

    public SqlAccounts(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public boolean createIfAbsent(Account account) {
        return sql.run(handle -> handle.createUpdate("""
                        INSERT INTO account (user_id, password_hash, roles, created_at)
                        VALUES (:user_id, :password_hash, :roles, :now) ON CONFLICT DO NOTHING""")
                .bind("user_id", account.userId()).bind("password_hash", account.passwordHash())
                .bind("roles", text(account.roles())).bind("now", clock.millis())
                .execute()) == 1;
    }

    @Override
    public Optional<Account> find(String userId) {
        return sql.read(handle -> handle
                .createQuery("SELECT user_id, password_hash, roles, generation FROM account WHERE user_id = :user_id")
                .bind("user_id", userId)
                .map((row, context) -> new Account(row.getString("user_id"), row.getString("password_hash"),
                        roles(row.getString("roles")), row.getLong("generation")))
                .findOne());
    }

    @Override
    public long setPassword(String userId, String passwordHash) {
        return set(userId, "password_hash", passwordHash);
    }

    @Override
    public long setRoles(String userId, Set<Role> roles) {
        return set(userId, "roles", text(roles));
    }

    /** The update locks the row until the transaction ends: the generation read is the one it made. */
    private long set(String userId, String column, String value) {
        return sql.run(handle -> handle.inTransaction(transaction -> {
            transaction.createUpdate("UPDATE account SET " + column + " = :value, generation = generation + 1 WHERE user_id = :user_id")
                    .bind("user_id", userId).bind("value", value).execute();
            return transaction.createQuery("SELECT generation FROM account WHERE user_id = :user_id")
                    .bind("user_id", userId).mapTo(Long.class).findOne()
                    .orElseThrow(() -> CodedException.notFound("user: " + userId));
        }));
    }

    private static String text(Set<Role> roles) {
        return roles.stream().sorted().map(Role::wireName).collect(Collectors.joining(","));
    }

    private static Set<Role> roles(String text) {
        return Arrays.stream(text.split(",")).filter(name -> !name.isEmpty())
                .map(Role::fromWire).collect(Collectors.toUnmodifiableSet());
    }

    /** All users, by name. @param after the last one of the page before; empty for the first page */
    public List<String> userIds(String after, int limit) {
        return sql.read(handle -> handle.createQuery("SELECT user_id FROM account WHERE user_id > ? ORDER BY user_id LIMIT ?")
                .bind(0, after).bind(1, limit).mapTo(String.class).list());
    }
}
