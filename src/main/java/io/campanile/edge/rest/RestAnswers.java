package io.campanile.edge.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.flow.Unavailable;
import io.campanile.ops.metrics.RequestMetrics;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Writes what REST answers, good or bad (PROTOCOL 1). Thread-safe. */
public final class RestAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(RestAnswers.class);
    static final int NO_CONTENT = 204;
    private static final long DEFAULT_RETRY_AFTER_MS = 1_000;

    private final ObjectWriter json =
            JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build().writer();
    private final Clock clock;
    private final RequestMetrics metrics;

    public RestAnswers(Clock clock, RequestMetrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Answers with the body of the exchange as JSON; it may carry a token or a secret, so nobody may keep it. */
    Processor success(int status) {
        return exchange -> {
            write(exchange.getMessage(), status, exchange.getMessage().getBody());
            metrics.answered(exchange.getFromRouteId(), latencyNanos(exchange));
            if (isLogin(exchange)) {
                metrics.login(null);
            }
        };
    }

    /** Answers with the stream that is the body of the exchange. */
    Processor stream(String contentType) {
        return exchange -> {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setHeader("Cache-Control", "no-store");
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, contentType);
            metrics.answered(exchange.getFromRouteId(), latencyNanos(exchange));
        };
    }

    /** Answers with what the exchange failed with. */
    void failure(Exchange exchange) throws JsonProcessingException {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        // What a stage of a future failed with comes wrapped
        Exception cause = caught instanceof CompletionException && caught.getCause() instanceof Exception wrapped ? wrapped : caught;
        CodedException error = cause instanceof CodedException coded ? coded : fault(exchange, cause);
        metrics.failed(exchange.getFromRouteId(), latencyNanos(exchange), remote(exchange), error);
        if (isLogin(exchange)) {
            metrics.login(error);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", error.code().number());
        body.put("msg", error.getMessage());
        if (!error.values().isEmpty()) {
            body.put("values", error.values());
        }
        body.put("server_time", clock.millis());
        write(exchange.getMessage(), error.code().number(), body);
        switch (error.code()) {
            case UNAUTHENTICATED -> exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
            case TOO_MANY, UNAVAILABLE -> exchange.getMessage().setHeader("Retry-After", retryAfterSeconds(error));
            default -> {
                // the body says it all
            }
        }
    }

    private static boolean isLogin(Exchange exchange) {
        return SessionRoutes.SIGN_IN.equals(exchange.getFromRouteId());
    }

    private static long latencyNanos(Exchange exchange) {
        return TimeUnit.MILLISECONDS.toNanos(exchange.getClock().elapsed());
    }

    private static String remote(Exchange exchange) {
        return exchange.getMessage() instanceof HttpMessage http ? http.getRequest().remoteAddress().host() : "unknown";
    }

    private void write(Message message, int status, Object body) throws JsonProcessingException {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader("Cache-Control", "no-store");
        if (status == NO_CONTENT) {
            message.setBody(null);
            return;
        }
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(ByteBuffer.wrap(json.writeValueAsBytes(body)));
    }

    private static CodedException fault(Exchange exchange, Exception cause) {
        if (Unavailable.is(cause)) {
            return new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        }
        LOG.error("{} failed", exchange.getFromRouteId(), cause);
        return new CodedException(ErrorCode.INTERNAL, "an error on our side; the log has the details");
    }

    private static long retryAfterSeconds(CodedException error) {
        Object ms = error.values().getOrDefault("retry_after_ms", DEFAULT_RETRY_AFTER_MS);
        return Math.max(1, (((Number) ms).longValue() + 999) / 1_000);
    }
}
