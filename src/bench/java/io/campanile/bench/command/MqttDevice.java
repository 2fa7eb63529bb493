package io.campanile.bench.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A device over MQTT 5; every other one asks the broker to keep its session. */
final class MqttDevice extends Device {

    private static final long PATIENCE_MS = 3_000;

    private final String broker;
    private final String secret;
    private final boolean keepsSession;
    private MqttAsyncClient client;

    MqttDevice(String sn, String secret, String broker, boolean keepsSession, Habit habit, ScheduledExecutorService scheduler, long seed) {
        super(sn, habit, scheduler, seed);
        this.broker = broker;
        this.secret = secret;
        this.keepsSession = keepsSession;
    }

    @Override
    synchronized void connect() throws MqttException {
        if (client != null) {
            client.close(true);
        }
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(sn());
        options.setPassword(secret.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(!keepsSession);
        options.setSessionExpiryInterval(keepsSession ? 3_600L : 0L);
        options.setConnectionTimeout(3);
        client = new MqttAsyncClient(broker, sn(), new MemoryPersistence());
        client.setCallback(new Inbox());
        client.connect(options).waitForCompletion(PATIENCE_MS);
        client.subscribe("devices/" + sn() + "/commands", 1).waitForCompletion(PATIENCE_MS);
    }

    @Override
    synchronized void disconnect() throws MqttException {
        if (client != null) {
            // As when the network goes: nothing is said
            client.disconnectForcibly(0, 0, false);
        }
    }

    @Override
    synchronized boolean isConnected() {
        return client != null && client.isConnected();
    }

    @Override
    void send(ObjectNode reply) throws MqttException {
        client.publish("devices/" + sn() + "/commands/reply", reply.toString().getBytes(StandardCharsets.UTF_8), 1, false)
                .waitForCompletion(PATIENCE_MS);
    }

    private final class Inbox implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            receive(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // Its next look finds out
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // Its next look finds out
        }

        @Override
        public void deliveryComplete(IMqttToken token) {
            // Who sent it waits
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
