package io.campanile.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.ops.metrics.FlowMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.jsonvalidator.JsonValidationException;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;

/** What could not be processed, with everything needed to see why and to send it again. Thread-safe. */
public final class DeadLetters implements Processor {

    private static final String CHANNEL = "direct:dead-letter";
    /** Characters. Each can take six bytes in JSON, and a letter has to fit into one Kafka record of 1 MiB. */
    private static final int MAX_BODY = 131_072;
    private static final String ATTEMPTS = "attempts";
    /** How the validator names the report itself, and what stands before the names of its fields. */
    private static final Pattern ROOT = Pattern.compile("^\\$(\\.|: )");
    /** What Camel appends to its messages. */
    private static final Pattern EXCHANGE = Pattern.compile("\\. Exchange\\[.*", Pattern.DOTALL);

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final ObjectMapper json;
    private final Clock clock;
    private final FlowMetrics metrics;

    public DeadLetters(CamelContext camel, ProducerTemplate producer, ObjectMapper json, Clock clock, FlowMetrics metrics) {
        this.camel = camel;
        this.producer = producer;
        this.json = json;
        this.clock = clock;
        this.metrics = metrics;
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

    /** Counts the attempts, at each failure; Camel takes its own count away before the dead-letter channel has the message. */
    @Override
    public void process(Exchange failed) {
        failed.setProperty(ATTEMPTS, failed.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class));
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
        String flow = route == null ? null : route.getGroup();
        metrics.deadLetter(flow == null ? "unknown" : flow);
        letter.put("flow", flow);
        letter.put("route_id", routeId);
        letter.put("cause", reason(cause));
        letter.put("attempts", failed.getProperty(ATTEMPTS, 1, Integer.class));
        letter.put("source", original.getHeader(KafkaConstants.TOPIC, failed.getFromEndpoint() == null ? null
                : failed.getFromEndpoint().getEndpointBaseUri(), String.class));
        ObjectNode headers = letter.putObject("headers");
        original.getHeaders().forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                headers.put(name, value.toString());
            }
        });
        byte[] body = original.getBody(byte[].class);
        letter.put("body", body == null ? "" : text(body));
        letter.put("failed_at", clock.millis());
        Message message = new DefaultMessage(camel);
        message.setBody(json.writeValueAsBytes(letter));
        message.setHeader(KafkaConstants.KEY, original.getHeader(KafkaConstants.KEY, String.class));
        return message;
    }

    /** The original text; of one that is larger than any message may be (PROTOCOL 1), the beginning. */
    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() <= MAX_BODY ? text : text.substring(0, MAX_BODY);
    }

    /** The fault as the sender of the message should read it: the fields that are wrong, without Camel's own words. */
    private static String reason(Exception cause) {
        if (cause instanceof JsonValidationException invalid && !invalid.getErrors().isEmpty()) {
            return invalid.getErrors().stream().map(error -> ROOT.matcher(error.getMessage()).replaceFirst("")).collect(Collectors.joining("; "));
        }
        if (cause != null && (cause instanceof JsonProcessingException ? cause : cause.getCause()) instanceof JsonProcessingException malformed) {
            return "not JSON: " + malformed.getOriginalMessage();
        }
        if (cause == null || cause.getMessage() == null) {
            return cause == null ? "unknown" : cause.getClass().getSimpleName();
        }
        return EXCHANGE.matcher(cause.getMessage()).replaceFirst("");
    }
}
