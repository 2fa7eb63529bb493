package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** A NATS client's ear: the lines of its protocol, and messages. Answers pings. */
final class NatsReader extends WireReader {

    /** What a connection hears, on its event loop. */
    interface Listener {

        /** The server can be spoken to. */
        void greeted(Channel channel);

        /**
         * A message; the bytes are the reader's, and only for now.
         *
         * @param reply where an answer goes; of no meaning where none is wanted
         */
        void message(Channel channel, String reply, ByteBuf in, int index, int length);

        /** All that had come was told. */
        void idle(Channel channel);

        /** It was refused, or it is over. */
        void failed(String reason);
    }

    private static final int LINE_END = 2;
    private static final int REPLY = 3;

    private final Listener listener;
    private boolean greeted;

    NatsReader(Listener listener) {
        this.listener = listener;
    }

    @Override
    boolean read(ChannelHandlerContext context, ByteBuf in) {
        int length = in.bytesBefore((byte) '\n') - 1;
        if (length < 0) {
            return false;
        }
        int begin = in.readerIndex();
        String line = in.toString(begin, length, US_ASCII);
        int next = begin + length + LINE_END;
        if (line.startsWith("MSG ")) {
            String[] words = line.split(" ");
            int payload = Integer.parseInt(words[words.length - 1]);
            if (in.writerIndex() < next + payload + LINE_END) {
                return false;
            }
            in.readerIndex(next + payload + LINE_END);
            listener.message(context.channel(), words[REPLY], in, next, payload);
        } else {
            in.readerIndex(next);
            take(context, line);
        }
        return true;
    }

    private void take(ChannelHandlerContext context, String line) {
        if (line.startsWith("PING")) {
            context.writeAndFlush(Unpooled.copiedBuffer("PONG\r\n", US_ASCII));
        } else if (line.startsWith("-ERR")) {
            listener.failed("it was told " + line);
        } else if (line.startsWith("INFO") && !greeted) {
            greeted = true;
            listener.greeted(context.channel());
        }
    }

    @Override
    void idle(ChannelHandlerContext context) {
        if (greeted) {
            listener.idle(context.channel());
        }
    }

    @Override
    void ended(String why) {
        listener.failed(why);
    }
}
