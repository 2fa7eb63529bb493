package io.campanile.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which a request takes too long to arrive, however steadily its bytes trickle in, or on which none
 * comes any more: whoever opens many and says little would hold them for ever. A WebSocket has rules of its own.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    /** From the first byte that may come to the last of the body, and how long a connection is kept for a next request. */
    private static final int REQUEST_SECONDS = 10;
    private static final int NEXT_REQUEST_SECONDS = 60;

    private Future<?> deadline;

    private RequestDeadline() {
    }

    /** To be called when the connection has been accepted, on its event loop. */
    static void watch(HttpConnection http) {
        ChannelHandlerContext vertx = ((ConnectionBase) http).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "request-deadline", new RequestDeadline());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        set(context, REQUEST_SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            set(context, NEXT_REQUEST_SECONDS);
        } else if (message instanceof HttpRequest) {
            set(context, REQUEST_SECONDS);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel(false);
        context.fireChannelInactive();
    }

    private void set(ChannelHandlerContext context, int seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(() -> passed(context), seconds, TimeUnit.SECONDS);
    }

    private void passed(ChannelHandlerContext context) {
        if (context.pipeline().get(WebSocketFrameDecoder.class) == null) {
            context.close();
        } else {
            context.pipeline().remove(this);
        }
    }
}
