package io.campanile.edge.websocket;

import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConsumer;

/** One exchange a request, processed on the connection's event loop; what its body is in the end is the answer. */
final class WebSocketConsumer extends VertxWebsocketConsumer implements RequestHandler {

    /** The exchange property with the {@link Service} that was asked for. */
    static final String SERVICE = "webSocketService";

    WebSocketConsumer(WebSocketEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public void handle(Request request, Service service, BiConsumer<Object, Throwable> done) {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(request);
        exchange.getMessage().setHeader(WebSocketHeaders.CONNECTION_ID, request.connection().id());
        exchange.getMessage().setHeader(WebSocketHeaders.SERVICE, request.service());
        exchange.setProperty(SERVICE, service);
        getAsyncProcessor().process(exchange, doneSync -> {
            Object answer = exchange.getMessage().getBody();
            Throwable failure = exchange.getException();
            releaseExchange(exchange, false);
            done.accept(answer, failure);
        });
    }
}
