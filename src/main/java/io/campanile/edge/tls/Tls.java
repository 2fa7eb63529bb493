package io.campanile.edge.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Clock;

/** Makes Vert.x servers speak TLS with a {@link RenewedCertificate}: new connections see a new one, old ones live on. */
public final class Tls implements AutoCloseable {

    private final Vertx vertx;
    private final TlsSettings settings;
    private final RenewedCertificate certificate;
    private volatile long timer;
    private volatile boolean closed;

    /**
     * Reads the files, and looks at them from then on.
     *
     * @throws io.campanile.settings.SettingException when they are no good: one line that names the property
     */
    public Tls(Vertx vertx, TlsSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.certificate = new RenewedCertificate(settings, clock);
        lookLater();
    }

    /** Makes a server speak TLS with it: 1.2 and 1.3, client certificates optional where {@code client-ca} is set. */
    public void secure(NetServerOptions server) {
        PemFiles files = certificate.files();
        server.setSsl(true)
                .setSslEngineOptions(new FixedEngine(new RenewedSslContext(certificate)))
                // Never used, but Vert.x does not start TLS without
                .setKeyCertOptions(new PemKeyCertOptions().setKeyValue(Buffer.buffer(files.key())).setCertValue(Buffer.buffer(files.certificate())));
    }

    /** Looks no more; what was secured stays so. */
    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void lookLater() {
        if (!closed) {
            timer = vertx.setTimer(settings.reload().toMillis(), id -> vertx.executeBlocking(() -> {
                certificate.look();
                return null;
            }).onComplete(done -> lookLater()));
        }
    }
}
