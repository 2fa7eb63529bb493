package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.edge.http.EdgeServer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a client said when it asked for the upgrade (PROTOCOL 5).
 *
 * @param named      whether it named its installation, and so can come back as the same
 * @param token      from the {@code Authorization} header or the subprotocol; null when it sent none
 * @param ticket     {@code ?ticket=}; null when it sent none
 * @param attributes the query's {@code attr.x}, without the prefix
 */
record Handshake(String address, String clientId, boolean named, String token, String ticket, Map<String, String> attributes) {

    private static final String BEARER = "Bearer ";
    private static final String BEARER_SUBPROTOCOL = "bearer.";
    private static final String ATTRIBUTE = "attr.";

    /**
     * @param generatedId the {@code client_id} of a client that names none
     * @throws CodedException 400 for an ill-formed {@code client_id} or query
     */
    static Handshake read(HttpServerRequest request, String generatedId) {
        MultiMap parameters = parameters(request);
        String clientId = parameters.get("client_id");
        Map<String, String> attributes = new HashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), value);
            }
        });
        return new Handshake(request.remoteAddress().hostAddress(),
                clientId == null ? generatedId : Ids.require("client_id", clientId), clientId != null, token(request.headers()),
                parameters.get("ticket"), Map.copyOf(attributes));
    }

    private static MultiMap parameters(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            throw new CodedException(ErrorCode.INVALID, "the query is not well formed");
        }
    }

    /** Whether a page of that origin may connect; a client that is no browser sends none. */
    static boolean originAllowed(HttpServerRequest request, Set<String> allowed) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || allowed.contains("*") || allowed.contains(origin)) {
            return true;
        }
        return allowed.isEmpty() && sameOrigin(origin, request.getHeader(HttpHeaders.HOST));
    }

    private static boolean sameOrigin(String origin, String host) {
        try {
            return URI.create(origin).getRawAuthority() != null && URI.create(origin).getRawAuthority().equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String token(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).trim();
        }
        String offered = headers.get("Sec-WebSocket-Protocol");
        if (offered != null && offered.contains(EdgeServer.SUBPROTOCOL)) {
            for (String protocol : offered.split(",")) {
                if (protocol.trim().startsWith(BEARER_SUBPROTOCOL)) {
                    return protocol.trim().substring(BEARER_SUBPROTOCOL.length());
                }
            }
        }
        return null;
    }
}
