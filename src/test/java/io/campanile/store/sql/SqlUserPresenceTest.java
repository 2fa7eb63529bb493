package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.Account;
import io.campanile.domain.session.Role;
import io.campanile.fixture.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept of users' presence: until when they were seen, and whom they watch. */
class SqlUserPresenceTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final SqlLastSeen lastSeen = new SqlLastSeen(DATABASE.dataSource());

    @Test
    void theLatestTimeCountsHoweverTheyAreTold() {
        lastSeen.seen(Map.of("ada", 2_000L, "bob", 1_000L));
        lastSeen.seen(Map.of("ada", 1_000L, "bob", 3_000L));
        lastSeen.seen(Map.of());

        assertThat(lastSeen.find(List.of("ada", "bob", "carl"))).isEqualTo(Map.of("ada", Optional.of(2_000L), "bob", Optional.of(3_000L)));
        assertThat(lastSeen.find(List.of())).isEmpty();
    }

    @Test
    void whoHasAnAccountExistsThoughNeverSeen() {
        new SqlAccounts(DATABASE.dataSource(), Clock.systemUTC()).createIfAbsent(new Account("ada", "hash", Set.of(Role.USER)));

        assertThat(lastSeen.find(List.of("ada", "bob"))).isEqualTo(Map.of("ada", Optional.empty()));
    }

    @Test
    void anInstallationKeepsWhomItWatches() {
        SqlPresenceSubscriptions subscriptions = new SqlPresenceSubscriptions(DATABASE.dataSource(), Clock.systemUTC());
        subscriptions.add("ada", "phone", List.of("bob", "carl"));
        subscriptions.add("ada", "phone", List.of("carl", "dora"));
        subscriptions.add("ada", "tablet", List.of("emil"));
        subscriptions.remove("ada", "phone", List.of("bob", "emil"));

        assertThat(subscriptions.of("ada", "phone", 10)).containsExactly("carl", "dora");
        assertThat(subscriptions.of("ada", "phone", 1)).containsExactly("carl");
        assertThat(subscriptions.of("bob", "phone", 10)).isEmpty();
    }

    @Test
    void whatWasNotUsedFor30DaysIsForgotten() {
        TestClock clock = new TestClock(1_000_000);
        SqlPresenceSubscriptions subscriptions = new SqlPresenceSubscriptions(DATABASE.dataSource(), clock);
        subscriptions.add("ada", "phone", List.of("bob"));
        subscriptions.add("ada", "tablet", List.of("bob"));

        clock.advance(Duration.ofDays(20));
        assertThat(subscriptions.of("ada", "phone", 10)).containsExactly("bob");
        clock.advance(Duration.ofDays(20));

        assertThat(subscriptions.of("ada", "phone", 10)).as("used in between").containsExactly("bob");
        assertThat(subscriptions.of("ada", "tablet", 10)).isEmpty();
    }
}
