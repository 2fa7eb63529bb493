package io.campanile.store.jwt;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static io.campanile.store.jwt.Issuer.claims;
import static io.campanile.store.jwt.Issuer.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.InMemoryRevocations;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Revocations;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Session;
import io.campanile.fixture.KnownSecrets;
import io.campanile.fixture.PlainPasswords;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlAccounts;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PROTOCOL 3: tokens of an external issuer, with its keys fetched over real HTTP. */
class ExternalSessionsTest {

    private static final byte[] OUR_KEY = "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RSAKey rsa;
    private static ECKey ec;
    private static OctetSequenceKey secret;
    private final Clock clock = Clock.systemUTC();
    private final Accounts accounts = new SqlAccounts(DATABASE.dataSource(), clock);
    private final Passwords passwords = new PlainPasswords();
    private final Revocations revocations = new InMemoryRevocations(10, clock);
    private Issuer issuer;
    private IssuerKeys keys;
    private ExternalSessions sessions;

    @BeforeAll
    static void keys() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        secret = new OctetSequenceKeyGenerator(256).keyID("secret").generate();
    }

    @BeforeEach
    void start() throws Exception {
        issuer = new Issuer(rsa.toPublicJWK(), ec.toPublicJWK());
        keys = IssuerKeys.at(issuer.url());
        JwtSessions own = new JwtSessions(accounts, passwords, KnownSecrets.keyRing(OUR_KEY), revocations, Duration.ofHours(12), clock);
        sessions = new ExternalSessions(own, keys, Issuer.NAME, revocations, clock);
    }

    @AfterEach
    void stop() {
        keys.close();
        issuer.close();
    }

    @Test
    void takesBothAlgorithmsWithTheRolesOfTheToken() throws Exception {
        Principal principal = sessions.verify(sign(rsa, RS256, claims("bob")));

        assertThat(principal.id()).isEqualTo("bob");
        assertThat(principal.roles()).containsExactly(Role.OPERATOR);
        assertThat(sessions.verify(sign(ec, ES256, claims("eva"))).id()).isEqualTo("eva");
    }

    @Test
    void rolesThatAreUnknownMeanNothingAndNoneAtAllMeansUser() throws Exception {
        assertThat(sessions.verify(sign(ec, ES256, claims("bob").claim("roles", null))).roles()).containsExactly(Role.USER);
        assertThat(sessions.verify(sign(ec, ES256, claims("bob").claim("roles", List.of("emperor", "service")))).roles())
                .containsExactly(Role.SERVICE);
        assertThat(sessions.verify(sign(ec, ES256, claims("bob").claim("roles", List.of("emperor")))).roles()).isEmpty();
    }

    @Test
    void ourOwnTokensGoOnAndTheirsAreNotTurnedIntoOurs() throws Exception {
        accounts.createIfAbsent(new Account("ada", passwords.hash("secret"), Set.of(Role.ADMIN)));
        Session own = sessions.signIn("ada", "secret");

        assertThat(sessions.verify(own.token())).isEqualTo(own.principal());
        assertThat(sessions.refresh(own.token()).principal().roles()).containsExactly(Role.ADMIN);
        String external = sign(rsa, RS256, claims("ada").claim("roles", List.of("user")));
        assertThatThrownBy(() -> sessions.refresh(external)).isInstanceOfSatisfying(CodedException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void refusesEveryForgery() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("rsa").generate();
        SignedJWT good = SignedJWT.parse(sign(rsa, RS256, claims("bob")));
        String[] parts = good.serialize().split("\\.");
        SignedJWT confused = new SignedJWT(new JWSHeader.Builder(HS256).keyID("rsa").build(), claims("bob").build());
        confused.sign(new MACSigner(rsa.toPublicKey().getEncoded()));
        SignedJWT ours = new SignedJWT(new JWSHeader.Builder(HS256).keyID("rsa").build(), claims("bob").issuer("campanile").build());
        ours.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
        List<String> refused = new ArrayList<>(List.of(
                new PlainJWT(claims("bob").build()).serialize(),
                parts[0] + "." + parts[1] + ".",
                confused.serialize(), ours.serialize(),
                sign(stranger, RS256, claims("bob")),
                sign(rsa, JWSAlgorithm.RS512, claims("bob")), sign(rsa, JWSAlgorithm.PS256, claims("bob")),
                sign(new RSAKey.Builder(rsa).keyID("unknown").build(), RS256, claims("bob")),
                sign(new RSAKey.Builder(rsa).keyID(null).build(), RS256, claims("bob")),
                sign(rsa, RS256, claims("bob").issuer("https://elsewhere.example")), sign(rsa, RS256, claims("bob").issuer(null)),
                sign(rsa, RS256, claims("bob").issuer("campanile")),
                sign(rsa, RS256, claims("bob").audience("another")), sign(rsa, RS256, claims("bob").audience((String) null)),
                sign(rsa, RS256, claims("no name!")), sign(rsa, RS256, claims(null)),
                sign(rsa, RS256, claims("bob").claim("roles", "admin")),
                sign(rsa, RS256, claims("bob").expirationTime(null)),
                sign(rsa, RS256, claims("bob").notBeforeTime(new Date(System.currentTimeMillis() + 120_000)))));

        refused.forEach(token -> assertThatThrownBy(() -> sessions.verify(token)).as(token).isInstanceOf(CodedException.class)
                .hasMessage("the token is not valid"));
        String expired = sign(rsa, RS256, claims("bob").expirationTime(new Date(System.currentTimeMillis() - 1_000)));
        assertThatThrownBy(() -> sessions.verify(expired)).hasMessage("the token has expired");
    }

    @Test
    void takesNoKeyThatIsSecretOrMeantForSomethingElse() throws Exception {
        RSAKey forEncryption = new RSAKeyGenerator(2048).keyID("enc").keyUse(KeyUse.ENCRYPTION).generate();
        issuer.publish(secret, forEncryption.toPublicJWK(), rsa.toPublicJWK());
        try (IssuerKeys others = IssuerKeys.at(issuer.url())) {
            assertThat(others.verifier(new JWSHeader.Builder(HS256).keyID("secret").build())).isEmpty();
            assertThat(others.verifier(new JWSHeader.Builder(RS256).keyID("enc").build())).isEmpty();
            assertThat(others.verifier(new JWSHeader.Builder(RS256).keyID("rsa").build())).isPresent();
        }
    }

    @Test
    void aRevokedTokenIsRefusedWithAndWithoutAName() throws Exception {
        for (String token : List.of(sign(rsa, RS256, claims("bob")), sign(rsa, RS256, claims("eva").jwtID(null)))) {
            sessions.revoke(sessions.verify(token));

            assertThatThrownBy(() -> sessions.verify(token)).hasMessage("the token was revoked");
        }
    }

    @Test
    void followsTheIssuerToItsNextKey() throws Exception {
        RSAKey next = new RSAKeyGenerator(2048).keyID("next").generate();
        String early = sign(rsa, RS256, claims("bob"));
        String late = sign(next, RS256, claims("bob"));
        issuer.publish(next.toPublicJWK());

        assertThatThrownBy(() -> sessions.verify(late)).as("asks in the background").hasMessage("the token is not valid");

        await().untilAsserted(() -> assertThat(sessions.verify(late).id()).isEqualTo("bob"));
        assertThatThrownBy(() -> sessions.verify(early)).as("its key is published no more").hasMessage("the token is not valid");
    }

    @Test
    void neitherWaitsForTheIssuerNorTroublesItNorNeedsItAllTheTime() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        issuer.beforeAnswer = () -> awaitQuietly(answer);
        String unknown = sign(new RSAKey.Builder(rsa).keyID("unknown").build(), RS256, claims("bob"));
        String good = sign(rsa, RS256, claims("bob"));

        for (int i = 0; i < 500; i++) {
            assertThatThrownBy(() -> sessions.verify(unknown)).hasMessage("the token is not valid");
            assertThat(sessions.verify(good).id()).isEqualTo("bob");
        }
        answer.countDown();
        issuer.close();

        assertThat(issuer.fetches.get()).isLessThanOrEqualTo(4);
        assertThat(sessions.verify(good).id()).as("the issuer is away").isEqualTo("bob");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
