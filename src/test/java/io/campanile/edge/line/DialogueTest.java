package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.session.ConnectionState;
import io.campanile.ops.drain.Drain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 10, line by line. */
class DialogueTest {

    private LineGateway gateway = new LineGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void registersLogsInAndLogsOut() {
        gateway.connect()
                .says("register:alice:secret").hears("ok:register")
                .says("login:alice:secret").hears("ok:login")
                .says("ping").hears("ok:ping")
                .says("logout").hears("ok:logout")
                .hearsTheEnd();
    }

    @Test
    void doesNotRegisterANameTwice() {
        gateway.connect()
                .says("register:alice:secret").hears("ok:register")
                .says("register:alice:other").hears("error:register:409:username: alice is taken");
    }

    @Test
    void saysTheSameOfAWrongPasswordAndAnUnknownName() {
        gateway.connect()
                .says("register:alice:secret").hears("ok:register")
                .says("login:alice:wrong").hears("error:login:401:wrong username or password")
                .says("login:nobody:secret").hears("error:login:401:wrong username or password")
                .says("login:alice:secret").hears("ok:login");
    }

    @Test
    void saysWhatIsWrongWithANameOrPassword() {
        gateway.connect()
                .says("register:al ice:secret").hears("error:register:400:username: must be 1 to 32 of A-Z a-z 0-9 _ -")
                .says("register:alice:").hears("error:register:400:password: must be 1 to 1024 characters");
    }

    @Test
    void takesColonsInTheLastArgument() {
        gateway.connect()
                .says("register:alice:s:e:c").hears("ok:register")
                .says("login:alice:s:e").hears("error:login:401:wrong username or password")
                .says("login:alice:s:e:c").hears("ok:login");
    }

    @Test
    void registersNobodyWhereOnlyAnAdminMay() {
        gateway.close();
        gateway = new LineGateway("auth.registration", "closed");

        gateway.connect().says("register:alice:secret").hears("error:register:401:only an admin registers users here: sign in first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat:bob:hello: there", "group_chat:r1:hello", "pull", "ack:7", "logout"})
    void wantsALoginFirst(String line) {
        gateway.connect()
                .says(line).hears("error:" + line.split(":")[0] + ":401:login first")
                .says("ping").hears("ok:ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", "hello", "PING", " ping", "ping:", "ping:1", "login", "login:alice", "logout:now", "chat:bob", "pull:1", "ack"})
    void saysThatALineIsNoneOfThese(String line) {
        gateway.connectAs("alice")
                .says(line).hears("error::400:Invalid protocol")
                .says("ping").hears("ok:ping");
    }

    @Test
    void answersInOrderWhatComesAtOnce() {
        gateway.connect()
                .says("register:alice:secret\nlogin:alice:secret\nping\r\nnonsense\nlogin:alice:wrong\nping\nlogout\nping")
                .hears("ok:register").hears("ok:login").hears("ok:ping").hears("error::400:Invalid protocol")
                .hears("error:login:401:wrong username or password").hears("ok:ping").hears("ok:logout")
                .hearsTheEnd();
    }

    @Test
    void letsASecondLoginTakeOver() {
        LineClient first = gateway.connectAs("alice");
        LineClient second = gateway.connectAs("alice");

        first.hears("error::409:connected elsewhere").hearsTheEnd();
        second.says("ping").hears("ok:ping");
        assertThat(gateway.hub.ofUser("alice")).hasValueSatisfying(connection -> assertThat(connection.state()).isEqualTo(ConnectionState.ACTIVE));
    }

    /** PROTOCOL 8: there is no line for a push, and its sender is told. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "all | true | 2", "user | alice | 1", "user | nobody | 0", "transport | tcp | 2", "transport | mqtt | 0",
        "user_id | bob | 1", "client_id | line | 2", "role | user | 2", "device_type | retail | 0"})
    void countsAsFailedForEveryPushThatIsMeantForIt(String attribute, String value, int matched) {
        gateway.connectAs("alice");
        gateway.connectAs("bob");
        gateway.connect();
        Map<String, Object> target = switch (attribute) {
            case "all" -> Map.of("all", true);
            case "user" -> Map.of("user", value);
            default -> Map.of("where", Map.of(attribute, value));
        };

        PushOutcome outcome = new LinePushTargets(gateway.hub).push(Push.of(Map.of("target", target, "values", Map.of()), "p", 0))
                .toCompletableFuture().join();

        assertThat(outcome).isEqualTo(new PushOutcome(matched, 0, matched == 0 ? Map.of() : Map.of("unsupported", matched)));
    }

    @Test
    void letsNobodyInWhileThereIsTooMuchToDo() {
        LineClient alice = gateway.connectAs("alice");
        gateway.overloaded = true;

        gateway.connect().says("login:alice:secret").hears("error:login:503:the node has too much to do: try again")
                .says("register:bob:secret").hears("error:register:503:the node has too much to do: try again");
        alice.says("ping").hears("ok:ping");

        gateway.overloaded = false;
        gateway.connect().says("login:alice:secret").hears("ok:login");
    }

    @Test
    void keepsOneUserAConnection() {
        gateway.connectAs("bob").says("logout").hears("ok:logout").hearsTheEnd();

        gateway.connectAs("alice")
                .says("login:alice:secret").hears("ok:login")
                .says("login:bob:secret").hears("error:login:409:this connection is alice's: open another one")
                .says("ping").hears("ok:ping");
    }

    @Test
    void endsWithItsLogin() {
        gateway.close();
        gateway = new LineGateway("auth.token-lifetime", "3s");

        gateway.connectAs("alice").hears("error::401:login invalid, expired or revoked").hearsTheEnd();
    }

    @Test
    void endsWhenItsLoginIsRevoked() {
        LineClient alice = gateway.connectAs("alice");

        gateway.sessions.revoke(gateway.hub.ofUser("alice").orElseThrow().principal());

        alice.hears("error::401:login invalid, expired or revoked").hearsTheEnd();
        await().untilAsserted(() -> assertThat(gateway.hub.ofUser("alice")).isEmpty());
    }

    @Test
    void tellsHowFarAConnectionHasCome() {
        gateway.close();
        gateway = new LineGateway("connections.idle-after", "2s");
        LineClient alice = gateway.connectAs("alice");
        LineConnection connection = gateway.hub.ofUser("alice").orElseThrow();

        assertThat(connection.state()).isEqualTo(ConnectionState.AUTHENTICATED);
        assertThat(connection.clientId()).isEqualTo("line");
        assertThat(connection.address()).isEqualTo("127.0.0.1");
        alice.says("ping").hears("ok:ping");
        assertThat(connection.state()).isEqualTo(ConnectionState.ACTIVE);
        await().until(() -> connection.state() == ConnectionState.IDLE);
        alice.says("logout").hears("ok:logout").hearsTheEnd();
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSING);
    }

    @Test
    void saysGoodbyeWhenItShutsDown() {
        LineClient alice = gateway.connectAs("alice");
        LineClient stranger = gateway.connect().says("ping").hears("ok:ping");

        new Drain(List.of(gateway.hub), Duration.ofSeconds(20)).run();

        alice.hears("error::503:server shutting down").hearsTheEnd();
        stranger.hears("error::503:server shutting down").hearsTheEnd();
    }
}
