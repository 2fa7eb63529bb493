package io.campanile.store.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import io.campanile.domain.CodedException;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.SharedSecrets;
import io.campanile.domain.session.SigningKeys.SigningKey;
import io.campanile.fixture.SetClock;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlSecrets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes whose tokens are signed by keys that follow one another. */
class KeyRingTest {

    private static final Duration ROTATION = Duration.ofDays(30);
    private static final Duration SPREAD = Duration.ofSeconds(30);
    private static final Duration LIFETIME = Duration.ofHours(12);

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final SetClock clock = new SetClock(1_763_680_000_000L);
    private final SharedSecrets secrets = new SqlSecrets(DATABASE.dataSource(), clock);

    /** What a node knows of the keys. */
    private final class Node {

        private final KeyRing keys = new KeyRing(secrets, ROTATION, SPREAD, LIFETIME, clock);
        private final TokenFormat tokens = new TokenFormat(keys);

        String sign() {
            Principal alice = Principal.user("alice", Set.of(Role.USER), "jti", clock.millis() + LIFETIME.toMillis(), 0);
            return tokens.write(alice, clock.millis());
        }

        boolean takes(String token) {
            try {
                return tokens.read(token).id().equals("alice");
            } catch (CodedException e) {
                return false;
            }
        }
    }

    @Test
    void theFirstKeyIsTheSameOnAllNodesAndSignsAtOnce() {
        Node one = new Node();
        Node other = new Node();

        assertThat(other.takes(one.sign())).isTrue();
        assertThat(one.keys.all()).isEqualTo(other.keys.all()).singleElement()
                .satisfies(key -> assertThat(key.goodUntil()).isNull());
    }

    @Test
    void aNewKeySignsOnceEveryNodeHasLearntOfItAndTheOldOneIsGoodUntilItsTokensHaveEnded() {
        Node one = new Node();
        Node other = new Node();
        String old = one.sign();
        SigningKey next = one.keys.rotate();

        assertThat(next.signsFrom()).isEqualTo(clock.millis() + SPREAD.toMillis());
        assertThat(keyId(one.sign())).as("nobody else knows of the new one yet").isEqualTo(keyId(old)).isNotEqualTo(next.keyId());
        other.keys.look();
        clock.pass(SPREAD);

        String fresh = one.sign();
        assertThat(keyId(fresh)).isEqualTo(next.keyId()).isEqualTo(keyId(other.sign()));
        assertThat(other.takes(fresh)).isTrue();
        assertThat(other.takes(old)).isTrue();
        clock.pass(LIFETIME);
        Stream.of(one, other).forEach(node -> node.keys.look());
        assertThat(other.takes(old)).as("a late node may have signed with it still").isTrue();
        clock.pass(SPREAD.plusMillis(1));
        Stream.of(one, other).forEach(node -> node.keys.look());
        assertThat(one.takes(old)).isFalse();
        assertThat(other.takes(old)).isFalse();
        assertThat(other.takes(fresh)).isTrue();
        assertThat(secrets.family("jwt")).hasSize(1);
    }

    @Test
    void aKeyIsFollowedWhenItsTimeHasComeByOneOnlyWhicheverNodeLooksFirst() {
        List<Node> nodes = List.of(new Node(), new Node(), new Node(), new Node());
        clock.pass(ROTATION.minusMillis(1));
        nodes.forEach(node -> node.keys.look());
        assertThat(secrets.family("jwt")).hasSize(1);
        clock.pass(Duration.ofMillis(1));

        CompletableFuture.allOf(nodes.stream().map(node -> CompletableFuture.runAsync(node.keys::look)).toArray(CompletableFuture[]::new)).join();

        assertThat(secrets.family("jwt")).hasSize(2);
        clock.pass(SPREAD);
        nodes.forEach(node -> node.keys.look());
        assertThat(secrets.family("jwt")).as("no third one").hasSize(2);
        assertThat(nodes).allSatisfy(node -> assertThat(keyId(node.sign())).isEqualTo(nodes.get(0).keys.all().get(0).keyId()));
    }

    @Test
    void whoRotatesAgainBeforeTheNewKeySignsGetsThatKey() {
        Node one = new Node();
        Node other = new Node();
        SigningKey first = one.keys.rotate();

        assertThat(one.keys.rotate()).isEqualTo(first);
        assertThat(other.keys.rotate()).as("it had not looked yet").isEqualTo(first);
        clock.pass(SPREAD);
        assertThat(other.keys.rotate().keyId()).isNotEqualTo(first.keyId());
        assertThat(secrets.family("jwt")).hasSize(3);
    }

    @Test
    void aTokenOfNoKeyOfOursIsRefused() {
        Node one = new Node();
        DATABASE.jdbi().useHandle(handle -> handle.execute("DELETE FROM shared_secret"));
        String foreign = new Node().sign();

        assertThatThrownBy(() -> one.tokens.read(foreign)).isInstanceOf(CodedException.class).hasMessage("the token is not valid");
    }

    private static String keyId(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
