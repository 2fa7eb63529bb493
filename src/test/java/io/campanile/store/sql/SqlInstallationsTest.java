package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where push notifications can go. */
class SqlInstallationsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private Installations installations;

    @BeforeEach
    void empty() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("DELETE FROM installation"));
        installations = new SqlInstallations(DATABASE.dataSource());
    }

    @Test
    void whatIsPutAgainIsReplaced() {
        installations.put(installation("phone", "token-1", false));
        installations.put(installation("phone", "token-2", true));
        installations.put(new Installation("carol", "phone", "webhook", "token-3", false, 1));

        assertThat(installations.of("bob")).containsExactly(installation("phone", "token-2", true));
    }

    @Test
    void onlyOnesOwnIsRemovedAndOnce() {
        installations.put(installation("phone", "token-1", false));

        assertThat(installations.remove("carol", "phone")).isFalse();
        assertThat(installations.remove("bob", "phone")).isTrue();
        assertThat(installations.remove("bob", "phone")).isFalse();
        assertThat(installations.of("bob")).isEmpty();
    }

    @Test
    void aTokenThatIsGoneDoesNotTakeTheNewOneWithIt() {
        Installation old = installation("phone", "token-1", false);
        installations.put(old);
        installations.put(installation("phone", "token-2", false));
        installations.tokenGone(old);
        assertThat(installations.of("bob")).hasSize(1);

        installations.tokenGone(installation("phone", "token-2", false));
        assertThat(installations.of("bob")).isEmpty();
    }

    @Test
    void aUserCannotHaveAnyNumberOfThem() {
        for (int i = 0; i < Installations.MOST; i++) {
            installations.put(installation("phone-" + i, "token", false));
        }
        installations.put(installation("phone-0", "another", false));

        assertThatThrownBy(() -> installations.put(installation("one-more", "token", false)))
                .isInstanceOf(CodedException.class).hasMessageContaining("50 installations");
    }

    @Test
    void theTokenIsNeverShownWhole() {
        Installation installation = installation("phone", "a-secret-token-1234", false);
        assertThat(installation.fields()).containsEntry("token", "…1234").containsEntry("client_id", "phone");
        assertThat(installation("phone", "1234", false).fields()).containsEntry("token", "…");
        assertThat(installation.toString()).doesNotContain("secret", "1234");
    }

    private static Installation installation(String clientId, String token, boolean muted) {
        return new Installation("bob", clientId, "fcm", token, muted, 1);
    }
}
