package io.campanile.edge.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What every answer tells a browser it may not do (OWASP Secure Headers). */
final class SecurityHeaders {

    /** Vue compiles the templates it finds in the page, which needs {@code unsafe-eval}; nothing else is let through. */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; "
            + "form-action 'self'; frame-ancestors 'none'";

    private SecurityHeaders() {
    }

    static void addTo(Router router) {
        router.route().handler(SecurityHeaders::set);
    }

    private static void set(RoutingContext request) {
        MultiMap headers = request.response().headers();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        request.next();
    }
}
