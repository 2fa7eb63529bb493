package io.campanile.edge.http;

import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * Tells Camel's platform-http consumers which router is theirs. The stock engine looks for the single server in the
 * registry, and would find the management server or fall back to port 8080.
 */
final class EdgeHttpEngine extends VertxPlatformHttpEngine {

    private final EdgeServer server;

    EdgeHttpEngine(EdgeServer server) {
        this.server = server;
    }

    @Override
    public int getServerPort() {
        return server.port();
    }
}
