package io.campanile.ops.rehearsal;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** A source that the stage plays, or a way out that is taken down. */
final class StandInEndpoint extends DefaultEndpoint {

    private static final String DIRECT = "direct:";
    private static final String MQTT = "paho-mqtt5:";

    private final Stage stage;
    private final String address;
    private final boolean batching;

    /** @param address without options, such as {@code kafka:device.reports} */
    StandInEndpoint(String uri, StandInComponent component, Stage stage, String address, boolean batching) {
        super(uri, component);
        this.stage = stage;
        this.address = address;
        this.batching = batching;
    }

    String address() {
        return address;
    }

    /** Whether a route that reads here gets lists of exchanges. */
    boolean isBatching() {
        return batching;
    }

    /** The filter of topics that it subscribes; null when it subscribes none. */
    String mqttTopic() {
        int at = address.indexOf(MQTT);
        return at < 0 ? null : address.substring(at + MQTT.length());
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        DefaultConsumer consumer = new DefaultConsumer(this, processor);
        stage.sources().add(this, consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new DefaultAsyncProducer(this) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                StandInEndpoint route = address.startsWith(DIRECT) ? stage.sources().at(address) : null;
                if (route != null) {
                    return stage.sources().reader(route).getAsyncProcessor().process(exchange, callback);
                }
                stage.sent(address, exchange);
                callback.done(true);
                return true;
            }
        };
    }
}
