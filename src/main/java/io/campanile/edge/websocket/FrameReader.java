package io.campanile.edge.websocket;

import io.netty.buffer.ByteBufUtil;
import io.netty.util.CharsetUtil;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;

/** Puts messages together from frames, within the limit; what is no text ends the connection. Belongs to one event loop. */
final class FrameReader implements Handler<WebSocketFrame> {

    private final Connection connection;
    private final int maxMessage;
    private final Consumer<Buffer> messages;
    private Buffer begun;

    /** @param maxMessage bytes, over all frames of a message */
    FrameReader(Connection connection, int maxMessage, Consumer<Buffer> messages) {
        this.connection = connection;
        this.maxMessage = maxMessage;
        this.messages = messages;
    }

    @Override
    public void handle(WebSocketFrame frame) {
        if (connection.isClosing()) {
            return;
        }
        connection.touch();
        if (frame.isBinary()) {
            connection.close(CloseCode.NOT_TEXT);
        } else if (frame.isText() || frame.isContinuation()) {
            read(frame);
        }
    }

    private void read(WebSocketFrame frame) {
        Buffer message = frame.binaryData();
        if (begun != null) {
            message = begun.appendBuffer(message);
        }
        if (message.length() > maxMessage) {
            connection.close(CloseCode.TOO_LARGE);
        } else if (!frame.isFinal()) {
            begun = frame.isText() ? message.copy() : message;
        } else {
            begun = null;
            accept(message);
        }
    }

    private void accept(Buffer message) {
        // Vert.x does not look, and a JSON parser lets some ill-formed UTF-8 through
        if (ByteBufUtil.isText(message.getByteBuf(), CharsetUtil.UTF_8)) {
            messages.accept(message);
        } else {
            connection.close(CloseCode.INVALID_UTF8);
        }
    }
}
