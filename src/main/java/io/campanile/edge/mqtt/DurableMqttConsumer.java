package io.campanile.edge.mqtt;

import io.campanile.edge.mqtt.DurableMqttComponent.DurableMqttEndpoint;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes a {@link DurableSubscription} and acknowledges a message to the broker only when its exchange has succeeded, on
 * the connection it came by. What fails stays with the broker and comes again after the next connect. The exchange is made
 * by Camel's worker rules: asynchronously, in the order of arrival, at most {@code receiveMaximum} unacknowledged.
 */
final class DurableMqttConsumer extends DefaultConsumer {

    /** The exchange property with what an MQTT 5 client sent besides: {@code MqttProperties}. */
    static final String PROPERTIES = "mqttProperties";

    private static final Logger LOG = LoggerFactory.getLogger(DurableMqttConsumer.class);
    private static final Duration FINISH_PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_NS = 2_000_000;

    private final DurableMqttEndpoint endpoint;
    /** Taken and not finished yet. */
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean ending;
    private DurableSubscription subscription;

    DurableMqttConsumer(DurableMqttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ending = false;
        subscription = new DurableSubscription(endpoint, this::take);
        subscription.begin();
    }

    /** Once the end has begun, what still arrives is left to the broker, which keeps it for the next to subscribe. */
    private void take(BrokerConnection from, String topic, MqttMessage message) {
        // Counted before the look: doStop() looks at the count after it has begun to end
        underWay.incrementAndGet();
        if (ending) {
            underWay.decrementAndGet();
            return;
        }
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(message.getPayload());
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        exchange.setProperty(PROPERTIES, message.getProperties());
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
        getAsyncProcessor().process(exchange, defaultConsumerCallback(exchange, true));
    }

    /** A connection that is gone takes its acknowledgements with it: the broker sends again, and a repeat is harmless. */
    private static void acknowledge(BrokerConnection from, MqttMessage message) {
        try {
            from.acknowledge(message);
        } catch (MqttException e) {
            LOG.debug("Not acknowledged: the connection has gone", e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        ending = true;
        awaitFinished();
        if (subscription != null) {
            subscription.end();
            subscription = null;
        }
        super.doStop();
    }

    /** So that what is done is acknowledged too, and does not come again. */
    private void awaitFinished() {
        long until = System.nanoTime() + FINISH_PATIENCE.toNanos();
        while (underWay.get() > 0 && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }
}
