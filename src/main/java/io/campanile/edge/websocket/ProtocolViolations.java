package io.campanile.edge.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Tells the client why, where a frame breaks RFC 6455 or is too large; Vert.x by itself drops the TCP connection. */
final class ProtocolViolations extends ChannelInboundHandlerAdapter {

    private final Connection connection;

    private ProtocolViolations(Connection connection) {
        this.connection = connection;
    }

    /** @param http what was upgraded to the WebSocket */
    static void watch(HttpConnection http, Connection connection) {
        ChannelHandlerContext vertx = ((ConnectionBase) http).channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), "protocol-violations", new ProtocolViolations(connection));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException violation) {
            boolean large = violation.closeStatus().code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code();
            connection.close(large ? CloseCode.TOO_LARGE : CloseCode.PROTOCOL_ERROR);
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
