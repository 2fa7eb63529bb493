package io.campanile.edge.mqtt;

import java.time.Duration;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the broker, from the CONNECT to its end, with a Paho client of its own. By the source of 1.2.5 a client
 * must not connect a second time: an acknowledgement that comes late, of what the first connection brought, ends its sender
 * for good when it comes before the CONNACK (ClientState.get), and after it confirms whatever has that packet identifier
 * now; and while its callback is still busy the connect never ends (CommsCallback.start).
 */
final class BrokerConnection implements MqttCallback {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerConnection.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MqttAsyncClient client;
    private final Receiver receiver;
    private final Consumer<BrokerConnection> lost;

    /** Takes what comes, on the connection's one thread for it, in order. */
    @FunctionalInterface
    interface Receiver {

        /** @param from to be acknowledged there */
        void arrived(BrokerConnection from, String topic, MqttMessage message);
    }

    /** @param lost told, on a thread of the connection, when it has ended by itself, however far it had come */
    BrokerConnection(String broker, String clientId, Receiver receiver, Consumer<BrokerConnection> lost) throws MqttException {
        this.receiver = receiver;
        this.lost = lost;
        client = new MqttAsyncClient(broker, clientId, new MemoryPersistence());
        client.setManualAcks(true);
        // Before it connects: what the session has kept comes right behind the CONNACK
        client.setCallback(this);
    }

    /** @throws MqttException when the broker does not let us in, or does not answer within 10 s; it is to be dropped then */
    void open(MqttConnectionOptions options, String filter, int qos) throws MqttException {
        client.connect(options).waitForCompletion(PATIENCE.toMillis());
        client.subscribe(filter, qos).waitForCompletion(PATIENCE.toMillis());
    }

    /** Thread-safe. On a connection that has ended it does nothing: the broker sends the message again on the next. */
    void acknowledge(MqttMessage message) throws MqttException {
        client.messageArrivedComplete(message.getId(), message.getQos());
    }

    /** Says goodbye behind what was acknowledged; the session stays with the broker. */
    void close() {
        try {
            client.disconnect(0).waitForCompletion(PATIENCE.toMillis());
        } catch (MqttException e) {
            LOG.debug("{} is not connected any more", client.getClientId(), e);
            drop();
        }
    }

    /** Breaks it off and frees its threads. The client is not closed: a closed one fails when it is to acknowledge. */
    void drop() {
        try {
            client.disconnectForcibly(0, 0, false);
        } catch (MqttException e) {
            LOG.debug("{} has ended already", client.getClientId(), e);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        receiver.arrived(this, topic, message);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        lost.accept(this);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        LOG.warn("{}: {}", client.getClientId(), exception.getMessage());
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        // nothing is published here
    }

    @Override
    public void connectComplete(boolean reconnect, String server) {
        // open() waits for it
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // no enhanced authentication here
    }
}
