package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.OpenDeliveries;
import io.campanile.fixture.OpenDeliveries.Opened;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 4: a user's messages over MQTT, from the subscription to its end. */
class ArtemisBrokerMessagesTest {

    private static final String MESSAGES = "users/alice/phone/messages";
    private static final int QUOTA_EXCEEDED = 0x97;

    @TempDir
    static Path directory;
    private static RunningBroker broker;
    private static OpenDeliveries deliveries;
    private final List<MqttPeer> peers = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        broker = RunningBroker.start(directory);
        deliveries = new OpenDeliveries();
        broker.broker.deliver(deliveries, (message, prev) -> (message.inboxSeq() + " after " + prev).getBytes(StandardCharsets.UTF_8),
                push -> (push.service() + " " + push.values().get("inbox_seq")).getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    @AfterEach
    void leave() throws MqttException {
        for (MqttPeer peer : peers) {
            peer.close();
        }
        assertThat(deliveries.isEmpty()).as("nothing was opened twice").isTrue();
    }

    @Test
    void deliveryBeginsWithTheSubscriptionAndEndsWithIt() throws Exception {
        MqttPeer phone = phone();
        phone.subscribe("users/alice/phone/replies");
        assertThat(deliveries.isEmpty()).isTrue();

        phone.subscribe(MESSAGES);
        Opened delivery = deliveries.next();
        assertThat(delivery.userId + "." + delivery.clientId).isEqualTo("alice.phone");
        assertThat(broker.broker.delivery("alice", "phone")).contains(delivery);
        LongStream.rangeClosed(1, 300).forEach(number -> delivery.push(number, "hello"));
        for (int number = 1; number <= 300; number++) {
            assertThat(phone.next()).isEqualTo(new MqttPeer.Received(MESSAGES, number + " after " + (number - 1), false));
        }

        phone.unsubscribe(MESSAGES);
        await().until(() -> delivery.closed);
        assertThat(broker.broker.delivery("alice", "phone")).isEmpty();
        phone.subscribe(MESSAGES);
        assertThat(deliveries.next()).isNotSameAs(delivery);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users/alice/phone/#", "users/alice/phone/+", "users/alice/phone/messages/#", "users/alice/phone/+/#"})
    void everyFilterThatMatchesCounts(String filter) throws Exception {
        MqttPeer phone = phone();
        phone.subscribe(filter);
        Opened delivery = deliveries.next();
        phone.subscribe(MESSAGES);
        phone.unsubscribe(filter);
        phone.publish("users/alice/phone/messages/send", "{}");

        assertThat(delivery.closed).isFalse();
        phone.disconnect();
        await().until(() -> delivery.closed);
    }

    @Test
    void aResumedSessionGoesOnWithoutWhatItLeftUnread() throws Exception {
        MqttPeer phone = durablePhone();
        phone.confirmNothing();
        phone.subscribe(MESSAGES);
        Opened first = deliveries.next();
        LongStream.rangeClosed(1, 128).forEach(number -> first.push(number, "hello"));
        assertThat(phone.next().text()).isEqualTo("1 after 0");
        phone.vanish();
        await().until(() -> first.closed);

        MqttPeer again = durablePhone();
        Opened second = deliveries.next();
        second.push(1, "hello");
        second.push(2, "hello");

        assertThat(again.next().text()).isEqualTo("1 after 0");
        assertThat(again.next().text()).isEqualTo("2 after 1");
        again.unsubscribe(MESSAGES);
    }

    @Test
    void whoTakesOverGetsADeliveryOfTheirOwn() throws Exception {
        phone().subscribe(MESSAGES);
        Opened first = deliveries.next();
        MqttPeer phone = phone();
        phone.subscribe(MESSAGES);
        Opened second = deliveries.next();

        await().until(() -> first.closed);
        first.push(1, "too late");
        second.push(7, "hello");
        assertThat(phone.next().text()).isEqualTo("7 after 6");
        assertThat(broker.broker.delivery("alice", "phone")).contains(second);
    }

    @Test
    void whoConfirmsNothingIsDisconnected() throws Exception {
        MqttPeer phone = phone();
        phone.subscribe(MESSAGES);
        deliveries.next().unconfirmed();

        assertThat(phone.awaitDisconnect()).isEqualTo(QUOTA_EXCEEDED);
    }

    @Test
    void aResetComesAsAPush() throws Exception {
        MqttPeer phone = phone();
        phone.subscribe("users/alice/phone/#");
        deliveries.next().reset(42);

        assertThat(phone.next()).isEqualTo(new MqttPeer.Received("users/alice/phone/pushes", "/push/inbox/reset 42", false));
    }

    private MqttPeer phone() throws MqttException {
        return kept(broker.alice("phone"));
    }

    private MqttPeer durablePhone() throws MqttException {
        return kept(broker.alice("phone", options -> options.setSessionExpiryInterval(MqttPeer.NEVER)));
    }

    private MqttPeer kept(MqttPeer peer) {
        peers.add(peer);
        return peer;
    }
}
