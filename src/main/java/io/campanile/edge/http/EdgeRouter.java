package io.campanile.edge.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Our router as Camel's platform-http consumers look for it; their bodies are bounded and never become files. */
final class EdgeRouter extends VertxPlatformHttpRouter {

    private final long maxBody;

    EdgeRouter(Vertx vertx, Router router, String name, long maxBody) {
        // The server is ours to start and stop, so Camel gets none
        super(null, vertx, router, name);
        this.maxBody = maxBody;
    }

    @Override
    public Handler<RoutingContext> bodyHandler() {
        BodyHandler body = BodyHandler.create(false).setBodyLimit(maxBody);
        return exchange -> {
            // Camel pauses the request until its body is asked for
            exchange.request().resume();
            body.handle(exchange);
        };
    }
}
