package io.campanile.domain.session;

import static io.campanile.domain.session.MqttAccess.Verdict.ACCEPTED;
import static io.campanile.domain.session.MqttAccess.Verdict.BAD_CLIENT_ID;
import static io.campanile.domain.session.MqttAccess.Verdict.BAD_CREDENTIALS;
import static io.campanile.domain.session.MqttAccess.Verdict.NOT_READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.KnownDevices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MqttAccountsTest {

    private static final long NOW = 1763680000000L;
    private final Set<String> used = new HashSet<>();
    private final MqttAccounts accounts = new MqttAccounts(
            new KnownDevices(Map.of("sn1", "s3cret", "campanile-x", "s3cret", "campanile", "s3cret")),
            (key, keep) -> used.add(key), Duration.ofSeconds(300), "gateway-password",
            Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    @BeforeEach
    void open() {
        accounts.open();
    }

    @Test
    void aDeviceShowsItsSecretAgainAndAgain() {
        assertThat(accounts.connect("sn1", "sn1", "s3cret")).isEqualTo(ACCEPTED);
        assertThat(accounts.connect("sn1", "sn1", "s3cret")).isEqualTo(ACCEPTED);
        assertThat(accounts.connect("sn1", "sn1", "wrong")).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("sn1", "sn1", null)).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("sn9", "sn9", "s3cret")).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("x", null, "s3cret")).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("alice.phone", "alice", "a.jwt.token")).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    void aTokenIsGoodOnce() {
        assertThat(accounts.connect("sn1", "sn1", token(NOW))).isEqualTo(ACCEPTED);
        assertThat(accounts.connect("sn1", "sn1", token(NOW))).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("sn1", "sn1", token(NOW + 1))).isEqualTo(ACCEPTED);
    }

    @Test
    void aTokenIsGoodForItsWindow() {
        assertThat(accounts.connect("sn1", "sn1", token(NOW - 300_000))).isEqualTo(ACCEPTED);
        assertThat(accounts.connect("sn1", "sn1", token(NOW + 300_000))).isEqualTo(ACCEPTED);
        assertThat(accounts.connect("sn1", "sn1", token(NOW - 300_001))).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("sn1", "sn1", token(NOW + 300_001))).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    void nobodyTakesOverAnothersSession() {
        assertThat(accounts.connect("sn2", "sn1", token(NOW))).isEqualTo(BAD_CLIENT_ID);
        assertThat(used).as("a refused login leaves its token good").isEmpty();
        assertThat(accounts.connect("campanile-1", "sn1", "s3cret")).isEqualTo(BAD_CLIENT_ID);
        assertThat(accounts.connect("campanile-x", "campanile-x", "s3cret")).isEqualTo(BAD_CLIENT_ID);
        assertThat(accounts.connect("campanile", "campanile", "s3cret")).isEqualTo(BAD_CREDENTIALS);
        assertThat(accounts.connect("sn1", "campanile", "gateway-password")).isEqualTo(BAD_CLIENT_ID);
    }

    @Test
    void onlyTheGatewayIsLetInBeforeItIsReady() {
        MqttAccounts early = new MqttAccounts(new KnownDevices(Map.of("sn1", "s3cret")), (key, keep) -> true,
                Duration.ofSeconds(300), "gateway-password", Clock.systemUTC());

        assertThat(early.connect("sn1", "sn1", "s3cret")).isEqualTo(NOT_READY);
        assertThat(early.connect("campanile-node-1", "campanile", "gateway-password")).isEqualTo(ACCEPTED);
        early.open();
        assertThat(early.connect("sn1", "sn1", "s3cret")).isEqualTo(ACCEPTED);
    }

    @Test
    void theGatewayMayDoEverythingAndADeviceItsPart() {
        assertThat(accounts.mayPublish("campanile-1", "campanile", "devices/sn1/commands")).isTrue();
        assertThat(accounts.maySubscribe("campanile-1", "campanile", "$share/g/#")).isTrue();
        assertThat(accounts.mayPublish("sn1", "sn1", "devices/sn1/commands")).isFalse();
        assertThat(accounts.maySubscribe("sn1", "sn1", "#")).isFalse();
    }

    private static String token(long timestamp) {
        return timestamp + "." + DeviceToken.sign("sn1", timestamp, "s3cret").token();
    }
}
