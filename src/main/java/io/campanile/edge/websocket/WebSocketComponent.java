package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.vertx.core.Vertx;
import java.util.function.BiConsumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketComponent;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConsumer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpoint;

/**
 * camel-vertx-websocket on a server that is not its own: a consumer gets the requests of the sockets that
 * {@link WebSocketEdge} holds, in their order and without a thread each; a producer sends to one peer without a look at
 * the others. Stopping the route leaves the sockets open. To be bound as {@code vertx-websocket}. Thread-safe.
 */
public final class WebSocketComponent extends VertxWebsocketComponent implements RequestHandler {

    private static final CodedException NO_ROUTE = new CodedException(ErrorCode.UNAVAILABLE, "not taking requests at the moment");

    private final Hub hub;
    private volatile WebSocketConsumer consumer;

    public WebSocketComponent(Vertx vertx, Hub hub) {
        this.hub = hub;
        setVertx(vertx);
    }

    @Override
    protected VertxWebsocketEndpoint createEndpointInstance(String uri, VertxWebsocketConfiguration configuration) {
        return new WebSocketEndpoint(uri, this, configuration, hub);
    }

    /** @throws IllegalStateException when another route has the requests already */
    @Override
    public void connectConsumer(VertxWebsocketConsumer newConsumer) {
        if (consumer != null) {
            throw new IllegalStateException("only one route can take the requests of /ws");
        }
        consumer = (WebSocketConsumer) newConsumer;
    }

    @Override
    public void disconnectConsumer(VertxWebsocketConsumer oldConsumer) {
        consumer = null;
    }

    @Override
    public void handle(Request request, Service service, BiConsumer<Object, Throwable> done) {
        WebSocketConsumer current = consumer;
        if (current == null) {
            done.accept(null, NO_ROUTE);
        } else {
            current.handle(request, service, done);
        }
    }
}
