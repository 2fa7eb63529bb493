package io.campanile.bench.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Over MQTT 5 (PROTOCOL 4), with a clean start: catching up is the gateway's business. */
final class MqttLine extends Line implements MqttCallback {

    private final Correspondent owner;
    private final String broker;
    private final String clientId;
    private final String token;
    private final String base;
    private volatile MqttAsyncClient client;

    MqttLine(Correspondent owner, String broker, String clientId, String token) {
        this.owner = owner;
        this.broker = broker;
        this.clientId = owner.id() + '.' + clientId;
        this.token = token;
        this.base = "users/" + owner.id() + '/' + clientId + '/';
    }

    @Override
    void open() throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(owner.id());
        options.setPassword(token.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setConnectionTimeout((int) (PATIENCE_MS / 1_000));
        client = new MqttAsyncClient(broker, clientId, new MemoryPersistence());
        client.setCallback(this);
        client.connect(options).waitForCompletion(PATIENCE_MS);
        client.subscribe(base + "replies", 1).waitForCompletion(PATIENCE_MS);
        client.subscribe(base + "messages", 1).waitForCompletion(PATIENCE_MS);
    }

    @Override
    void ask(Request request, String requestId, ObjectNode values) {
        try {
            client.publish(base + "messages/" + request.word(), values.put("request_id", requestId).toString().getBytes(StandardCharsets.UTF_8), 1, false);
        } catch (MqttException e) {
            owner.ended(this, "connections that broke");
        }
    }

    @Override
    void cut() {
        MqttAsyncClient present = client;
        if (present != null) {
            try {
                present.disconnectForcibly(0, 0, false);
                present.close(true);
            } catch (MqttException e) {
                // It was gone already
                client = null;
            }
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws IOException {
        JsonNode body = JSON.readTree(message.getPayload());
        if (topic.endsWith("/messages")) {
            owner.pushed(this, body);
        } else {
            owner.answered(body.path("request_id").asText(), body.path("code").asInt(-1), body.path("msg").asText(), body.path("values"));
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        owner.ended(this, "connections over MQTT that ended");
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        owner.ended(this, "connections that broke");
    }

    @Override
    public void deliveryComplete(IMqttToken done) {
        // The answer is what counts
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
