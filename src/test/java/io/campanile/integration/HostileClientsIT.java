package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.campanile.bench.hostile.Attack;
import io.campanile.bench.hostile.Attacks;
import io.campanile.bench.hostile.Crowd;
import io.campanile.bench.hostile.Siege;
import io.campanile.bench.hostile.Target;
import io.campanile.fixture.RunningGateway;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile clients, each in a test: they get what PROTOCOL says, and 50 well-behaved clients are answered as before
 * meanwhile. How much of it they notice is measured by io.campanile.bench.hostile; here, where other tests run beside, they
 * must only not wait.
 */
@Tag("faults")
class HostileClientsIT {

    private static final String WELL_BEHAVED = "127.0.0.3";
    private static final long WINDOW_MS = 300;
    /** ms. A gateway that is held up stands for seconds; a machine that runs other tests beside, for less. */
    private static final double NOT_HELD_UP = 300;

    @TempDir
    static Path directory;
    private static RunningGateway gateway;
    private static Target target;
    private static String revoked;
    private static Crowd crowd;

    @BeforeAll
    static void start() throws Exception {
        // A client that does not read is found out sooner than as shipped
        gateway = RunningGateway.first(directory, Map.of("websocket.write-timeout", "3s"));
        String token = gateway.token();
        revoked = gateway.token();
        gateway.revoke(revoked);
        target = new Target(gateway.webSocket().getPort(), URI.create(gateway.mqtt()).getPort(), token, userToken(token), tokenKey(), "d1",
                gateway.register(token, "d1", "retail"));
        crowd = new Crowd(target, WELL_BEHAVED);
    }

    @AfterAll
    static void stop() throws Exception {
        if (crowd != null) {
            crowd.close();
        }
        gateway.close();
    }

    private static String userToken(String token) {
        Map<String, String> mallory = Map.of("username", "mallory", "password", "a password of hers");
        gateway.post("/api/v1/users", token, mallory);
        return gateway.post("/api/v1/sessions", null, mallory).get("token").asText();
    }

    /** So that a forged token can be good but for one thing. */
    private static byte[] tokenKey() throws Exception {
        try (Connection database = DriverManager.getConnection(
                "jdbc:h2:tcp://127.0.0.1:" + gateway.setting("jdbc.port") + "/campanile", "campanile", "");
                ResultSet found = database.createStatement().executeQuery("SELECT secret FROM shared_secret WHERE name = 'jwt'")) {
            assertThat(found.next()).isTrue();
            return found.getString(1).getBytes(StandardCharsets.UTF_8);
        }
    }

    @TestFactory
    Stream<DynamicTest> areAnsweredAsProtocolSaysAndHoldUpNobody() {
        List<Attack> attacks = Attacks.all(target, revoked);
        Map<Attack, Siege> lasting = new LinkedHashMap<>();
        attacks.stream().filter(attack -> attack.seconds() > 0).forEach(attack -> lasting.put(attack, new Siege(target, attack)));
        return Stream.concat(
                attacks.stream().filter(attack -> attack.seconds() == 0)
                        .map(attack -> dynamicTest(attack.name(), () -> check(new Siege(target, attack)))),
                lasting.entrySet().stream().map(attack -> dynamicTest(attack.getKey().name(), () -> check(attack.getValue()))));
    }

    private static void check(Siege siege) throws Exception {
        try {
            assertThat(crowd.p99(WINDOW_MS)).as("p99, ms").isLessThan(NOT_HELD_UP);
        } finally {
            siege.end();
        }
    }
}
