package io.campanile.edge.websocket;

import org.apache.camel.builder.RouteBuilder;

/** The requests of all WebSocket connections (PROTOCOL 5). */
public final class WebSocketRoutes extends RouteBuilder {

    @Override
    public void configure() {
        // A failure is an answer to the client: nothing to retry, no dead letter
        errorHandler(noErrorHandler());
        from("vertx-websocket:/ws").routeId("websocket-request")
                .description("Answer a request by its service")
                .process(new ServiceDispatch(getContext())).id("websocket-request-dispatch");
    }
}
