package io.campanile.edge.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Which pages may use the REST API (CAPABILITIES 2.08, 3.23): our own, and those of {@code http.allowed-origins}. Where
 * that names any, a request of another page is answered 403. Nobody is known by a cookie here, so there are no credentials.
 */
final class CrossOrigin {

    private static final int PREFLIGHT_SECONDS = 600;

    private final CorsHandler cors;

    private CrossOrigin(List<String> origins) {
        cors = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE))
                .allowedHeaders(Set.of("Authorization", "Content-Type"))
                .exposedHeaders(Set.of("Retry-After"))
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    static void addTo(Router router, List<String> origins) {
        // Without any, browsers keep other pages' hands off by themselves
        if (!origins.isEmpty()) {
            router.route("/api/*").handler(new CrossOrigin(origins)::check);
        }
    }

    private void check(RoutingContext request) {
        if (ownPage(request.request())) {
            request.next();
        } else {
            cors.handle(request);
        }
    }

    private static boolean ownPage(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        try {
            return origin != null && request.authority() != null
                    && request.authority().toString().equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
