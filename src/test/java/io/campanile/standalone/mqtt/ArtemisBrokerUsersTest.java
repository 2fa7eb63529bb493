package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Transport;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.UserTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People on MQTT 5 (PROTOCOL 3 and 4). */
class ArtemisBrokerUsersTest {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int SESSION_TAKEN_OVER = 0x8E;
    private static final int MAXIMUM_CONNECT_TIME = 0xA0;

    @TempDir
    static Path directory;
    private static RunningBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = RunningBroker.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @Test
    void aUserSendsAndIsTold() throws Exception {
        try (MqttPeer gateway = broker.gateway(); MqttPeer alice = broker.alice("phone")) {
            gateway.subscribe("users/+/+/messages/send");
            assertThat(alice.subscribe("users/alice/phone/messages")).isEqualTo(1);
            assertThat(alice.subscribe("users/alice/calls/#")).isEqualTo(1);

            assertThat(alice.publish("users/alice/phone/messages/send", "hello")).isZero();
            assertThat(gateway.next()).isEqualTo(new MqttPeer.Received("users/alice/phone/messages/send", "hello", false));
            gateway.publish("users/alice/phone/messages", "hello yourself");
            assertThat(alice.next().text()).isEqualTo("hello yourself");
        }
    }

    @Test
    void whatIsNotTheirsIsRefusedAndTheConnectionStays() throws Exception {
        try (MqttPeer alice = broker.alice("phone")) {
            for (String filter : List.of("users/alice/#", "users/alice/+/messages", "users/alice/+/#", "users/alice/tablet/messages",
                    "users/bob/calls/incoming", "users/+/calls/#", "$share/g/users/alice/phone/messages", "#", "+/#",
                    "devices/sn1/commands", "devices/#", "broker/#", "$SYS/#", "users.alice.tablet.messages")) {
                assertThat(alice.subscribe(filter)).as(filter).isEqualTo(NOT_AUTHORIZED);
            }
            for (String topic : List.of("users/alice/phone/messages", "users/alice/tablet/messages/send", "users/bob/calls/action",
                    "users/alice/calls/incoming", "users/alice/phone/replies", "devices/sn1/report", "system/time", "broker/started")) {
                assertThat(alice.publish(topic, "forged")).as(topic).isEqualTo(NOT_AUTHORIZED);
            }
            assertThat(alice.publish("users/alice/calls/action", "mine")).isZero();
        }
    }

    /** Retained, it would be asked again whenever the gateway subscribes. */
    @Test
    void aRequestIsNotRetained() throws Exception {
        try (MqttPeer alice = broker.alice("phone"); MqttPeer gateway = broker.gateway()) {
            assertThat(alice.publish("users/alice/calls/action", "once", true)).isZero();
            gateway.subscribe("users/+/calls/action");
            assertThat(alice.publish("users/alice/calls/action", "now")).isZero();
            assertThat(gateway.next().text()).isEqualTo("now");
        }
    }

    @Test
    void aTokenThatIsNotTheirsOrNotOursIsRefused() throws Exception {
        String revoked = broker.tokens.issue("alice");
        broker.revoke(revoked);
        List<String> tokens = List.of(broker.tokens.issue("bob"), broker.tokens.issue("alice", Duration.ZERO), revoked,
                new PlainJWT(claims("campanile")).serialize(),
                signed(claims("campanile"), "another key, also of 32 bytes, no more"),
                signed(claims("another"), new String(UserTokens.KEY, StandardCharsets.UTF_8)), "..", "a.b.", "a.b.c");
        for (String token : tokens) {
            assertRefused(0x86, () -> MqttPeer.connect(broker.url, "alice.phone", "alice", token));
        }
    }

    @Test
    void aClientIdOfOthersIsRefused() {
        for (String clientId : List.of("bob.phone", "alice", "phone", "alice.", "alice.a.b", "sn1", "campanile-device-report", "")) {
            assertRefused(0x85, () -> MqttPeer.connect(broker.url, clientId, "alice", broker.tokens.issue("alice"), o -> o.setCleanStart(true)));
        }
    }

    @Test
    void aConnectionEndsWithItsToken() throws Exception {
        String token = broker.tokens.issue("alice", Duration.ofSeconds(2));
        long expiresAt = broker.tokens.verify(token).expiresAt();
        try (MqttPeer shortLived = MqttPeer.connect(broker.url, "alice.short", "alice", token); MqttPeer other = broker.alice("other")) {
            assertThat(shortLived.awaitDisconnect()).isEqualTo(MAXIMUM_CONNECT_TIME);
            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(expiresAt);
            assertThat(other.isConnected()).isTrue();
        }
    }

    @Test
    void aRevokedTokenEndsItsConnectionsAndNoOther() throws Exception {
        String token = broker.tokens.issue("alice");
        try (MqttPeer first = MqttPeer.connect(broker.url, "alice.a", "alice", token);
                MqttPeer second = MqttPeer.connect(broker.url, "alice.b", "alice", token);
                MqttPeer other = broker.alice("c")) {
            broker.revoke(token);

            assertThat(first.awaitDisconnect()).isEqualTo(NOT_AUTHORIZED);
            assertThat(second.awaitDisconnect()).isEqualTo(NOT_AUTHORIZED);
            assertThat(other.publish("users/alice/calls/action", "still here")).isZero();
        }
        assertRefused(0x86, () -> MqttPeer.connect(broker.url, "alice.a", "alice", token));
    }

    /** The broker names queues by ClientId and topic: spelled with dots, these two would be one. */
    @Test
    void aDeviceAndAUserWhoseNamesSpellTheSameKeepTheirOwn() throws Exception {
        try (MqttPeer gateway = broker.gateway();
                MqttPeer user = MqttPeer.connect(broker.url, "system.devices", "system", broker.tokens.issue("system"));
                MqttPeer device = broker.device("system")) {
            user.subscribe("system/commands");
            device.subscribe("devices/system/commands");
            gateway.publish("devices/system/commands", "for the device");
            gateway.publish("system/commands", "for the user");

            assertThat(device.next().text()).isEqualTo("for the device");
            assertThat(user.next().text()).isEqualTo("for the user");
        }
    }

    @Test
    void theRegistryIsToldWhoIsConnectedAndThePresenceOfDevicesIsNot() throws Exception {
        try (MqttPeer gateway = broker.gateway()) {
            gateway.subscribe("broker/#");
            MqttPeer alice = broker.alice("told");
            ConnectionEntry entry = entries().get(0);
            assertThat(entry.userId()).isEqualTo("alice");
            assertThat(entry.clientId()).isEqualTo("told");
            assertThat(entry.transport()).isEqualTo(Transport.MQTT);
            assertThat(entry.address()).isEqualTo("127.0.0.1");
            assertThat(entry.state()).isEqualTo(ConnectionState.AUTHENTICATED);
            await().untilAsserted(() -> {
                alice.publish("users/alice/calls/action", "1");
                assertThat(entries().get(0).state()).isEqualTo(ConnectionState.ACTIVE);
            });
            alice.close();
            await().until(() -> entries().isEmpty());

            broker.device("sn1").close();
            assertThat(gateway.next().topic()).isEqualTo("broker/clients/sn1/presence");
        }
    }

    /** As fast as the socket takes them: without a pace the gateway would have all of it before what others say. */
    @Test
    void whoFloodsIsReadFromSlowlyAndOthersAreNot() throws Exception {
        try (MqttPeer gateway = broker.gateway(); MqttPeer flooder = broker.alice("flood");
                MqttPeer bob = MqttPeer.connect(broker.url, "bob.phone", "bob", broker.tokens.issue("bob"))) {
            gateway.subscribe("users/+/+/messages/send");
            String text = "x".repeat(1_000);
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 4_000; i++) {
                    flooder.publishSoon("users/alice/flood/messages/send", text);
                }
            });
            flood.get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 20; i++) {
                assertThat(bob.publish("users/bob/phone/messages/send", "of bob")).isZero();
            }

            await().until(() -> gateway.received().stream().filter(message -> message.text().equals("of bob")).count() == 20);
            assertThat(gateway.received().size()).as("that of the flooder among it").isLessThan(1_500);
            assertThat(flooder.isConnected()).isTrue();
            flooder.vanish();
        }
    }

    @Test
    void whoIsConnectedElsewhereIsToldSo() throws Exception {
        try (MqttPeer alice = broker.alice("elsewhere")) {
            broker.connections.held().forEach(LiveConnection::takenOver);
            assertThat(alice.awaitDisconnect()).isEqualTo(SESSION_TAKEN_OVER);
        }
    }

    /** The gateway's own are not among them. */
    private static List<ConnectionEntry> entries() {
        return broker.connections.page(null, null, 10);
    }

    private static JWTClaimsSet claims(String audience) {
        return new JWTClaimsSet.Builder().issuer("campanile").subject("alice").audience(audience).claim("roles", List.of("user"))
                .expirationTime(Date.from(Instant.now().plusSeconds(600))).jwtID("forged").build();
    }

    /** With the key id of ours, so that nothing but the signature or the audience is wrong. */
    private static String signed(JWTClaimsSet claims, String key) throws Exception {
        String keyId = SignedJWT.parse(broker.tokens.issue("alice")).getHeader().getKeyID();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build(), claims);
        token.sign(new MACSigner(key));
        return token.serialize();
    }

    private static void assertRefused(int code, ThrowingCallable login) {
        assertThatThrownBy(login).isInstanceOfSatisfying(MqttException.class,
                e -> assertThat(e.getReasonCode()).isEqualTo(code));
    }
}
