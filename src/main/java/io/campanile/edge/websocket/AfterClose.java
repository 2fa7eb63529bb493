package io.campanile.edge.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Bounds what is still read from a client that was told to go: its answer may wait behind what it had sent before, but who
 * goes on sending is not read any more, and dropped when its time is over. Belongs to the channel's event loop.
 */
final class AfterClose extends ChannelInboundHandlerAdapter {

    /** Bytes: what the buffers on the way hold, and a frame of the largest size that breaks the rules. */
    private static final int BUDGET = 2 << 20;

    private final boolean passOn;
    private int budget = BUDGET;

    /** @param passOn whether what comes is to be understood; else it is passed over, for a client that broke the framing */
    AfterClose(boolean passOn) {
        this.passOn = passOn;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        budget -= ((ByteBuf) bytes).readableBytes();
        if (budget < 0) {
            context.channel().config().setAutoRead(false);
        }
        if (passOn && budget >= 0) {
            context.fireChannelRead(bytes);
        } else {
            ReferenceCountUtil.release(bytes);
        }
    }
}
