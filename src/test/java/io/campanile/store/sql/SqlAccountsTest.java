package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Clock;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SqlAccountsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private Accounts accounts;

    @BeforeEach
    void open() {
        accounts = new SqlAccounts(DATABASE.dataSource(), Clock.systemUTC());
    }

    @Test
    void theFirstToTakeANameHasIt() {
        Account bob = new Account("bob", "hash-1", Set.of(Role.USER, Role.OPERATOR));

        assertThat(accounts.createIfAbsent(bob)).isTrue();
        assertThat(accounts.createIfAbsent(new Account("bob", "hash-2", Set.of(Role.ADMIN)))).isFalse();
        assertThat(accounts.find("bob")).contains(bob);
        assertThat(accounts.find("Bob")).isEmpty();
    }

    @Test
    void passwordAndRolesCanBeSet() {
        accounts.createIfAbsent(new Account("bob", "hash-1", Set.of(Role.USER)));

        assertThat(accounts.setPassword("bob", "hash-2")).isEqualTo(1);
        assertThat(accounts.setRoles("bob", Set.of())).isEqualTo(2);

        assertThat(accounts.find("bob")).contains(new Account("bob", "hash-2", Set.of(), 2));
    }

    @Test
    void nobodyCanBeChanged() {
        assertThatThrownBy(() -> accounts.setPassword("bob", "hash")).isInstanceOf(CodedException.class)
                .hasMessage("no such user: bob");
        assertThatThrownBy(() -> accounts.setRoles("bob", Set.of())).isInstanceOf(CodedException.class);
    }
}
