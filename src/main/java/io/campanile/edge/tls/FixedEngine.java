package io.campanile.edge.tls;

import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

/** Makes a Vert.x server take our context instead of building one of its options. */
final class FixedEngine extends JdkSSLEngineOptions {

    private final SslContext context;

    FixedEngine(SslContext context) {
        this.context = context;
    }

    @Override
    public FixedEngine copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return () -> context;
    }
}
