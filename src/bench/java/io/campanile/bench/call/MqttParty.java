package io.campanile.bench.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.system.MqttSession;
import io.campanile.bench.system.MqttSession.Login;
import io.campanile.bench.system.Node;
import java.time.Duration;
import java.util.List;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A door or a resident on MQTT. Its session is kept while it is away. */
final class MqttParty extends Party {

    private static final Duration PATIENCE_OF_CLIENT = Duration.ofSeconds(5);

    private final Node broker;
    private final Login login;
    private final String base;
    private final List<String> topics;
    private volatile MqttSession session;

    private MqttParty(String id, String clientId, String password, String base, List<String> topics, Node broker) {
        super(id);
        this.login = new Login(clientId, id, password, true, PATIENCE_OF_CLIENT);
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
        if (session == null || !session.isConnected()) {
            close();
            session = MqttSession.open(broker.mqtt(), login, topics.stream().map(base::concat).toList(), this::hear);
        }
    }

    private void hear(String text) {
        try {
            mailbox().put(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message that is no JSON: " + text, e);
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
            session.publish(base + topic, body.put("timestamp", System.currentTimeMillis()).toString());
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
