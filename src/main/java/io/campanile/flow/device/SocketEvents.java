package io.campanile.flow.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.device.DeviceSocketEvents;
import io.campanile.domain.device.PresenceEvent;
import io.campanile.flow.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what happens at the WebSockets of devices to the flows that the MQTT broker's events go to: one thread, in order, as
 * many at a time as have come meanwhile. While Kafka is away they wait here, bounded by what the devices do. Thread-safe.
 */
public final class SocketEvents extends ServiceSupport implements DeviceSocketEvents, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(SocketEvents.class);
    private static final String PRESENCE = "direct:device-presence-socket?block=false";
    private static final String CONFIRM = "direct:device-command-confirm?block=false";
    private static final int BATCH = 500;
    private static final long PAUSE_MS = 500;
    private static final int PATIENT_ATTEMPTS = 20;
    private static final long END_PATIENCE_MS = 5_000;

    private record Event(String endpoint, String key, String kind, ObjectNode body) {
    }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "device-socket-events");
    private CamelContext camel;
    private ProducerTemplate producer;
    private volatile boolean ending;

    public SocketEvents() {
        thread.setDaemon(true);
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        camel = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void presence(PresenceEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("connection_id", event.connectionId())
                .put("online", event.online()).put("ts", event.ts()).put("node", event.node());
        events.add(new Event(PRESENCE, event.sn() == null ? "" : event.sn(), "", json));
    }

    @Override
    public void confirmed(String sn, String commandId) {
        events.add(new Event(CONFIRM, sn, DeviceCommands.CONFIRMED, JsonNodeFactory.instance.objectNode().put("command_id", commandId)));
    }

    private Message message(Event event) {
        Message message = new DefaultMessage(camel);
        message.setBody(event.body().toString().getBytes(StandardCharsets.UTF_8));
        message.setHeader(KafkaConstants.KEY, event.key());
        message.setHeader(Headers.COMMAND, event.kind());
        return message;
    }

    @Override
    protected void doStart() {
        producer = camel.createProducerTemplate();
        thread.start();
    }

    private void work() {
        try {
            while (!ending || !events.isEmpty()) {
                Event first = events.take();
                List<Message> batch = new ArrayList<>(List.of(message(first)));
                while (batch.size() < BATCH && events.peek() != null && events.peek().endpoint().equals(first.endpoint())) {
                    batch.add(message(events.remove()));
                }
                send(first.endpoint(), batch);
            }
        } catch (InterruptedException e) {
            LOG.debug("{} events were not told before the end", events.size());
        }
    }

    private void send(String endpoint, List<Message> batch) throws InterruptedException {
        Exception failure = attempt(endpoint, batch);
        for (int attempts = 1; failure != null; attempts++) {
            // While a node starts, and while a flow is edited, its route is not there for a moment
            if (attempts == PATIENT_ATTEMPTS) {
                LOG.warn("what devices do at WebSockets cannot be told, trying again: {}", failure.toString());
            }
            Thread.sleep(PAUSE_MS);
            failure = attempt(endpoint, batch);
        }
    }

    private Exception attempt(String endpoint, List<Message> batch) {
        Exchange exchange = producer.send(endpoint, sending -> sending.getMessage().setBody(batch));
        return exchange.getException();
    }

    @Override
    protected void doStop() throws Exception {
        ending = true;
        if (events.isEmpty()) {
            thread.interrupt();
        }
        thread.join(END_PATIENCE_MS);
        thread.interrupt();
        producer.stop();
    }
}
