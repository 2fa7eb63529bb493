package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** A client's ear, as cheap as can be: what a protocol says is read whole, and where it lies. Confined to its event loop. */
abstract class WireReader extends ByteToMessageDecoder {

    private String reason = "the connection was dropped";

    /**
     * Reads the next that is said, if all of it is there.
     *
     * @return whether it was
     */
    abstract boolean read(ChannelHandlerContext context, ByteBuf in);

    /** All that had come was read. */
    abstract void idle(ChannelHandlerContext context);

    /** The connection is over. */
    abstract void ended(String why);

    /** Ends the connection. */
    final void end(ChannelHandlerContext context, String why) {
        reason = why;
        context.close();
    }

    @Override
    protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        while (read(context, in)) {
            // until only a part is left
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        idle(context);
        // As the superclass does, but for its reading on, which is not for it to decide
        discardSomeReadBytes();
        context.flush();
        context.fireChannelReadComplete();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        ended(reason);
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context, cause.toString());
    }
}
