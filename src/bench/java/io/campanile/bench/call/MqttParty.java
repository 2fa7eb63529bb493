package io.campanile.bench.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A door or a resident on MQTT. Its session is kept while it is away. */
final class MqttParty extends Party {

    private static final long PATIENCE_MS = 5_000;

    private final Node broker;
    private final String clientId;
    private final String password;
    private final String base;
    private final List<String> topics;
    private MqttAsyncClient client;

    private MqttParty(String id, String clientId, String password, String base, List<String> topics, Node broker) {
        super(id);
        this.clientId = clientId;
        this.password = password;
        this.base = base;
        this.topics = topics;
        this.broker = broker;
    }

    static MqttParty door(String sn, String secret, Node broker) {
        return new MqttParty(sn, sn, secret, "devices/" + sn + "/calls/", List.of("control"), broker);
    }

    static MqttParty resident(String userId, String token, Node broker) {
        return new MqttParty(userId, userId + ".phone", token, "users/" + userId + "/calls/", List.of("incoming", "control"), broker);
    }

    @Override
    String transport() {
        return "mqtt";
    }

    @Override
    synchronized void connect() throws MqttException {
        if (client != null && client.isConnected()) {
            return;
        }
        if (client != null) {
            client.close(true);
        }
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(id());
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(3_600L);
        options.setConnectionTimeout(5);
        client = new MqttAsyncClient(broker.mqtt(), clientId, new MemoryPersistence());
        client.setCallback(new Ear());
        client.connect(options).waitForCompletion(PATIENCE_MS);
        for (String topic : topics) {
            client.subscribe(base + topic, 1).waitForCompletion(PATIENCE_MS);
        }
    }

    /** Rings; the answer comes to the mailbox, under the request. */
    boolean request(String requestId) {
        return publish("request", JSON.createObjectNode().put("request_id", requestId));
    }

    /** What became of it is told like everything else: by a control. */
    @Override
    int act(String callId, String action) throws InterruptedException {
        int before = mailbox().all(callId).size();
        if (!publish("action", JSON.createObjectNode().put("call_id", callId).put("action", action))) {
            return UNANSWERED;
        }
        if (action.equals("ringing")) {
            return DONE;
        }
        Told outcome = mailbox().await(callId, told -> mailbox().all(callId).indexOf(told) >= before && settles(told, action), PATIENCE);
        if (outcome == null) {
            return UNANSWERED;
        }
        return outcome.is("error") ? outcome.body().path("code").asInt() : outcome.is(action) ? DONE : CONFLICT;
    }

    private boolean settles(Told told, String action) {
        return told.is("error") || told.closes()
                || told.is(action) && (!action.equals("answered") || told.body().path("resident_id").asText().equals(id()));
    }

    private boolean publish(String topic, ObjectNode body) {
        try {
            client.publish(base + topic, body.put("timestamp", System.currentTimeMillis()).toString().getBytes(StandardCharsets.UTF_8), 1, false)
                    .waitForCompletion(PATIENCE_MS);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (client != null) {
                client.disconnectForcibly(0, 0, false);
                client.close(true);
            }
        } catch (MqttException e) {
            // Its broker is gone before it
            client = null;
        }
    }

    private final class Ear implements MqttCallback {

        @Override
        public void messageArrived(String topic, MqttMessage message) throws IOException {
            mailbox().put(JSON.readTree(message.getPayload()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {
            // The next look finds out
        }

        @Override
        public void mqttErrorOccurred(MqttException exception) {
            // The next look finds out
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
