package io.campanile.edge.tls;

import io.campanile.settings.SettingException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a port, renewed without a restart (PROTOCOL 2). Its files are read again and compared every
 * {@code tls.reload}: a watch on a directory misses the swapped symbolic links of Kubernetes and Certbot. New connections
 * see the new certificate, old ones live on. Files that are no good change nothing: one WARN, and they are tried until they are.
 */
public final class Tls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

    private final Vertx vertx;
    private final TlsSettings settings;
    private final PemContext contexts;
    private final RenewedSslContext context;
    private volatile PemFiles inForce;
    private String complaint;
    private volatile long timer;
    private volatile boolean closed;

    /**
     * Reads the files, and looks at them from then on.
     *
     * @throws SettingException when they are no good: one line that names the property
     */
    public Tls(Vertx vertx, TlsSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.contexts = new PemContext(settings, vertx, clock);
        this.inForce = PemFiles.read(settings);
        this.context = new RenewedSslContext(contexts.of(inForce));
        lookLater();
    }

    /** Makes a server speak TLS with it: 1.2 and 1.3, client certificates optional where {@code client-ca} is set. */
    public void secure(NetServerOptions server) {
        server.setSsl(true)
                .setSslEngineOptions(new FixedEngine(context))
                // Never used, but Vert.x does not start TLS without
                .setKeyCertOptions(new PemKeyCertOptions().setKeyValue(Buffer.buffer(inForce.key())).setCertValue(Buffer.buffer(inForce.certificate())));
    }

    /** Looks no more; what was secured stays so. */
    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
    }

    private void lookLater() {
        if (!closed) {
            timer = vertx.setTimer(settings.reload().toMillis(), id -> vertx.executeBlocking(this::look).onComplete(done -> lookLater()));
        }
    }

    private Void look() {
        try {
            PemFiles found = PemFiles.read(settings);
            if (!found.equals(inForce)) {
                context.renew(contexts.of(found));
                inForce = found;
                LOG.info("{}.tls: the certificate is renewed, good until {}", settings.port(), contexts.goodUntil(found).toInstant());
            }
            complaint = null;
        } catch (SettingException e) {
            if (!e.getMessage().equals(complaint)) {
                complaint = e.getMessage();
                LOG.warn("{}; until then the certificate from before stays in force", complaint);
            }
        }
        return null;
    }
}
