package io.campanile.standalone.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.util.List;

/**
 * Cuts the stream into whole MQTT packets, and refuses one that is too large by its fixed header (MQTT 5, 2.1.4), before
 * anything of it is kept. Netty's MQTT decoder compares with its limit only after the variable header, whose properties
 * alone may have 256 MB.
 */
final class PacketFraming extends ByteToMessageDecoder {

    private static final int MAX_LENGTH_BYTES = 4;

    private final int maxPacket;

    /** @param maxPacket in bytes, with the fixed header */
    PacketFraming(int maxPacket) {
        this.maxPacket = maxPacket;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        long remaining = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            if (in.readableBytes() < i + 2) {
                return;
            }
            byte part = in.getByte(start + 1 + i);
            remaining |= (long) (part & 0x7F) << (7 * i);
            if (part >= 0) {
                cut(in, i + 2 + remaining, out);
                return;
            }
        }
        // A fifth byte is malformed; the decoder says so
        out.add(in.readRetainedSlice(in.readableBytes()));
    }

    private void cut(ByteBuf in, long size, List<Object> out) {
        if (size > maxPacket) {
            in.skipBytes(in.readableBytes());
            throw new TooLongFrameException("a packet of " + size + " bytes");
        }
        if (in.readableBytes() >= size) {
            out.add(in.readRetainedSlice((int) size));
        }
    }
}
