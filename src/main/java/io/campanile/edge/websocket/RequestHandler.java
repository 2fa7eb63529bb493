package io.campanile.edge.websocket;

import java.util.function.BiConsumer;

/** What answers admitted requests: the Camel route, while it runs. */
@FunctionalInterface
interface RequestHandler {

    /**
     * Answers a request without blocking.
     *
     * @param done called once, on any thread, with what the service answers or with what went wrong
     */
    void handle(Request request, Service service, BiConsumer<Object, Throwable> done);
}
