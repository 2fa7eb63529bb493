package io.campanile.edge.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;

/** What is said where no route answers: {@code {"code","msg","server_time"}} below {@code /api} (PROTOCOL 1), else plain text. */
final class ErrorPages {

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final Map<Integer, String> TEXTS = Map.of(
            400, "the request is malformed",
            403, "pages of this origin may not",
            404, "no such path",
            METHOD_NOT_ALLOWED, "this path does not take this method",
            406, "no answer in a media type that is accepted",
            413, "the body is too large",
            415, "this path does not take this media type",
            500, "an error on our side",
            503, "unavailable, try again");

    private final Router router;
    private final Clock clock;

    private ErrorPages(Router router, Clock clock) {
        this.router = router;
        this.clock = clock;
    }

    static void addTo(Router router, Clock clock) {
        ErrorPages pages = new ErrorPages(router, clock);
        TEXTS.forEach((status, text) -> router.errorHandler(status, request -> pages.answer(request, status, text)));
    }

    private void answer(RoutingContext request, int status, String text) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (status == METHOD_NOT_ALLOWED) {
            response.putHeader(HttpHeaders.ALLOW, AllowedMethods.of(router, request.normalizedPath()));
        }
        if (request.normalizedPath().startsWith("/api")) {
            JsonObject body = new JsonObject().put("code", status).put("msg", text).put("server_time", clock.millis());
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(text);
        }
    }
}
