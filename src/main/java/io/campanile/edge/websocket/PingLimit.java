package io.campanile.edge.websocket;

import io.campanile.edge.limit.RateLimit;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends a connection with 1008 that sends pings and pongs faster than any client needs. They cannot be held back as requests
 * are: Vert.x answers a ping before anybody is told of it, reads on for each though it was told to pause, and its answers
 * would wait in memory for a client that does not read. Belongs to the channel's event loop.
 */
final class PingLimit extends ChannelInboundHandlerAdapter {

    private final Connection connection;
    private final RateLimit rate;
    private boolean passed;

    private PingLimit(Connection connection, RateLimit rate) {
        this.connection = connection;
        this.rate = rate;
    }

    /** @param http what was upgraded to the WebSocket */
    static void watch(HttpConnection http, Connection connection, RateLimit rate) {
        ChannelHandlerContext vertx = ((ConnectionBase) http).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "ping-limit", new PingLimit(connection, rate));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        if (!passed && isCounted(frame) && rate.tryPass() > 0) {
            passed = true;
            connection.close(CloseCode.ABUSED);
            // Nor is its answer waited for: what comes stays with it, until the closing time is over
            context.channel().config().setAutoRead(false);
        }
        if (passed) {
            ReferenceCountUtil.release(frame);
        } else {
            context.fireChannelRead(frame);
        }
    }

    private static boolean isCounted(Object frame) {
        return frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame;
    }
}
