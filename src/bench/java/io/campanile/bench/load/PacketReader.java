package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** An MQTT client's ear: packets (MQTT 5, section 2). Confirms what comes at QoS 1. */
final class PacketReader extends WireReader {

    /** What a connection hears, on its event loop. */
    interface Listener {

        /** It was let in. */
        void connected(Channel channel);

        /** Its subscription is there. */
        default void subscribed(Channel channel) {
        }

        /** What it published was confirmed. */
        default void confirmed() {
        }

        /** A message; the bytes are the reader's, and only for now. */
        default void published(ByteBuf in, int index, int length) {
        }

        /** All that had come was told. */
        default void idle() {
        }

        /** It was refused, or it is over. */
        void failed(String reason);
    }

    private static final int REFUSED = 0x80;
    private static final int MORE = 0x80;
    private static final int QOS_1 = 0x02;

    private final Mqtt version;
    private final Listener listener;

    PacketReader(Mqtt version, Listener listener) {
        this.version = version;
        this.listener = listener;
    }

    @Override
    boolean read(ChannelHandlerContext context, ByteBuf in) {
        int begin = in.readerIndex();
        int end = in.writerIndex();
        int body = afterInteger(in, begin + 1, end);
        if (body < 0) {
            return false;
        }
        int length = integer(in, begin + 1);
        if (end < body + length) {
            return false;
        }
        in.readerIndex(body + length);
        take(context, in.getUnsignedByte(begin), in, body, length);
        return true;
    }

    private void take(ChannelHandlerContext context, int first, ByteBuf in, int index, int length) {
        switch (first >> 4) {
            case Mqtt.CONNACK -> {
                accepted(in.getUnsignedByte(index + 1), version.refused(), "to connect");
                listener.connected(context.channel());
            }
            case Mqtt.SUBACK -> {
                accepted(in.getUnsignedByte(index + length - 1), REFUSED, "to subscribe");
                listener.subscribed(context.channel());
            }
            case Mqtt.PUBACK -> {
                // One that ends after the identifier means success (3.4.2.1)
                accepted(length > 2 ? in.getUnsignedByte(index + 2) : 0, REFUSED, "to publish");
                listener.confirmed();
            }
            case Mqtt.PUBLISH -> published(context, (first & QOS_1) != 0, in, index, length);
            case Mqtt.DISCONNECT -> listener.failed("it was disconnected: " + (length == 0 ? 0 : in.getUnsignedByte(index)));
            default -> { }
        }
    }

    private void accepted(int reason, int refused, String what) {
        if (reason >= refused) {
            listener.failed("it was refused " + what + ": 0x" + Integer.toHexString(reason));
        }
    }

    private void published(ChannelHandlerContext context, boolean toConfirm, ByteBuf in, int index, int length) {
        int at = index + 2 + in.getUnsignedShort(index);
        if (toConfirm) {
            context.write(Mqtt.puback(in.getUnsignedShort(at)));
            at += 2;
        }
        if (version.hasProperties()) {
            int properties = integer(in, at);
            at = afterInteger(in, at, index + length) + properties;
        }
        listener.published(in, at, index + length - at);
    }

    /** @return where a variable byte integer ends; -1 when it is not all there */
    private static int afterInteger(ByteBuf in, int index, int end) {
        for (int i = index; i < end; i++) {
            if ((in.getByte(i) & MORE) == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int integer(ByteBuf in, int index) {
        int value = 0;
        int shift = 0;
        for (int i = index; ; i++, shift += 7) {
            int part = in.getByte(i);
            value |= (part & 0x7F) << shift;
            if ((part & MORE) == 0) {
                return value;
            }
        }
    }

    @Override
    void idle(ChannelHandlerContext context) {
        listener.idle();
    }

    @Override
    void ended(String why) {
        listener.failed(why);
    }
}
