package io.campanile.edge.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Tells the client why, where a frame breaks RFC 6455, is too large or is text that is no UTF-8; Vert.x by itself drops the
 * TCP connection, and does not look at text. Text is looked at as it comes, so that a message that has gone wrong need not
 * end for its connection to.
 */
final class ProtocolViolations extends ChannelInboundHandlerAdapter {

    private final Connection connection;

    private ProtocolViolations(Connection connection) {
        this.connection = connection;
    }

    /** @param http what was upgraded to the WebSocket */
    static void watch(HttpConnection http, Connection connection) {
        ChannelHandlerContext vertx = ((ConnectionBase) http).channelHandlerContext();
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(vertx.name(), "close-deadline", new CloseDeadline());
        pipeline.addBefore(vertx.name(), "utf-8", new Utf8FrameValidator(false));
        pipeline.addBefore(vertx.name(), "protocol-violations", new ProtocolViolations(connection));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException violation) {
            connection.close(code(violation.closeStatus()));
            // Netty's decoder would pass over it byte by byte
            context.pipeline().addFirst(new AfterClose(false));
            // What comes now is not read any more, the client's answer neither; so TCP ends with our word (RFC 6455, 7.1.7).
            // Only our side of it: ending both would reset the connection, and our word could be lost with it
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFuture written) -> {
                if (written.channel() instanceof DuplexChannel tcp) {
                    tcp.shutdownOutput();
                }
            });
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private static CloseCode code(WebSocketCloseStatus status) {
        if (status.code() == WebSocketCloseStatus.MESSAGE_TOO_BIG.code()) {
            return CloseCode.TOO_LARGE;
        }
        return status.code() == WebSocketCloseStatus.INVALID_PAYLOAD_DATA.code() ? CloseCode.INVALID_UTF8 : CloseCode.PROTOCOL_ERROR;
    }
}
