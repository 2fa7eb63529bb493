package io.campanile.edge.mqtt;

import io.campanile.edge.mqtt.DurableMqttComponent.DurableMqttEndpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes with a {@link DurableMqttClient} of its own and acknowledges a message to the broker only when its exchange
 * has succeeded. What fails stays with the broker and comes again after the next connect. The exchange is made by
 * Camel's worker rules: asynchronously, in the order of arrival, at most {@code receiveMaximum} unacknowledged.
 */
final class DurableMqttConsumer extends PahoMqtt5Consumer {

    /** The exchange property with what an MQTT 5 client sent besides: {@code MqttProperties}. */
    static final String PROPERTIES = "mqttProperties";

    private static final Logger LOG = LoggerFactory.getLogger(DurableMqttConsumer.class);

    private DurableMqttClient client;

    DurableMqttConsumer(DurableMqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
        DurableMqttEndpoint endpoint = (DurableMqttEndpoint) getEndpoint();
        PahoMqtt5Configuration configuration = endpoint.getConfiguration();
        client = new DurableMqttClient(configuration.getBrokerUrl(), configuration.getClientId(), new MemoryPersistence(),
                endpoint.connectionOptions(), endpoint.getTopic(), configuration.getQos());
        client.setManualAcks(true);
        setClient(client);
        super.doStart();
    }

    @Override
    public Exchange createExchange(MqttMessage message, String topic) {
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(message.getPayload());
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        exchange.setProperty(PROPERTIES, message.getProperties());
        DurableMqttClient from = client;
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                acknowledge(from, message);
            }

            @Override
            public void onFailure(Exchange failed) {
                LOG.warn("A message on {} was not taken and stays with the broker: {}", topic, String.valueOf(failed.getException()));
            }
        });
        return exchange;
    }

    /** A connection that is gone takes its acknowledgements with it: the broker sends again, and a repeat is harmless. */
    private static void acknowledge(DurableMqttClient client, MqttMessage message) {
        try {
            client.messageArrivedComplete(message.getId(), message.getQos());
        } catch (MqttException e) {
            LOG.debug("Not acknowledged: the connection has gone", e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (client != null) {
            client.end();
            client = null;
        }
    }
}
