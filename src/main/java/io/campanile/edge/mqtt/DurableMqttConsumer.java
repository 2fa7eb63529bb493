package io.campanile.edge.mqtt;

import io.campanile.edge.mqtt.DurableMqttComponent.DurableMqttEndpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.apache.camel.support.AsyncProcessorSupport;
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
    private static final Duration FINISH_PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_NS = 2_000_000;

    private static final AsyncProcessor LEFT_TO_THE_BROKER = new AsyncProcessorSupport() {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            callback.done(true);
            return true;
        }
    };

    /** Taken and not finished yet. */
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean ending;
    /** Whether the message in hand is not for us any more; of the one thread that delivers. */
    private boolean left;
    private DurableMqttClient client;

    DurableMqttConsumer(DurableMqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    /** Once the end has begun, what still arrives is left to the broker, which keeps it for the next to subscribe. */
    @Override
    public AsyncProcessor getAsyncProcessor() {
        return left ? LEFT_TO_THE_BROKER : super.getAsyncProcessor();
    }

    @Override
    protected void doStart() throws Exception {
        DurableMqttEndpoint endpoint = (DurableMqttEndpoint) getEndpoint();
        PahoMqtt5Configuration configuration = endpoint.getConfiguration();
        client = new DurableMqttClient(configuration.getBrokerUrl(), configuration.getClientId(), new MemoryPersistence(),
                endpoint.connectionOptions(), endpoint.getTopic(), configuration.getQos());
        client.setManualAcks(true);
        ending = false;
        setClient(client);
        super.doStart();
    }

    @Override
    public Exchange createExchange(MqttMessage message, String topic) {
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(message.getPayload());
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        exchange.setProperty(PROPERTIES, message.getProperties());
        // Counted before the look: doStop() looks at the count after it has begun to end
        underWay.incrementAndGet();
        left = ending;
        if (left) {
            underWay.decrementAndGet();
            return exchange;
        }
        DurableMqttClient from = client;
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                acknowledge(from, message);
                underWay.decrementAndGet();
            }

            @Override
            public void onFailure(Exchange failed) {
                underWay.decrementAndGet();
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

    /** Takes nothing more and finishes what it has; resuming, it asks the broker for what came meanwhile. */
    @Override
    protected void doSuspend() {
        ending = true;
        awaitFinished();
    }

    @Override
    protected void doResume() throws Exception {
        client.end();
        doStart();
    }

    @Override
    protected void doStop() throws Exception {
        ending = true;
        awaitFinished();
        super.doStop();
        if (client != null) {
            client.end();
            client = null;
        }
    }

    /** So that what is done is acknowledged too, and does not come again. */
    private void awaitFinished() {
        long until = System.nanoTime() + FINISH_PATIENCE.toNanos();
        while (underWay.get() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }
}
