package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One request, read as PROTOCOL 1 says. It is the body of the exchange from the first step of a route on.
 *
 * @param principal who sent it; null for an operation that is open to all
 * @param token     the bearer token; null when there was none
 * @param path      the variables of the path, such as {@code sn}
 * @param query     the query parameters
 * @param bytes     the body; empty when there was none
 */
public record RestRequest(Principal principal, String token, Map<String, String> path,
                          Map<String, List<String>> query, byte[] bytes) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;
    private static final BigInteger LARGEST_NUMBER = BigInteger.valueOf(Long.MAX_VALUE);
    private static final String BEARER = "Bearer ";

    static RestRequest of(Exchange exchange) {
        HttpServerRequest http = exchange.getMessage(HttpMessage.class).getRequest();
        Buffer body = exchange.getMessage().getBody(Buffer.class);
        return new RestRequest(null, bearer(http.getHeader(HttpHeaders.AUTHORIZATION)),
                variables(exchange.getMessage().getHeaders()), parameters(http.uri()),
                body == null ? new byte[0] : body.getBytes());
    }

    RestRequest from(Principal sender) {
        return new RestRequest(sender, token, path, query, bytes);
    }

    /** @throws CodedException 400 when it is not a JSON object */
    Fields fields() {
        return Fields.parse(bytes);
    }

    /** @return null when it is absent or empty */
    String text(String parameter) {
        String value = query.getOrDefault(parameter, List.of("")).get(0);
        if (value.indexOf('\0') >= 0) {
            throw CodedException.invalid(parameter, "must not contain NUL");
        }
        return value.isEmpty() ? null : value;
    }

    /** 1–200, default 50; larger is clamped (PROTOCOL 1). */
    int limit() {
        return count("limit", DEFAULT_LIMIT, LARGEST_LIMIT);
    }

    /** At least 1; larger than {@code most} is clamped. */
    int count(String parameter, int absent, int most) {
        return (int) Math.min(most, number(parameter, absent, 1));
    }

    /** @return the number of a message, or 0 */
    long sequence(String parameter, long absent) {
        return number(parameter, absent, 0);
    }

    /**
     * Whose it is about: the sender's own, unless {@code ?user=} names somebody else.
     *
     * @throws CodedException 403 when the operation is not theirs to do for others (PROTOCOL 3)
     */
    String onBehalfOf(Operation operation) {
        String user = text("user");
        if (user == null || user.equals(principal.id())) {
            return principal.id();
        }
        if (Access.reach(principal, operation) != Reach.ALL) {
            throw new CodedException(ErrorCode.FORBIDDEN, "user: to " + operation.wording() + " of others is not yours to do");
        }
        return Ids.require("user", user);
    }

    /** @return a time in ms since the epoch */
    long time(String parameter, long absent) {
        return number(parameter, absent, 0);
    }

    private long number(String parameter, long absent, long least) {
        String value = text(parameter);
        if (value == null) {
            return absent;
        }
        try {
            BigInteger number = new BigInteger(value);
            if (number.compareTo(BigInteger.valueOf(least)) >= 0) {
                return number.min(LARGEST_NUMBER).longValue();
            }
        } catch (NumberFormatException e) {
            // told below, as for a number that is too small
        }
        throw CodedException.invalid(parameter, "must be a whole number from " + least);
    }

    /** Only the variables of the path become headers besides Camel's own: see {@link RequestHeaders}. */
    private static Map<String, String> variables(Map<String, Object> headers) {
        Map<String, String> variables = new HashMap<>();
        headers.forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel")) {
                variables.put(name, text);
            }
        });
        return variables;
    }

    private static Map<String, List<String>> parameters(String uri) {
        try {
            return new QueryStringDecoder(uri).parameters();
        } catch (IllegalArgumentException e) {
            throw new CodedException(ErrorCode.INVALID, "the query is not well formed");
        }
    }

    private static String bearer(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip() : null;
    }
}
