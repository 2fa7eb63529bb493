package io.campanile.edge.websocket;

import java.util.Map;

/** What a route is given that answers a service, where that is not simply the request's values. */
record RouteRequest(Object body, Map<String, Object> headers) {
}
