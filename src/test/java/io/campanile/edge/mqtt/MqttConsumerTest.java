package io.campanile.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.MqttPeer;
import io.campanile.standalone.mqtt.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker has confirmed to a device reaches the route, however consumer and broker come and go. */
class MqttConsumerTest {

    /** As device-report.in-flight is shipped. */
    private static final int SHIPPED = 1000;
    private static final int IN_FLIGHT = 5;
    private static final String TOPIC = "devices/sn1/report";

    @TempDir
    Path directory;
    private EmbeddedBroker broker;
    private final Taking taking = new Taking();
    private DefaultCamelContext camel;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        camel = consume(SHIPPED);
    }

    @AfterEach
    void stop() throws Exception {
        taking.takeAll();
        camel.close();
        broker.close();
    }

    @Test
    void whatCameWhileTheConsumerWasAwayArrivesInOrder() throws Exception {
        taking.takeAll();
        awaitSubscription();
        camel.close();
        try (MqttPeer device = broker.device()) {
            for (int i = 0; i < 500; i++) {
                device.publish(TOPIC, String.valueOf(i));
            }
        }
        camel = consume(SHIPPED);
        await().until(() -> taking.texts().size() >= 500);
        assertThat(taking.texts()).isEqualTo(numbers(500));
    }

    @Test
    void noMoreThanReceiveMaximumAreInFlightAndWhatWasNotDoneComesAgain() throws Exception {
        camel.close();
        camel = consume(IN_FLIGHT);
        awaitSubscription();
        try (MqttPeer device = broker.device()) {
            for (int i = 0; i < 20; i++) {
                device.publish(TOPIC, String.valueOf(i));
            }
        }
        await().during(300, TimeUnit.MILLISECONDS).until(() -> taking.held.size() == IN_FLIGHT);
        List<String> inFlight = taking.texts();

        broker.close();
        broker = EmbeddedBroker.start(directory, broker.port());
        await().until(() -> taking.texts().size() >= 2 * inFlight.size());
        assertThat(taking.texts()).startsWith(inFlight.toArray(String[]::new)).endsWith(inFlight.toArray(String[]::new));
        taking.takeAll();
        await().until(() -> taking.texts().containsAll(numbers(20)));
    }

    /** A packet identifier means another message there: what was never done would be confirmed. */
    @Test
    void whatIsDoneTooLateIsNotAcknowledgedOnTheNextConnection() throws Exception {
        camel.close();
        camel = consume(IN_FLIGHT);
        awaitSubscription();
        try (MqttPeer device = broker.device()) {
            for (int i = 0; i < 20; i++) {
                device.publish(TOPIC, String.valueOf(i));
            }
        }
        await().until(() -> taking.held.size() == IN_FLIGHT);
        broker.close();
        broker = EmbeddedBroker.start(directory, broker.port());
        await().until(() -> taking.held.size() == 2 * IN_FLIGHT);

        taking.take(IN_FLIGHT);

        await().during(300, TimeUnit.MILLISECONDS).until(() -> taking.texts().size() == 2 * IN_FLIGHT);
        taking.take(1);
        await().until(() -> taking.texts().size() == 2 * IN_FLIGHT + 1);
    }

    @Test
    void theSubscriptionIsStillThereAfterTheBrokerWasRestarted() throws Exception {
        taking.takeAll();
        awaitSubscription();
        broker.close();
        broker = EmbeddedBroker.start(directory, broker.port());
        try (MqttPeer device = broker.device()) {
            device.publish(TOPIC, "after");
        }
        await().until(() -> taking.texts().contains("after"));
    }

    @Test
    void aBrokerThatIsNotThereYetIsWaitedFor() throws Exception {
        taking.takeAll();
        camel.close();
        broker.close();
        camel = consume(SHIPPED);
        broker = EmbeddedBroker.start(directory, broker.port());
        awaitSubscription();
        try (MqttPeer device = broker.device()) {
            device.publish(TOPIC, "late");
        }
        await().until(() -> taking.texts().contains("late"));
    }

    @Test
    void theMessagesOfADeviceKeepTheirOrder() throws Exception {
        taking.takeAll();
        awaitSubscription();
        try (MqttPeer device = broker.device()) {
            device.publishMany(TOPIC, numbers(5_000));
        }
        await().until(() -> taking.texts().size() >= 5_000);
        assertThat(taking.texts()).isEqualTo(numbers(5_000));
    }

    /** What came before it nobody would keep. */
    private void awaitSubscription() {
        CountDownLatch subscribed = new CountDownLatch(1);
        broker.whenSubscribed("campanile-test", "devices/+/report", subscribed::countDown);
        await().until(() -> subscribed.getCount() == 0);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private DefaultCamelContext consume(int inFlight) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(1);
        PahoMqtt5Configuration configuration = new PahoMqtt5Configuration();
        configuration.setBrokerUrl(broker.url());
        configuration.setUserName(EmbeddedBroker.GATEWAY);
        configuration.setPassword(EmbeddedBroker.PASSWORD);
        configuration.setManualAcksEnabled(true);
        configuration.setAutomaticReconnect(true);
        context.addComponent("paho-mqtt5", new DurableMqttComponent(context, configuration));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("paho-mqtt5:devices/+/report?clientId=campanile-test&qos=1&cleanStart=false&sessionExpiryInterval=4294967295"
                        + "&receiveMaximum=" + inFlight).process(taking);
            }
        });
        context.start();
        return context;
    }

    /** The work behind the consumer: it notes what comes, and is done with it only when told. */
    private static final class Taking extends AsyncProcessorSupport {

        private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
        private final List<AsyncCallback> held = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean open;

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            texts.add(exchange.getMessage().getBody(String.class));
            synchronized (held) {
                if (!open) {
                    held.add(callback);
                    return false;
                }
            }
            callback.done(true);
            return true;
        }

        /** Those that came first. */
        private void take(int count) {
            synchronized (held) {
                List<AsyncCallback> first = held.subList(0, count);
                first.forEach(callback -> callback.done(false));
                first.clear();
            }
        }

        private void takeAll() {
            synchronized (held) {
                open = true;
                held.forEach(callback -> callback.done(false));
                held.clear();
            }
        }

        private List<String> texts() {
            synchronized (texts) {
                return List.copyOf(texts);
            }
        }
    }
}
