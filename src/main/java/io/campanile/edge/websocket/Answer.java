package io.campanile.edge.websocket;

/**
 * What a service answers when something has to follow the answer.
 *
 * @param values     the response's {@code values}
 * @param afterwards runs on the connection's event loop once the answer is queued; a request without an id gets none, but
 *                   this runs all the same
 */
record Answer(Object values, Runnable afterwards) {
}
