package io.campanile.edge.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** {@code GET /health}: whether a load balancer may send clients here (PROTOCOL 11). */
public final class HealthEndpoint {

    private final BooleanSupplier up;

    /** @param up asked on an event loop at every request: must not block */
    public HealthEndpoint(BooleanSupplier up) {
        this.up = up;
    }

    void addTo(Router router) {
        // Load balancers ask with HEAD
        router.route("/health").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
    }

    private void answer(RoutingContext request) {
        boolean isUp = up.getAsBoolean();
        request.response()
                .setStatusCode(isUp ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(isUp ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}");
    }
}
