package io.campanile.edge.tls;

import io.campanile.settings.SettingException;
import io.netty.handler.ssl.SslContext;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a port, renewed without a restart (PROTOCOL 2). Its files are read again and compared whenever it is
 * told to {@link #look}: a watch on a directory misses the swapped symbolic links of Kubernetes and Certbot. Files that are
 * no good change nothing: one WARN, and they are tried until they are. {@link #get} is thread-safe, {@link #look} is for one
 * thread at a time.
 */
public final class RenewedCertificate implements Supplier<SslContext> {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedCertificate.class);

    private final TlsSettings settings;
    private final PemContext contexts;
    private volatile PemFiles inForce;
    private volatile SslContext current;
    private String complaint;

    /** @throws SettingException when the files are no good: one line that names the property */
    public RenewedCertificate(TlsSettings settings, Clock clock) {
        this.settings = settings;
        this.contexts = new PemContext(settings, clock);
        this.inForce = PemFiles.read(settings);
        this.current = contexts.of(inForce);
    }

    /** For connections that begin now. */
    @Override
    public SslContext get() {
        return current;
    }

    /** What the context in force was made of. */
    PemFiles files() {
        return inForce;
    }

    /** Takes changed files up; to be called every {@code tls.reload}. Reads files. */
    public void look() {
        try {
            PemFiles found = PemFiles.read(settings);
            if (!found.equals(inForce)) {
                current = contexts.of(found);
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
    }
}
