package io.campanile.edge.mqtt;

import java.util.concurrent.CompletionException;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * What flows tell on topics of PROTOCOL 4 that differ from message to message, QoS 1: waits until the broker has it, and fails
 * while the broker is away. Thread-safe.
 */
public final class MqttMessages {

    private final MqttPublisher publisher;

    public MqttMessages(MqttPublisher publisher) {
        this.publisher = publisher;
    }

    /** On {@code system/{type}}. */
    public void tellEverybody(byte[] body, @Header("systemType") String type) {
        publish("system/" + type, body, false);
    }

    /** On {@code devices/{sn}/status}, retained: said again, it sets what is set already. */
    public void setStatus(byte[] body, @Header(KafkaConstants.KEY) String sn) {
        publish("devices/" + sn + "/status", body, true);
    }

    private void publish(String topic, byte[] body, boolean retained) {
        try {
            publisher.publishNow(topic, new MqttMessage(body, 1, retained, new MqttProperties())).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the MQTT broker does not take a message: " + e.getCause(), e);
        }
    }
}
