package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.MqttPeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rules as MQTT 3.1.1 can tell them (PROTOCOL 4). */
class ArtemisBrokerVersion3Test {

    private static final int REFUSED = 0x80;

    @TempDir
    Path directory;

    @Test
    void aForbiddenPublishIsDroppedAndAForbiddenSubscriptionRefusedAndTheConnectionStays() throws Exception {
        try (RunningBroker broker = RunningBroker.start(directory); MqttPeer gateway = broker.gateway()) {
            gateway.subscribe("devices/#");
            MqttAsyncClient device = connect(broker.url, "sn1", "sn1", "secret");

            publish(device, "devices/sn2/report", "forged");
            publish(device, "devices/sn1/report", "mine");
            assertThat(gateway.next().text()).isEqualTo("mine");

            assertThat(subscribe(device, "devices/sn1/commands")).isEqualTo(1);
            assertThat(subscribe(device, "#")).isEqualTo(REFUSED);
            assertThat(subscribe(device, "$share/g/devices/sn1/commands")).isEqualTo(REFUSED);
            assertThat(device.isConnected()).isTrue();
            device.disconnect().waitForCompletion();
        }
    }

    @Test
    void aUserHasTheSameRulesAndIsCutOffWhenTheTokenIsRevoked() throws Exception {
        try (RunningBroker broker = RunningBroker.start(directory); MqttPeer gateway = broker.gateway()) {
            gateway.subscribe("users/#");
            String token = broker.tokens.issue("alice");
            MqttAsyncClient alice = connect(broker.url, "alice.phone", "alice", token);

            for (String filter : List.of("users/alice/#", "users/alice/+/messages", "users/alice/tablet/messages", "users/bob/calls/incoming",
                    "$share/g/users/alice/phone/messages", "#", "devices/#")) {
                assertThat(subscribe(alice, filter)).as(filter).isEqualTo(REFUSED);
            }
            assertThat(subscribe(alice, "users/alice/phone/#")).isEqualTo(1);
            publish(alice, "users/alice/tablet/messages/send", "forged");
            publish(alice, "users/bob/calls/action", "forged");
            publish(alice, "users/alice/calls/action", "mine");
            assertThat(gateway.next().text()).isEqualTo("mine");

            broker.revoke(token);
            await().until(() -> !alice.isConnected());
            assertRefused(MqttException.REASON_CODE_FAILED_AUTHENTICATION, () -> connect(broker.url, "alice.phone", "alice", token));
            assertRefused(MqttException.REASON_CODE_INVALID_CLIENT_ID,
                    () -> connect(broker.url, "bob.phone", "alice", broker.tokens.issue("alice")));
        }
    }

    @Test
    void oneTooManyIsToldThatTheServerIsUnavailable() throws Exception {
        try (RunningBroker broker = RunningBroker.start(new MqttSettings("127.0.0.1", 0, directory, 20_000, 10, 1, Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), null))) {
            MqttAsyncClient first = connect(broker.url, "sn1", "sn1", "secret");
            assertRefused(MqttException.REASON_CODE_BROKER_UNAVAILABLE, () -> connect(broker.url, "sn2", "sn2", "secret"));
            first.disconnect().waitForCompletion();
        }
    }

    @Test
    void aRefusedLoginIsToldByTheNearestCode() throws Exception {
        try (RunningBroker broker = RunningBroker.start(directory)) {
            assertRefused(MqttException.REASON_CODE_FAILED_AUTHENTICATION, () -> connect(broker.url, "sn1", "sn1", "wrong"));
            assertRefused(MqttException.REASON_CODE_INVALID_CLIENT_ID, () -> connect(broker.url, "sn2", "sn1", "secret"));
        }
        ArtemisBroker closed = new ArtemisBroker(new MqttSettings("127.0.0.1", 0, directory, 20_000, 10_000, 1_000,
                Duration.ofSeconds(60), new MqttSettings.Rates(100, 200), null), Clock.systemUTC());
        String url = closed.start();
        try {
            assertRefused(MqttException.REASON_CODE_BROKER_UNAVAILABLE, () -> connect(url, "sn1", "sn1", "secret"));
        } finally {
            closed.stop();
        }
    }

    @Test
    void aLastingSessionKeepsWhatCameMeanwhile() throws Exception {
        try (RunningBroker broker = RunningBroker.start(directory); MqttPeer gateway = broker.gateway()) {
            MqttAsyncClient device = connect(broker.url, "sn1", "sn1", "secret");
            subscribe(device, "devices/sn1/commands");
            device.disconnect().waitForCompletion();
            gateway.publish("devices/sn1/commands", "kept");

            var received = new java.util.concurrent.LinkedBlockingQueue<String>();
            MqttAsyncClient again = new MqttAsyncClient(broker.url, "sn1", new MemoryPersistence());
            again.setCallback(new org.eclipse.paho.client.mqttv3.MqttCallback() {
                @Override
                public void messageArrived(String topic, org.eclipse.paho.client.mqttv3.MqttMessage message) {
                    received.add(new String(message.getPayload(), StandardCharsets.UTF_8));
                }

                @Override
                public void connectionLost(Throwable cause) {
                    // the queue stays empty, and the test fails
                }

                @Override
                public void deliveryComplete(org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token) {
                    // nothing is published here
                }
            });
            again.connect(options("sn1", "secret")).waitForCompletion();
            assertThat(received.poll(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("kept");
            again.disconnect().waitForCompletion();
        }
    }

    private static MqttAsyncClient connect(String url, String clientId, String username, String password)
            throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        client.connect(options(username, password)).waitForCompletion();
        return client;
    }

    private static MqttConnectOptions options(String username, String password) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(false);
        options.setUserName(username);
        options.setPassword(password.toCharArray());
        return options;
    }

    private static void publish(MqttAsyncClient client, String topic, String text) throws MqttException {
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false).waitForCompletion(10_000);
    }

    private static int subscribe(MqttAsyncClient client, String filter) throws MqttException {
        IMqttToken token = client.subscribe(filter, 1);
        try {
            token.waitForCompletion(10_000);
        } catch (MqttException e) {
            return REFUSED;
        }
        return token.getGrantedQos()[0];
    }

    private static void assertRefused(int code, ThrowingCallable login) {
        assertThatThrownBy(login).isInstanceOfSatisfying(MqttException.class,
                e -> assertThat(e.getReasonCode()).isEqualTo(code));
    }
}
