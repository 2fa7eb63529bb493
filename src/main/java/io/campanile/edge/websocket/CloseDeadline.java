package io.campanile.edge.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.util.concurrent.TimeUnit;

/**
 * Drops a client that does not even read why its connection ends. Vert.x waits for its answer from when our close frame is
 * written, which to such a client it never is. Belongs to the channel's event loop.
 */
final class CloseDeadline extends ChannelOutboundHandlerAdapter {

    private static final int SECONDS = 3;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        if (message instanceof CloseWebSocketFrame) {
            context.executor().schedule(() -> {
                if (!written.isDone()) {
                    context.close();
                }
            }, SECONDS, TimeUnit.SECONDS);
        }
        context.write(message, written);
    }
}
