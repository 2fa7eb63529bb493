package io.campanile.edge.mqtt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;

/**
 * camel-paho-mqtt5 with consumers that lose nothing. The stock consumer connects before its callback is set, so what a
 * durable session held back in the meantime is gone; it gives up when the broker is not there yet; and it cannot
 * acknowledge what is finished after the route was stopped. Bound under the component's own name, {@code paho-mqtt5}.
 */
@Component("paho-mqtt5") // names the generated configurer of the stock endpoint
public class DurableMqttComponent extends PahoMqtt5Component {

    private final Map<String, String> subscriptions = new ConcurrentHashMap<>();

    public DurableMqttComponent(CamelContext context, PahoMqtt5Configuration configuration) {
        super(context);
        setConfiguration(configuration);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        DurableMqttEndpoint endpoint = new DurableMqttEndpoint(uri, remaining, this, getConfiguration().copy());
        setProperties(endpoint, parameters);
        if (!endpoint.getConfiguration().isCleanStart()) {
            subscriptions.put(endpoint.getConfiguration().getClientId(), remaining);
        }
        return endpoint;
    }

    /** The durable subscriptions that the routes need, ClientId to topic filter, whichever node holds them. */
    public Map<String, String> subscriptions() {
        return Map.copyOf(subscriptions);
    }

    /** The endpoint whose consumers are durable. */
    static final class DurableMqttEndpoint extends PahoMqtt5Endpoint {

        DurableMqttEndpoint(String uri, String topic, DurableMqttComponent component, PahoMqtt5Configuration configuration) {
            super(uri, topic, component, configuration);
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            DurableMqttConsumer consumer = new DurableMqttConsumer(this, processor);
            configureConsumer(consumer);
            return consumer;
        }

        MqttConnectionOptions connectionOptions() {
            return createMqttConnectionOptions();
        }
    }
}
