package io.campanile.edge.rest;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

import java.util.Locale;
import java.util.Set;

/**
 * Lets nothing that a client names become a header of the exchange, be it an HTTP header or a query parameter:
 * headers steer Camel's components. Operations read what they need from the {@link RestRequest}.
 */
final class RequestHeaders implements HeaderFilterStrategy {

    private static final Set<String> ANSWERED = Set.of("cache-control", "retry-after", "www-authenticate");

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return true;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !ANSWERED.contains(name.toLowerCase(Locale.ROOT));
    }
}
