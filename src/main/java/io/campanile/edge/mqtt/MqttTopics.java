package io.campanile.edge.mqtt;

import io.campanile.ops.rehearsal.FreeOfEffects;
import org.apache.camel.Header;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/** What the topics of PROTOCOL 4 say by their levels. Thread-safe. */
@FreeOfEffects
public final class MqttTopics {

    /** The sn in {@code devices/{sn}/…} or {@code broker-commands/{sn}/…}; the broker has made sure that it is the sender's own. */
    public String device(@Header(PahoMqtt5Constants.MQTT_TOPIC) String topic) {
        return topic.split("/", 3)[1];
    }

    /**
     * The sn in {@code broker/clients/{sn}/presence}, or in {@code devices/{sn}/status} where the broker tells nothing of
     * connections; empty for {@code broker/started}, which concerns all.
     */
    public String presence(@Header(PahoMqtt5Constants.MQTT_TOPIC) String topic) {
        String[] levels = topic.split("/");
        return switch (levels.length) {
            case 4 -> levels[2];
            case 3 -> levels[1];
            default -> "";
        };
    }

    /** What happened, in {@code broker-commands/{sn}/{event}}. */
    public String event(@Header(PahoMqtt5Constants.MQTT_TOPIC) String topic) {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }
}
