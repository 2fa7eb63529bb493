package io.campanile.ops.reload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.direct.DirectProducer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.StringHelper;

/**
 * camel-direct whose routes can be swapped under load. With the stock one senders find nobody for as long as a swap takes,
 * and a route under load never comes to rest, so Camel ends it by force after {@code camel.main.shutdownTimeout}. Here
 * senders wait at a {@link Gate}, at the start too, until the flows are there. Bound under the component's own name, {@code direct}.
 */
@Component("direct") // names the generated configurer of the stock endpoint
public final class GatedDirectComponent extends DirectComponent {

    private final Map<String, Gate> gates = new HashMap<>();
    private boolean open;

    /** @param uri of the route's consumer, such as {@code direct:device-report}, with or without parameters */
    synchronized Gate gate(String uri) {
        return gates.computeIfAbsent(key(uri), unused -> new Gate(!open));
    }

    /** All flows are there: until now whoever sent to one of them waited. */
    void open() {
        List<Gate> closed;
        synchronized (this) {
            open = true;
            closed = List.copyOf(gates.values());
        }
        closed.forEach(Gate::open);
    }

    private static String key(String uri) {
        return StringHelper.before(uri, "?", uri).replace("://", ":");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GatedEndpoint endpoint = new GatedEndpoint(uri, this);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public void addConsumer(String key, DirectConsumer consumer) {
        super.addConsumer(key, consumer);
        gate(key).lead(consumer);
    }

    @Override
    public void removeConsumer(String key, DirectConsumer consumer) {
        gate(key).leadNoMore(consumer);
        super.removeConsumer(key, consumer);
    }

    private static final class GatedEndpoint extends DirectEndpoint {

        private final Gate gate;
        private final String key;

        GatedEndpoint(String uri, GatedDirectComponent component) {
            super(uri, component);
            key = StringHelper.before(uri, "?", uri);
            gate = component.gate(key);
        }

        @Override
        public Producer createProducer() {
            return new GatedProducer(this, key, gate);
        }
    }

    private static final class GatedProducer extends DirectProducer {

        private final Gate gate;
        private final BiPredicate<Exchange, AsyncCallback> way = this::send;

        GatedProducer(DirectEndpoint endpoint, String key, Gate gate) {
            super(endpoint, key);
            this.gate = gate;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return gate.pass(exchange, callback, way);
        }

        @Override
        public void process(Exchange exchange) {
            PluginHelper.getAsyncProcessorAwaitManager(exchange.getContext()).process(this, exchange);
        }

        /** Not by what the stock producer remembers: of two threads the second may still be given the consumer of before. */
        private boolean send(Exchange exchange, AsyncCallback callback) {
            DirectConsumer consumer = gate.consumer();
            return consumer == null ? super.process(exchange, callback) : consumer.getAsyncProcessor().process(exchange, callback);
        }
    }
}
