package io.campanile.edge.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /asyncapi.yaml}: WebSocket and MQTT as clients see them, in AsyncAPI 3.0 (PROTOCOL 2). */
final class AsyncApi {

    private static final String DOCUMENT = "/api/asyncapi.yaml";
    /** It changes with a release only, but nobody should have to wait long for that. */
    private static final String CACHING = "public, max-age=300";

    private AsyncApi() {
    }

    static void addTo(Router router) {
        Buffer document = document();
        router.route("/asyncapi.yaml").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(request -> {
            HttpServerResponse response = request.response()
                    // RFC 9512
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                    .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(document.length()))
                    .putHeader(HttpHeaders.CACHE_CONTROL, CACHING);
            if (request.request().method() == HttpMethod.HEAD) {
                // Vert.x leaves the body out over HTTP/1.1, but not over HTTP/2
                response.end();
            } else {
                response.end(document);
            }
        });
    }

    private static Buffer document() {
        try (InputStream in = AsyncApi.class.getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IllegalStateException(DOCUMENT + " is not on the class path");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
