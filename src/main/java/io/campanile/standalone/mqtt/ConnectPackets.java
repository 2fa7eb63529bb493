package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.WILL_DELAY_INTERVAL;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttVersion;

/** Words a CONNECT so that Artemis 2.44 does what MQTT 5 asks for. */
final class ConnectPackets {

    /** Session Expiry Interval: the session does not expire (MQTT 5, 3.1.2.11.2). */
    static final int NEVER = 0xFFFFFFFF;
    /** The longest time, in s, that Artemis can count: it multiplies by 1000 in 32 bits. */
    private static final int LONGEST = Integer.MAX_VALUE / 1000;
    private static final int LONGEST_KEEP_ALIVE = 0xFFFF;

    private ConnectPackets() {
    }

    static boolean isVersion5(MqttConnectMessage connect) {
        return connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel();
    }

    /** Whether the session expires later than Artemis can count. It will then never expire. */
    static boolean expiresTooLate(MqttConnectMessage connect) {
        int expiry = number(connect.variableHeader().properties(), SESSION_EXPIRY_INTERVAL.value());
        return expiry > LONGEST || (expiry < 0 && expiry != NEVER);
    }

    /**
     * @param clientId what Artemis is to take as the ClientId
     * @return the packet without username and password: Artemis keeps them, and has an account of its own that it lets
     *         past every rule
     */
    static MqttConnectMessage reworded(MqttConnectMessage connect, String clientId) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        return new MqttConnectMessage(
                connect.fixedHeader(),
                new MqttConnectVariableHeader(header.name(), header.version(), false, false,
                        header.isWillFlag() && header.isWillRetain() && mayRetain(payload.willTopic()),
                        header.willQos(), header.isWillFlag(), header.isCleanSession(),
                        keepAlive(header), sessionProperties(connect)),
                new MqttConnectPayload(clientId, willProperties(connect), payload.willTopic(),
                        payload.willMessageInBytes(), null, null));
    }

    /** Artemis takes 0, which turns the keep alive off, for a connection to be closed at once. */
    private static int keepAlive(MqttConnectVariableHeader header) {
        return header.keepAliveTimeSeconds() == 0 ? LONGEST_KEEP_ALIVE : header.keepAliveTimeSeconds();
    }

    private static MqttProperties sessionProperties(MqttConnectMessage connect) {
        MqttProperties properties = connect.variableHeader().properties();
        return expiresTooLate(connect)
                ? with(properties, new IntegerProperty(SESSION_EXPIRY_INTERVAL.value(), NEVER))
                : properties;
    }

    /** Artemis sends the will of a lost session that lives on only when it has a delay. */
    private static MqttProperties willProperties(MqttConnectMessage connect) {
        MqttProperties properties = connect.payload().willProperties();
        if (!isVersion5(connect) || !connect.variableHeader().isWillFlag()) {
            return properties;
        }
        int delay = number(properties, WILL_DELAY_INTERVAL.value());
        int counted = delay < 0 ? LONGEST : Math.min(Math.max(delay, 1), LONGEST);
        return with(properties, new IntegerProperty(WILL_DELAY_INTERVAL.value(), counted));
    }

    /** As for what is published: see {@link TopicRules}. The gateway has no will. */
    private static boolean mayRetain(String willTopic) {
        return willTopic.endsWith(TopicRules.STATUS);
    }

    private static int number(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof IntegerProperty property ? property.value() : 0;
    }

    private static MqttProperties with(MqttProperties properties, MqttProperty<?> added) {
        MqttProperties copy = new MqttProperties();
        properties.listAll().forEach(copy::add);
        copy.add(added);
        return copy;
    }
}
