package io.campanile.domain.session;

import static io.campanile.domain.session.MqttAccess.Verdict.ACCEPTED;
import static io.campanile.domain.session.MqttAccess.Verdict.BAD_CLIENT_ID;
import static io.campanile.domain.session.MqttAccess.Verdict.BAD_CREDENTIALS;
import static io.campanile.domain.session.MqttAccess.Verdict.NOT_READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.device.DeviceToken;
import io.campanile.fixture.KnownDevices;
import io.campanile.fixture.UserTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttAccountsTest {

    private static final long NOW = 1763680000000L;
    private final Set<String> used = new HashSet<>();
    private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
    private final UserTokens userTokens = new UserTokens(clock);
    private final KnownDevices devices = new KnownDevices(Map.of("sn1", "s3cret", "campanile-x", "s3cret", "campanile", "s3cret"));
    private final MqttAccounts accounts = new MqttAccounts(devices, devices.tokens((key, keep) -> used.add(key), clock),
            userTokens::verify, "gateway-password");

    @BeforeEach
    void open() {
        accounts.open();
    }

    @Test
    void aDeviceShowsItsSecretAgainAndAgain() {
        assertThat(connect("sn1", "sn1", "s3cret")).isEqualTo(ACCEPTED);
        assertThat(connect("sn1", "sn1", "s3cret")).isEqualTo(ACCEPTED);
        assertThat(connect("sn1", "sn1", "wrong")).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("sn1", "sn1", null)).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("sn9", "sn9", "s3cret")).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("x", null, "s3cret")).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("alice.phone", "alice", "a.jwt.token")).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    void aTokenIsGoodOnce() {
        assertThat(connect("sn1", "sn1", token(NOW))).isEqualTo(ACCEPTED);
        assertThat(connect("sn1", "sn1", token(NOW))).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("sn1", "sn1", token(NOW + 1))).isEqualTo(ACCEPTED);
    }

    @Test
    void aTokenIsGoodForItsWindow() {
        assertThat(connect("sn1", "sn1", token(NOW - 300_000))).isEqualTo(ACCEPTED);
        assertThat(connect("sn1", "sn1", token(NOW + 300_000))).isEqualTo(ACCEPTED);
        assertThat(connect("sn1", "sn1", token(NOW - 300_001))).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("sn1", "sn1", token(NOW + 300_001))).isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    void nobodyTakesOverAnothersSession() {
        assertThat(connect("sn2", "sn1", token(NOW))).isEqualTo(BAD_CLIENT_ID);
        assertThat(used).as("a refused login leaves its token good").isEmpty();
        assertThat(connect("campanile-1", "sn1", "s3cret")).isEqualTo(BAD_CLIENT_ID);
        assertThat(connect("campanile-x", "campanile-x", "s3cret")).isEqualTo(BAD_CLIENT_ID);
        assertThat(connect("campanile", "campanile", "s3cret")).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("sn1", "campanile", "gateway-password")).isEqualTo(BAD_CLIENT_ID);
    }

    @Test
    void onlyTheGatewayIsLetInBeforeItIsReady() {
        MqttAccounts early = new MqttAccounts(devices, devices.tokens((key, keep) -> true, clock), userTokens::verify, "gateway-password");

        assertThat(early.connect("sn1", "sn1", "s3cret").verdict()).isEqualTo(NOT_READY);
        assertThat(early.connect("campanile-node-1", "campanile", "gateway-password").verdict()).isEqualTo(ACCEPTED);
        early.open();
        assertThat(early.connect("sn1", "sn1", "s3cret").verdict()).isEqualTo(ACCEPTED);
    }

    @Test
    void theGatewayMayDoEverythingAndADeviceItsPart() {
        TopicAccess gateway = accounts.connect("campanile-1", "campanile", "gateway-password").topics();
        assertThat(gateway.mayPublish("devices/sn1/commands")).isTrue();
        assertThat(gateway.maySubscribe("$share/g/#")).isTrue();
        TopicAccess device = accounts.connect("sn1", "sn1", "s3cret").topics();
        assertThat(device.mayPublish("devices/sn1/report")).isTrue();
        assertThat(device.mayPublish("devices/sn1/commands")).isFalse();
        assertThat(device.maySubscribe("#")).isFalse();
    }

    @Test
    void aUserShowsATokenOfTheirOwn() {
        MqttAccess.Admission admission = accounts.connect("alice.phone", "alice", userTokens.issue("alice"));

        assertThat(admission.verdict()).isEqualTo(ACCEPTED);
        assertThat(admission.principal().id()).isEqualTo("alice");
        assertThat(admission.principal().expiresAt()).isEqualTo(NOW + Duration.ofHours(12).toMillis());
        assertThat(admission.topics().maySubscribe("users/alice/phone/messages")).isTrue();
        assertThat(admission.topics().maySubscribe("users/alice/tablet/messages")).isFalse();
        assertThat(connect("bob.phone", "bob", userTokens.issue("alice"))).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("alice.phone", "alice", userTokens.issue("alice") + "x")).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("alice.phone", "alice", userTokens.issue("alice", Duration.ZERO))).as("expired").isEqualTo(BAD_CREDENTIALS);
    }

    @Test
    void aRevokedTokenIsRefusedAndNoLongerHolds() {
        String token = userTokens.issue("alice");
        MqttAccess.Admission admission = accounts.connect("alice.phone", "alice", token);
        assertThat(admission.holds().getAsBoolean()).isTrue();

        userTokens.revoke(token);
        assertThat(admission.holds().getAsBoolean()).isFalse();
        assertThat(connect("alice.phone", "alice", token)).isEqualTo(BAD_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice.", ".phone", "bob.phone", "alice.a.b", "alice.phone ", "alice/phone", "alicephone", "",
        "alice.123456789012345678901234567890123", "alice.ph#ne", "campanile-device-report", "Alice.phone"})
    void aUsersClientIdNamesThemAndOneInstallation(String clientId) {
        assertThat(connect(clientId, "alice", userTokens.issue("alice"))).isEqualTo(BAD_CLIENT_ID);
    }

    @Test
    void aNameThatADeviceAndAUserShareIsEitherByItsPassword() {
        String token = userTokens.issue("sn1");
        assertThat(accounts.connect("sn1.phone", "sn1", token).principal().isDevice()).isFalse();
        assertThat(accounts.connect("sn1", "sn1", "s3cret").principal().isDevice()).isTrue();
        assertThat(connect("sn1", "sn1", token)).as("the session of the device").isEqualTo(BAD_CLIENT_ID);
        assertThat(connect("sn1.phone", "sn1", "s3cret")).as("the session of the user").isEqualTo(BAD_CLIENT_ID);
        assertThat(connect("campanile.phone", "campanile", userTokens.issue("campanile"))).isEqualTo(BAD_CREDENTIALS);
        assertThat(connect("campanile-a.phone", "campanile", "gateway-password")).isEqualTo(BAD_CLIENT_ID);
    }

    private MqttAccess.Verdict connect(String clientId, String username, String password) {
        return accounts.connect(clientId, username, password).verdict();
    }

    private static String token(long timestamp) {
        return timestamp + "." + DeviceToken.sign("sn1", timestamp, "s3cret").token();
    }
}
