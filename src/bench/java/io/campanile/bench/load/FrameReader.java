package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** A WebSocket client's ear: the answer to the upgrade, then frames (RFC 6455, 5.2). Answers pings. */
final class FrameReader extends WireReader {

    /** What a connection hears, on its event loop. */
    interface Listener {

        /** The upgrade was accepted. */
        void opened(ChannelHandlerContext context);

        /** A text message; the bytes are the reader's, and only for now. */
        void text(ChannelHandlerContext context, ByteBuf in, int index, int length);

        /** All that had come was told. */
        default void idle(ChannelHandlerContext context) {
        }

        /** It is over, whoever ended it. */
        void closed(String reason);
    }

    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
    private static final int FINAL_TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    private final Listener listener;
    private boolean open;

    FrameReader(Listener listener) {
        this.listener = listener;
    }

    @Override
    boolean read(ChannelHandlerContext context, ByteBuf in) {
        return open ? readFrame(context, in) : upgraded(context, in);
    }

    private boolean upgraded(ChannelHandlerContext context, ByteBuf in) {
        String head = in.toString(US_ASCII);
        int end = head.indexOf(new String(HEAD_END, US_ASCII));
        if (end < 0) {
            return false;
        }
        if (!head.startsWith("HTTP/1.1 101")) {
            in.skipBytes(in.readableBytes());
            end(context, "the upgrade was answered " + head.lines().findFirst().orElse(""));
            return false;
        }
        in.skipBytes(end + HEAD_END.length);
        open = true;
        listener.opened(context);
        return true;
    }

    private boolean readFrame(ChannelHandlerContext context, ByteBuf in) {
        int begin = in.readerIndex();
        int available = in.readableBytes();
        if (available < 2) {
            return false;
        }
        int length = in.getUnsignedByte(begin + 1);
        int head = length == TWO_BYTES ? 4 : length == EIGHT_BYTES ? 10 : 2;
        if (available < head) {
            return false;
        }
        if (head > 2) {
            length = head == 4 ? in.getUnsignedShort(begin + 2) : Math.toIntExact(in.getLong(begin + 2));
        }
        if (available < head + length) {
            return false;
        }
        in.skipBytes(head + length);
        take(context, in.getUnsignedByte(begin), in, begin + head, length);
        return true;
    }

    private void take(ChannelHandlerContext context, int kind, ByteBuf in, int index, int length) {
        switch (kind) {
            case FINAL_TEXT -> listener.text(context, in, index, length);
            case PING -> context.writeAndFlush(context.alloc().buffer().writeByte(PONG).writeByte(MASKED | length).writeInt(0)
                    .writeBytes(in, index, length));
            case PONG -> { }
            case CLOSE -> end(context, "it was closed with " + (length < 2 ? "no code" : String.valueOf(in.getUnsignedShort(index))));
            default -> throw new IllegalStateException("a frame that no peer here sends: " + Integer.toHexString(kind));
        }
    }

    @Override
    void idle(ChannelHandlerContext context) {
        listener.idle(context);
    }

    @Override
    void ended(String why) {
        listener.closed(why);
    }
}
