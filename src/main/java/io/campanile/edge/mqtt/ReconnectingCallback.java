package io.campanile.edge.mqtt;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Passes everything on, and tells besides when the connection is lost. Thread-safe if both are. */
record ReconnectingCallback(MqttCallback next, Runnable lost) implements MqttCallback {

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        next.disconnected(response);
        lost.run();
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
        next.mqttErrorOccurred(exception);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
        next.messageArrived(topic, message);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        next.deliveryComplete(token);
    }

    @Override
    public void connectComplete(boolean reconnect, String server) {
        next.connectComplete(reconnect, server);
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        next.authPacketArrived(reasonCode, properties);
    }
}
