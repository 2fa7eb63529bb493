package io.campanile.edge.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;

/**
 * Answers 503 to whatever still comes while the routes finish what is in flight: one that has stopped already would make
 * its path look unknown. {@code /health} goes on. Thread-safe.
 */
public final class ClosingTime implements Handler<RoutingContext> {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final Clock clock;
    private volatile boolean here;

    public ClosingTime(Clock clock) {
        this.clock = clock;
    }

    /** Before whatever else the router has. */
    public void addTo(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this);
    }

    /** From now on nothing new is taken. */
    public void begin() {
        here = true;
    }

    @Override
    public void handle(RoutingContext request) {
        if (!here || request.normalizedPath().equals("/health")) {
            request.next();
            return;
        }
        JsonObject body = new JsonObject().put("code", 503).put("msg", "this node is shutting down").put("server_time", clock.millis());
        request.response().setStatusCode(503)
                .putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(body.toBuffer());
    }
}
