package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InMemoryRevocationsTest {

    private long now = 1_000;
    private final Revocations revocations = new InMemoryRevocations(2, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }
    });

    @Test
    void aRevokedTokenStaysRevokedHoweverOftenItIs() {
        revocations.revoke("a", 2_000);
        revocations.revoke("a", 2_000);

        assertThat(revocations.revoked(holder("a"))).isTrue();
        assertThat(revocations.revoked(holder("b"))).isFalse();
    }

    @Test
    void whenItIsFullNothingIsForgotten() {
        revocations.revoke("a", 2_000);
        revocations.revoke("b", 3_000);

        assertThatThrownBy(() -> revocations.revoke("c", 3_000)).isInstanceOf(CodedException.class);
        assertThat(revocations.revoked(holder("a"))).isTrue();
    }

    @Test
    void aTokenThatEndedByItselfMakesRoom() {
        revocations.revoke("a", 2_000);
        revocations.revoke("b", 3_000);
        now = 2_000;
        revocations.revoke("c", 3_000);

        assertThat(revocations.revoked(holder("c"))).isTrue();
        assertThat(revocations.revoked(holder("b"))).isTrue();
    }

    private static Principal holder(String tokenId) {
        return new Principal(Principal.Kind.USER, "bob", Set.of(), tokenId, 9_000);
    }
}
