package io.campanile.edge.http;

import io.campanile.domain.CodedException;
import io.campanile.ops.overload.Admission;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Stands before the API and {@code /ws}: what is not let in costs no more than its refusal, 503 with {@code Retry-After}.
 * Health is asked before it, and the console's pages say themselves what they get.
 */
public final class AdmissionHandler implements Handler<RoutingContext> {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.DELETE);
    /** Signing in makes nothing durable, and who frees the disk may have to. */
    private static final Set<String> SIGNING_IN = Set.of("/api/v1/sessions", "/api/v1/sessions/refresh", "/api/v1/tickets");

    private final Admission admission;

    private AdmissionHandler(Admission admission) {
        this.admission = admission;
    }

    /** To be called before the paths that it stands before are added. */
    public static void addTo(Router router, Admission admission) {
        router.route().handler(new AdmissionHandler(admission));
    }

    @Override
    public void handle(RoutingContext request) {
        String path = request.normalizedPath();
        try {
            if (path.equals("/ws")) {
                admission.connection();
            } else if (path.startsWith("/api/")) {
                admission.request();
                if (!READING.contains(request.request().method()) && !SIGNING_IN.contains(path)) {
                    admission.upload();
                }
            }
        } catch (CodedException e) {
            refuse(request, e);
            return;
        }
        request.next();
    }

    private static void refuse(RoutingContext request, CodedException e) {
        long seconds = ((Number) e.values().get("retry_after_ms")).longValue() / 1_000;
        JsonObject body = new JsonObject().put("code", e.code().number()).put("msg", e.getMessage())
                .put("server_time", System.currentTimeMillis());
        request.response().setStatusCode(e.code().number())
                .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, seconds)))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
    }
}
