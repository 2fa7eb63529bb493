package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** The versions of MQTT, each with the few packets that load needs, as bytes (section 3 of either). */
public enum Mqtt {

    V3_1_1(4), V5(5);

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBACK = 9;
    static final int DISCONNECT = 14;

    private static final int CLEAN_START = 0x02;
    private static final int WITH_LOGIN = 0xC0;
    private static final int SESSION_EXPIRY = 0x11;
    private static final int RECEIVE_MAXIMUM = 0x21;
    /** As many as the gateway takes at a time. */
    private static final int IN_FLIGHT = 1_000;
    /** Longer than a run, so that nobody has to ping. Not 0, for which Artemis drops who only listens. */
    private static final int KEEP_ALIVE_SECONDS = 3_600;
    private static final int PUBLISH_QOS_1 = 0x32;
    private static final int SUBSCRIBE = 0x82;
    private static final int MORE = 0x80;

    private final int level;

    Mqtt(int level) {
        this.level = level;
    }

    /** @return whether packets carry properties */
    boolean hasProperties() {
        return this == V5;
    }

    /** @return the least reason, or return code, that refuses a connection */
    int refused() {
        return this == V5 ? 0x80 : 1;
    }

    /**
     * @param login   user name and password; null for none
     * @param durable whether the session outlives the connection
     */
    ByteBuf connect(String clientId, String[] login, boolean durable) {
        ByteBuf body = text(Unpooled.buffer(), "MQTT").writeByte(level)
                .writeByte((durable ? 0 : CLEAN_START) | (login == null ? 0 : WITH_LOGIN)).writeShort(KEEP_ALIVE_SECONDS);
        if (durable && hasProperties()) {
            body.writeByte(8).writeByte(SESSION_EXPIRY).writeInt(-1).writeByte(RECEIVE_MAXIMUM).writeShort(IN_FLIGHT);
        } else {
            noProperties(body);
        }
        text(body, clientId);
        if (login != null) {
            text(text(body, login[0]), login[1]);
        }
        return packet(0x10, body);
    }

    ByteBuf subscribe(String filter, int qos) {
        return packet(SUBSCRIBE, text(noProperties(Unpooled.buffer().writeShort(1)), filter).writeByte(qos));
    }

    /** Leaves; the session stays, if it is one that does. */
    static ByteBuf disconnect() {
        return Unpooled.buffer(2).writeByte(DISCONNECT << 4).writeByte(0);
    }

    static ByteBuf puback(int packetId) {
        return Unpooled.buffer(4).writeByte(PUBACK << 4).writeByte(2).writeShort(packetId);
    }

    /** Appends a PUBLISH at QoS 1. */
    void publish(ByteBuf to, byte[] topic, int packetId, Template payload, long number) {
        publishHead(to, topic, packetId, payload.length());
        payload.writeText(to, number);
    }

    /** Appends a PUBLISH at QoS 1. */
    void publish(ByteBuf to, byte[] topic, int packetId, byte[] payload) {
        publishHead(to, topic, packetId, payload.length);
        to.writeBytes(payload);
    }

    private void publishHead(ByteBuf to, byte[] topic, int packetId, int payload) {
        to.writeByte(PUBLISH_QOS_1);
        length(to, 2 + topic.length + 2 + (hasProperties() ? 1 : 0) + payload);
        noProperties(to.writeShort(topic.length).writeBytes(topic).writeShort(packetId));
    }

    private ByteBuf noProperties(ByteBuf to) {
        return hasProperties() ? to.writeByte(0) : to;
    }

    private static ByteBuf packet(int type, ByteBuf body) {
        ByteBuf packet = Unpooled.buffer().writeByte(type);
        length(packet, body.readableBytes());
        return packet.writeBytes(body);
    }

    private static ByteBuf text(ByteBuf to, String text) {
        to.writeShort(ByteBufUtil.utf8Bytes(text)).writeCharSequence(text, UTF_8);
        return to;
    }

    /** A variable byte integer (MQTT 5, 1.5.5). */
    private static void length(ByteBuf to, int length) {
        int rest = length;
        for (; rest >= MORE; rest >>>= 7) {
            to.writeByte(rest & 0x7F | MORE);
        }
        to.writeByte(rest);
    }
}
