package io.campanile.store.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an external issuer (RFC 7517), always at hand: a thread of its own fetches them, so that who asks
 * never waits. An unknown key is looked for at once, but not more often than the issuer bears; while the issuer is away
 * the keys it had stay good. Thread-safe.
 */
public final class IssuerKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final int TIMEOUT_MS = 2_000;
    private static final int LARGEST_SET = 512 * 1_024;
    private static final long FRESH_MS = TimeUnit.MINUTES.toMillis(5);
    private static final long BETWEEN_FETCHES_MS = TimeUnit.SECONDS.toMillis(30);
    private static final long OUTAGE_MS = TimeUnit.HOURS.toMillis(24);
    private static final long LOOK_EVERY_S = 60;
    /** RFC 7518 section 3.3. */
    private static final int SHORTEST_RSA_KEY = 2_048;

    private record Name(String keyId, JWSAlgorithm algorithm) {
    }

    private final String url;
    private final JWKSource<SecurityContext> source;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread fetcher = new Thread(task, "issuer-keys");
        fetcher.setDaemon(true);
        return fetcher;
    });
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<Name, JWSVerifier> verifiers = Map.of();

    private IssuerKeys(URL url) {
        this.url = url.toString();
        this.source = JWKSourceBuilder.create(url, new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, LARGEST_SET))
                .cache(FRESH_MS, 2 * TIMEOUT_MS)
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_FETCHES_MS)
                .retrying(true)
                .outageTolerant(OUTAGE_MS)
                .build();
    }

    /** Waits for the first fetch, a few seconds at most; where it fails, keys come later. */
    public static IssuerKeys at(URL url) {
        IssuerKeys keys = new IssuerKeys(url);
        keys.fetch(new JWKMatcher.Builder().build());
        keys.thread.scheduleWithFixedDelay(() -> keys.fetch(new JWKMatcher.Builder().build()), LOOK_EVERY_S, LOOK_EVERY_S, TimeUnit.SECONDS);
        return keys;
    }

    /** @return what checks such a signature; empty when the issuer has no such key, as far as is known now */
    Optional<JWSVerifier> verifier(JWSHeader header) {
        JWSVerifier verifier = verifiers.get(new Name(header.getKeyID(), header.getAlgorithm()));
        if (verifier == null && looking.compareAndSet(false, true)) {
            thread.execute(() -> {
                fetch(JWKMatcher.forJWSHeader(header));
                looking.set(false);
            });
        }
        return Optional.ofNullable(verifier);
    }

    /** On a thread that may wait. A key that is missing makes the source look again, within its limits. */
    private void fetch(JWKMatcher missing) {
        try {
            source.get(new JWKSelector(missing), null);
            Map<Name, JWSVerifier> fetched = new HashMap<>();
            for (JWK key : source.get(new JWKSelector(new JWKMatcher.Builder().build()), null)) {
                add(key, fetched);
            }
            verifiers = Map.copyOf(fetched);
        } catch (RateLimitReachedException e) {
            LOG.debug("the keys at {} were fetched a moment ago", url);
        } catch (JOSEException | RuntimeException e) {
            LOG.warn("the keys at {} cannot be fetched: {}", url, e.getMessage());
        }
    }

    private static void add(JWK key, Map<Name, JWSVerifier> verifiers) throws JOSEException {
        if (key.getKeyUse() != null && key.getKeyUse() != KeyUse.SIGNATURE) {
            return;
        }
        if (key instanceof RSAKey rsa && rsa.size() >= SHORTEST_RSA_KEY && isFor(key, JWSAlgorithm.RS256)) {
            verifiers.put(new Name(key.getKeyID(), JWSAlgorithm.RS256), new RSASSAVerifier(rsa.toRSAPublicKey()));
        } else if (key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve()) && isFor(key, JWSAlgorithm.ES256)) {
            verifiers.put(new Name(key.getKeyID(), JWSAlgorithm.ES256), new ECDSAVerifier(ec.toECPublicKey()));
        }
    }

    private static boolean isFor(JWK key, JWSAlgorithm algorithm) {
        return key.getKeyID() != null && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
