package io.campanile.edge.websocket;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.vertx.websocket.VertxWebsocketConfiguration;
import org.apache.camel.component.vertx.websocket.VertxWebsocketEndpoint;

/** {@code vertx-websocket:/ws}: requests in, pushes out. */
final class WebSocketEndpoint extends VertxWebsocketEndpoint {

    private final Hub hub;

    WebSocketEndpoint(String uri, WebSocketComponent component, VertxWebsocketConfiguration configuration, Hub hub) {
        super(uri, component, configuration);
        this.hub = hub;
    }

    @Override
    public Producer createProducer() {
        return new WebSocketProducer(this, hub);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        WebSocketConsumer consumer = new WebSocketConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }
}
