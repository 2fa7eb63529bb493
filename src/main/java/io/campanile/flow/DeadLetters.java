package io.campanile.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;

/** What could not be processed, with everything needed to see why and to send it again. Thread-safe. */
public final class DeadLetters {

    private static final String CHANNEL = "direct:dead-letter";

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final ObjectMapper json;
    private final Clock clock;

    public DeadLetters(CamelContext camel, ProducerTemplate producer, ObjectMapper json, Clock clock) {
        this.camel = camel;
        this.producer = producer;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Sends one record of a batch to the dead letters, while its neighbours go on.
     *
     * @param routeId where it failed
     * @throws RuntimeException when the dead letter could not be kept: the record must not be passed over then
     */
    public void refuse(String routeId, byte[] body, Map<String, Object> headers, Exception cause) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage().setBody(body);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, cause);
        exchange.setProperty(Exchange.FAILURE_ROUTE_ID, routeId);
        producer.send(CHANNEL, exchange);
        if (exchange.getException() != null) {
            throw new IllegalStateException("a dead letter could not be kept", exchange.getException());
        }
    }

    /** The records for the dead-letter topic: one for a message, one for each record of a batch. */
    public List<Message> describe(Exchange failed) throws JsonProcessingException {
        List<Message> letters = new ArrayList<>();
        if (failed.getMessage().getBody() instanceof List<?> batch) {
            for (Object element : batch) {
                letters.add(describe(failed, ((Exchange) element).getMessage()));
            }
        } else {
            letters.add(describe(failed, failed.getMessage()));
        }
        return letters;
    }

    private Message describe(Exchange failed, Message original) throws JsonProcessingException {
        String routeId = failed.getProperty(Exchange.FAILURE_ROUTE_ID, failed.getFromRouteId(), String.class);
        Exception cause = failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        ObjectNode letter = json.createObjectNode();
        Route route = camel.getRoute(routeId);
        letter.put("flow", route == null ? null : route.getGroup());
        letter.put("route_id", routeId);
        letter.put("cause", reason(cause));
        letter.put("attempts", 1 + failed.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class));
        letter.put("source", original.getHeader(KafkaConstants.TOPIC, failed.getFromEndpoint() == null ? null
                : failed.getFromEndpoint().getEndpointBaseUri(), String.class));
        ObjectNode headers = letter.putObject("headers");
        original.getHeaders().forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                headers.put(name, value.toString());
            }
        });
        byte[] body = original.getBody(byte[].class);
        letter.put("body", body == null ? "" : new String(body, StandardCharsets.UTF_8));
        letter.put("failed_at", clock.millis());
        Message message = new DefaultMessage(camel);
        message.setBody(json.writeValueAsBytes(letter));
        message.setHeader(KafkaConstants.KEY, original.getHeader(KafkaConstants.KEY, String.class));
        return message;
    }

    /** The message as its sender should read it; a nameless fault is told by its type. */
    private static String reason(Exception cause) {
        return cause == null ? "unknown" : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
