package io.campanile.edge.websocket;

import io.vertx.core.buffer.Buffer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends a frame, a {@link Buffer}, to the connection or to all connections of the user that the headers name. It does
 * not wait for the client; where nobody is connected nothing is sent.
 */
final class WebSocketProducer extends DefaultAsyncProducer {

    private final Hub hub;

    WebSocketProducer(WebSocketEndpoint endpoint, Hub hub) {
        super(endpoint);
        this.hub = hub;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        Buffer frame = (Buffer) message.getBody();
        String connectionId = message.getHeader(WebSocketHeaders.CONNECTION_ID, String.class);
        if (connectionId != null) {
            hub.find(connectionId).ifPresent(connection -> connection.send(frame));
        } else {
            hub.ofUser(message.getHeader(WebSocketHeaders.USER_ID, String.class)).forEach(connection -> connection.send(frame));
        }
        callback.done(true);
        return true;
    }
}
