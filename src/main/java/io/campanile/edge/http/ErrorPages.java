package io.campanile.edge.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** What is said where no route answers: {@code {"code","msg","server_time"}} below {@code /api} (PROTOCOL 1), else plain text. */
final class ErrorPages {

    private static final Map<Integer, String> TEXTS = Map.of(
            400, "the request is malformed",
            404, "no such path",
            405, "this path does not take this method",
            406, "no answer in a media type that is accepted",
            413, "the body is too large",
            415, "this path does not take this media type",
            500, "an error on our side",
            503, "unavailable, try again");

    private ErrorPages() {
    }

    static void addTo(Router router) {
        TEXTS.forEach((status, text) -> router.errorHandler(status, request -> answer(request, status, text)));
    }

    private static void answer(RoutingContext request, int status, String text) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (request.normalizedPath().startsWith("/api")) {
            JsonObject body = new JsonObject().put("code", status).put("msg", text).put("server_time", System.currentTimeMillis());
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(body.toBuffer());
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(text);
        }
    }
}
