package io.campanile.ops.guard;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What would lose, repeat or reorder messages of devices (FIELD-NOTES, camel-paho-mqtt5; DESIGN, principle 3). */
final class MqttRelations {

    static final String SCHEME = "paho-mqtt5";

    /** Seconds that the gateway may be away. */
    private static final long SHORTEST_SESSION = 3_600;
    /** CAPABILITIES 0.13, ms. */
    private static final long LONGEST_RECONNECT = 30_000;
    private static final int LARGEST_RECEIVE_MAXIMUM = 65_535;
    private static final String NODE = "{{node.id}}";
    /** Only such a client is believed to be the gateway. */
    private static final String OURS = "campanile-";

    static final List<Relation> TAKING = List.of(
            new Relation("qos", o -> o.isGiven("qos") && o.number("qos", 1) == 0,
                    "qos 0: the broker would confirm what no Kafka has, and drop it while the gateway is away; write 1"),
            new Relation("cleanStart", o -> !o.text("cleanStart").equals("false"),
                    "cleanStart is not false: what devices send while the flow is edited or the gateway away would be lost"),
            new Relation("sessionExpiryInterval", o -> o.number("sessionExpiryInterval", 0) < SHORTEST_SESSION,
                    "sessionExpiryInterval is missing or less than " + SHORTEST_SESSION + " s: the broker would forget what it holds for us; 4294967295 is for ever"),
            new Relation("receiveMaximum", o -> o.isGiven("receiveMaximum") && (o.number("receiveMaximum", 1) < 1 || o.number("receiveMaximum", 1) > LARGEST_RECEIVE_MAXIMUM),
                    "receiveMaximum is not within 1 to " + LARGEST_RECEIVE_MAXIMUM + ": the broker would refuse the connection (MQTT 5, 3.1.2.11.3)"),
            new Relation("manualAcksEnabled", o -> o.isGiven("manualAcksEnabled") && !o.isOn("manualAcksEnabled"),
                    "manualAcksEnabled is off: the broker would be told that a message is done before it is"),
            new Relation("clientId", o -> !o.endpoint().oneNode() && !o.endpoint().path().startsWith("$share/") && !o.written("clientId").contains(NODE),
                    "every node would take from the broker under one clientId, and they would end each other's connections: write master:<flow>: before paho-mqtt5"),
            new Relation("uri", o -> sendsToKafka(o.route()) && !setsKey(o.route()),
                    "no step sets the header kafka.KEY to the device: its messages would be spread over partitions, and their order lost"),
            new Relation("uri", o -> o.endpoint().path().startsWith("$share/"),
                    "a shared subscription gives one device's messages to several nodes: their order would be lost; write master:<flow>: before paho-mqtt5"));

    static final List<Relation> BOTH = List.of(
            new Relation("clientId", o -> o.text("clientId").isEmpty(),
                    "clientId is missing: it would be another at each start, and what the broker holds for the old one would stay there"),
            new Relation("clientId", o -> !o.text("clientId").isEmpty() && (!o.text("clientId").startsWith(OURS) || o.text("clientId").contains(".")),
                    "the broker lets the gateway in only under a clientId that begins with " + OURS + " and has no dot"),
            new Relation("automaticReconnect", o -> o.isGiven("automaticReconnect") && !o.isOn("automaticReconnect"),
                    "automaticReconnect is off: the flow would not come back after the broker was away"),
            new Relation("maxReconnectDelay", o -> o.isGiven("maxReconnectDelay") && o.number("maxReconnectDelay", 0) > LONGEST_RECONNECT,
                    "maxReconnectDelay is more than " + LONGEST_RECONNECT + " ms: the flow would stay away that long after the broker is back"));

    private MqttRelations() {
    }

    private static boolean sendsToKafka(YamlNode route) {
        AtomicBoolean found = new AtomicBoolean();
        route.walk(node -> found.compareAndSet(false, "uri".equals(node.name()) && node.text().startsWith("kafka:")));
        return found.get();
    }

    private static boolean setsKey(YamlNode route) {
        return route.at("from", "steps").items().stream().anyMatch(step -> step.at("setHeader", "name").text().equals("kafka.KEY"));
    }
}
