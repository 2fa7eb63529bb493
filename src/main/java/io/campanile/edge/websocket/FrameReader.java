package io.campanile.edge.websocket;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;

/**
 * Puts messages together from frames, within the limit; what is no text ends the connection. That text is UTF-8 has been
 * looked at by then, see {@link ProtocolViolations}. Belongs to one event loop.
 */
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
        connection.activity().touch();
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
            // Not a copy of the frame's buffer: that of an empty frame could not grow
            begun = frame.isText() ? Buffer.buffer().appendBuffer(message) : message;
        } else {
            begun = null;
            messages.accept(message);
        }
    }
}
