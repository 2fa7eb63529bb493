package io.campanile.edge.mqtt;

/** The exchange headers that the MQTT edge sets besides the topic. */
public final class MqttHeaders {

    /** Boolean: whether the message is the broker's retained copy, from before the subscription. */
    public static final String RETAINED = "mqttRetained";

    private MqttHeaders() {
    }
}
