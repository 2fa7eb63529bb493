package io.campanile.edge.websocket;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Hands a request to what answers its service: a bean, or a route of its own. Never blocks. Thread-safe. */
final class ServiceDispatch extends AsyncProcessorSupport {

    private final CamelContext camel;
    private final Map<String, AsyncProcessor> routes = new ConcurrentHashMap<>();

    ServiceDispatch(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Service service = exchange.getProperty(WebSocketConsumer.SERVICE, Service.class);
        try {
            Request request = exchange.getMessage().getBody(Request.class);
            if (service.answer() == null) {
                return perform(service, new RouteRequest(request.values(), Map.of()), exchange, callback);
            }
            Future<?> answer = service.answer().apply(request);
            if (service.uri() != null) {
                answer.onSuccess(looked -> perform(service, (RouteRequest) looked, exchange, callback)).onFailure(e -> {
                    exchange.setException(e);
                    callback.done(false);
                });
                return false;
            }
            boolean sync = answer.isComplete();
            answer.onComplete(result -> {
                exchange.getMessage().setBody(result.result());
                if (result.failed()) {
                    exchange.setException(result.cause());
                }
                callback.done(sync);
            });
            return sync;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private boolean perform(Service service, RouteRequest request, Exchange exchange, AsyncCallback callback) {
        exchange.getMessage().setBody(request.body());
        exchange.getMessage().getHeaders().putAll(request.headers());
        return routes.computeIfAbsent(service.uri(), this::route).process(exchange, callback);
    }

    private AsyncProducer route(String uri) {
        try {
            AsyncProducer producer = camel.getEndpoint(uri).createAsyncProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException("no endpoint " + uri, e);
        }
    }
}
