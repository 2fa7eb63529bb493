package io.campanile.edge.mqtt;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Asks a flow, on the caller's thread as far as the flow goes there, and waits on none. Thread-safe. */
public final class FlowRequests {

    private final CamelContext camel;
    private final Map<String, AsyncProducer> flows = new ConcurrentHashMap<>();

    public FlowRequests(CamelContext camel) {
        this.camel = camel;
    }

    /** @param uri such as {@code direct:call-signal?block=false} @return what its body is in the end; fails as the flow does */
    CompletionStage<Map<String, Object>> ask(String uri, Map<String, Object> body, Map<String, Object> headers) {
        AsyncProducer flow = flows.computeIfAbsent(uri, this::producer);
        Exchange exchange = flow.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        exchange.getMessage().getHeaders().putAll(headers);
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        flow.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                answer.completeExceptionally(exchange.getException());
            } else {
                answer.complete(answered(exchange));
            }
        });
        return answer;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> answered(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    private AsyncProducer producer(String uri) {
        try {
            AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException("no endpoint " + uri, e);
        }
    }
}
