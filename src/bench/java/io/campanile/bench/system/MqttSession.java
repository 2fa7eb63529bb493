package io.campanile.bench.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** One connection over MQTT 5, at QoS 1. It does not come back by itself. Thread-safe. */
public final class MqttSession implements AutoCloseable {

    private static final long KEPT_SECONDS = 3_600;

    /**
     * Who connects, and for how long it waits.
     *
     * @param kept whether the broker keeps the session while it is away
     */
    public record Login(String clientId, String userName, String password, boolean kept, Duration patience) {

        private MqttConnectionOptions options() {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(userName);
            options.setPassword(password.getBytes(StandardCharsets.UTF_8));
            options.setCleanStart(!kept);
            options.setSessionExpiryInterval(kept ? KEPT_SECONDS : 0);
            options.setConnectionTimeout((int) patience.toSeconds());
            return options;
        }
    }

    private final MqttAsyncClient client;
    private final long patienceMs;

    private MqttSession(MqttAsyncClient client, Duration patience) {
        this.client = client;
        this.patienceMs = patience.toMillis();
    }

    /** Connects and subscribes. @param messages is told what comes, in its order */
    public static MqttSession open(String broker, Login login, List<String> topics, Consumer<String> messages) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient(broker, login.clientId(), new MemoryPersistence());
        MqttSession session = new MqttSession(client, login.patience());
        client.setCallback(new Ear(messages));
        try {
            client.connect(login.options()).waitForCompletion(session.patienceMs);
            for (String topic : topics) {
                client.subscribe(topic, 1).waitForCompletion(session.patienceMs);
            }
            return session;
        } catch (MqttException e) {
            session.close();
            throw e;
        }
    }

    public boolean isConnected() {
        return client.isConnected();
    }

    /** Waits until the broker has confirmed it. */
    public void publish(String topic, String text) throws MqttException {
        client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false).waitForCompletion(patienceMs);
    }

    /** As when the network goes: nothing is said. */
    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 0, false);
            }
            client.close(true);
        } catch (MqttException e) {
            // It was gone before
        }
    }

    private record Ear(Consumer<String> messages) implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            messages.accept(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // Who looks finds out
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // Who looks finds out
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Who publishes waits
        }

        @Override
        public void connectComplete(boolean reconnect, String server) {
            // Who connects waits
        }

        @Override
        public void authPacketArrived(int reason, MqttProperties properties) {
            // There is no enhanced authentication
        }
    }
}
