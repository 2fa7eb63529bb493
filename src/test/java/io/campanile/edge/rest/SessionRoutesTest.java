package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.PASSWORD;
import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.management.OperatingSystemMXBean;
import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.password.Argon2Passwords;
import io.campanile.store.sql.DatabaseFixture;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionRoutesTest {

    private static final int RUNS = 7;
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RestServer rest;

    @BeforeAll
    static void start() {
        // What hashing costs is of the matter here
        rest = new RestServer(DATABASE.dataSource(), new Argon2Passwords(2, 2));
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void ada() {
        rest.account("ada", Role.ADMIN);
    }

    @Test
    void signingInAnswersATokenThatOpensTheApi() throws Exception {
        Answer answer = signIn("ada", PASSWORD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().fieldNames()).toIterable().containsExactly("token", "user_id", "roles", "expires_at");
        assertThat(answer.text("user_id")).isEqualTo("ada");
        assertThat(answer.json().get("roles").toString()).isEqualTo("[\"admin\"]");
        assertThat(answer.http().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(rest.get("/api/v1/devices", answer.text("token")).status()).isEqualTo(200);

        JWTClaimsSet claims = SignedJWT.parse(answer.text("token")).getJWTClaimsSet();
        assertThat(claims.getClaims()).containsOnlyKeys("iss", "sub", "roles", "aud", "iat", "exp", "jti");
        assertThat(claims.getAudience()).containsExactly("campanile");
        assertThat(claims.getExpirationTime().getTime()).isEqualTo(answer.json().get("expires_at").asLong());
    }

    @Test
    void anUnknownUserAndAWrongPasswordGetTheSameAnswer() {
        for (Answer answer : List.of(signIn("ada", "wrong"), signIn("nobody", "wrong"), signIn("no such name!", "wrong"))) {
            assertError(answer, 401, "wrong username or password");
        }
    }

    @Test
    void anUnknownUserTakesAsLongAsAWrongPassword() {
        List<Long> wrongPassword = new ArrayList<>();
        List<Long> unknownUser = new ArrayList<>();
        // What else is done meanwhile only adds to it: the least of many is what it takes
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
            // in turns, so that warming up favours neither
            wrongPassword.add(time("ada"));
            unknownUser.add(time("nobody"));
            long known = Collections.min(wrongPassword);
            long unknown = Collections.min(unknownUser);
            assertThat(wrongPassword).hasSizeGreaterThanOrEqualTo(RUNS);
            assertThat((double) known / unknown).as("known %d µs, unknown %d µs", known, unknown).isBetween(0.7, 1.4);
        });
    }

    @Test
    void whatIsMissingOrIllTypedIsNamed() {
        assertError(post("{\"username\":\"ada\"}"), 400, "password: is required");
        assertError(post("{\"username\":7,\"password\":\"x\"}"), 400, "username: must be a string");
        assertError(post("{\"username\":\"a\\u0000\",\"password\":\"x\"}"), 400, "username: must not contain NUL");
    }

    @Test
    void aBodyThatIsNoObjectIsRefusedWithoutQuotingIt() {
        for (String body : List.of("", "{\"username\":\"ada\",\"password\":", "[]", "\"x\"", "{} {}", "[".repeat(60_000))) {
            assertError(post(body), 400, "the body must be a JSON object");
        }
    }

    @Test
    void refreshingGivesAnotherTokenAndTheOldOneStaysGood() {
        String first = rest.tokenOf("ada");
        rest.accounts.setRoles("ada", Set.of(Role.OPERATOR));

        Answer answer = rest.post("/api/v1/sessions/refresh", first, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("token")).isNotEqualTo(first);
        assertThat(answer.json().get("roles").toString()).as("the roles of now").isEqualTo("[\"operator\"]");
        assertThat(rest.get("/api/v1/devices", first).status()).isEqualTo(200);
        assertThat(rest.get("/api/v1/devices", answer.text("token")).status()).isEqualTo(200);
    }

    @Test
    void signingOutEndsThisTokenOnly() {
        String mine = rest.tokenOf("ada");
        String other = rest.tokenOf("ada");

        Answer answer = rest.send("DELETE", "/api/v1/sessions/current", mine, null);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.http().body()).isEmpty();
        assertThat(answer.http().headers().firstValue("Transfer-Encoding")).isEmpty();
        assertError(rest.get("/api/v1/devices", mine), 401, "the token was revoked");
        assertError(rest.post("/api/v1/sessions/refresh", mine, null), 401, "the token was revoked");
        assertThat(rest.get("/api/v1/devices", other).status()).isEqualTo(200);
    }

    @Test
    void noTokenIsToldHowToSignIn() {
        Answer answer = rest.get("/api/v1/devices", null);

        assertError(answer, 401, "sign in first");
        assertThat(answer.http().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertError(rest.send("GET", "/api/v1/devices", null, null, "Authorization", "Basic YWRhOng="), 401, "sign in first");
    }

    @Test
    void aTokenThatIsNotOursIsRefused() throws Exception {
        SignedJWT good = SignedJWT.parse(rest.tokenOf("ada"));
        JWTClaimsSet claims = good.getJWTClaimsSet();
        JWSHeader header = good.getHeader();
        byte[] otherKey = "another key, as long as it has to be".getBytes(StandardCharsets.UTF_8);
        byte[] longKey = "x".repeat(64).getBytes(StandardCharsets.UTF_8);
        String[] parts = good.serialize().split("\\.");

        List<String> refused = new ArrayList<>(List.of("x", "a.b.c", parts[0] + "." + parts[1] + ".",
                new PlainJWT(claims).serialize(),
                signed(header, claims, otherKey),
                signed(new JWSHeader.Builder(JWSAlgorithm.HS512).keyID(header.getKeyID()).build(), claims, longKey),
                signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("other").build(), claims, RestServer.KEY),
                signed(new JWSHeader(JWSAlgorithm.HS256), claims, RestServer.KEY)));
        for (JWTClaimsSet.Builder wrong : List.of(copy(claims).audience("another"), copy(claims).audience((String) null),
                copy(claims).issuer("another"), copy(claims).expirationTime(null), copy(claims).jwtID(null),
                copy(claims).subject("no name!"), copy(claims).claim("roles", List.of("emperor")))) {
            refused.add(signed(header, wrong.build(), RestServer.KEY));
        }

        for (String token : refused) {
            assertError(rest.get("/api/v1/devices", token), 401, "the token is not valid");
        }
        String expired = signed(header, copy(claims).expirationTime(Date.from(Instant.now().minusSeconds(1))).build(), RestServer.KEY);
        assertError(rest.get("/api/v1/devices", expired), 401, "the token has expired");
        assertThat(rest.get("/api/v1/devices", signed(header, claims, RestServer.KEY)).status())
                .as("the same means make a good one").isEqualTo(200);
    }

    @Test
    void aFloodOfSignInsIsToldWhenToComeBack() {
        List<CompletableFuture<Answer>> flood = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            flood.add(CompletableFuture.supplyAsync(() -> signIn("ada", "wrong"), run -> new Thread(run).start()));
        }
        List<Answer> turnedAway = flood.stream().map(CompletableFuture::join).filter(a -> a.status() == 429).toList();

        assertThat(turnedAway).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.json().at("/values/retry_after_ms").asInt()).isPositive();
            assertThat(answer.http().headers().firstValue("Retry-After")).contains("1");
        });
        assertThat(signIn("ada", PASSWORD).status()).isEqualTo(200);
    }

    /** How long a refused sign-in takes, in µs. */
    /** Of the processor: what other processes do does not count. */
    private static long time(String username) {
        long start = PROCESS.getProcessCpuTime();
        signIn(username, "wrong");
        return (PROCESS.getProcessCpuTime() - start) / 1_000;
    }

    private static Answer signIn(String username, String password) {
        return post("{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    private static Answer post(String body) {
        return rest.post("/api/v1/sessions", null, body);
    }

    private static JWTClaimsSet.Builder copy(JWTClaimsSet claims) {
        return new JWTClaimsSet.Builder(claims);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, byte[] key) throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new MACSigner(key));
        return token.serialize();
    }
}
