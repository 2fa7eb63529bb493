package io.campanile.flow.notification;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;

/**
 * The addresses of a vendor, of which each attempt takes the next one that works (CAPABILITIES 4.08, 4.23): round robin, and
 * after so many failures in a row an address is left alone for a while, by a circuit breaker of its own. Thread-safe; never
 * blocks.
 */
public final class VendorEndpoints {

    private static final Duration LEFT_ALONE = Duration.ofSeconds(10);
    private static final String CHOSEN = "vendorEndpoint";
    /** The exchange property with the address. */
    private static final String URL = "vendorUrl";

    private final List<CircuitBreaker> endpoints = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /**
     * @param urls      each of them the name of its breaker
     * @param threshold failures in a row that open it
     */
    public VendorEndpoints(List<String> urls, int threshold) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(threshold)
                .minimumNumberOfCalls(threshold)
                .failureRateThreshold(100)
                .waitDurationInOpenState(LEFT_ALONE)
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
        urls.forEach(url -> endpoints.add(CircuitBreaker.of(url, config)));
    }

    /**
     * Chooses where the attempt goes: the exchange property {@code vendorUrl}.
     *
     * @throws CodedException 503 when every address has failed just now
     */
    public void choose(Exchange exchange) {
        // Whatever becomes of this choice, what an earlier attempt chose has been told of
        exchange.removeProperty(CHOSEN);
        int first = next.getAndIncrement();
        for (int i = 0; i < endpoints.size(); i++) {
            CircuitBreaker endpoint = endpoints.get(Math.floorMod(first + i, endpoints.size()));
            if (endpoint.tryAcquirePermission()) {
                exchange.setProperty(CHOSEN, endpoint);
                exchange.setProperty(URL, endpoint.getName());
                return;
            }
        }
        throw new CodedException(ErrorCode.UNAVAILABLE, endpoints.isEmpty() ? "no address of the vendor is set"
                : "every address of the vendor has failed just now and is left alone for a while");
    }

    /** The attempt went well. */
    public void worked(Exchange exchange) {
        CircuitBreaker endpoint = exchange.getProperty(CHOSEN, CircuitBreaker.class);
        endpoint.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    /**
     * The attempt failed.
     *
     * @throws Exception what it failed with, again: whoever tries it must know
     */
    public void failed(Exchange exchange) throws Exception {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        CircuitBreaker endpoint = exchange.getProperty(CHOSEN, CircuitBreaker.class);
        if (endpoint != null) {
            endpoint.onError(0, TimeUnit.NANOSECONDS, cause);
        }
        throw cause;
    }
}
