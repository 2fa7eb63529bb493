package io.campanile.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.ops.metrics.FlowMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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

/**
 * Describes what could not be processed, for the dead-letter topic. A letter can always be written: it is bounded so that
 * it fits into one Kafka record of 1 MiB whatever the body, the headers and the key of the message were. Thread-safe.
 */
public final class DeadLetters implements Processor {

    private static final String CHANNEL = "direct:dead-letter";
    /** Characters; of what is no text, bytes. Each character can take six bytes in JSON. */
    private static final int MAX_BODY = 131_072;
    /** Characters of all headers together, names included. */
    private static final int MAX_HEADERS = 16_384;
    private static final int MAX_KEY = 512;
    private static final String ATTEMPTS = "attempts";
    /** How the validator names the report itself, and what stands before the names of its fields. */
    private static final Pattern ROOT = Pattern.compile("^\\$(\\.|: )");
    /** What Camel appends to its messages. */
    private static final Pattern EXCHANGE = Pattern.compile("\\. Exchange\\[.*", Pattern.DOTALL);

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final LetterFormat format;
    private final Clock clock;
    private final FlowMetrics metrics;

    public DeadLetters(CamelContext camel, ProducerTemplate producer, LetterFormat format, Clock clock, FlowMetrics metrics) {
        this.camel = camel;
        this.producer = producer;
        this.format = format;
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
    public List<Message> describe(Exchange failed) throws IOException {
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

    private Message describe(Exchange failed, Message original) throws IOException {
        DeadLetter letter = letter(failed, original);
        metrics.deadLetter(letter.flow());
        Message message = new DefaultMessage(camel);
        message.setBody(format.write(letter));
        String key = original.getHeader(KafkaConstants.KEY, String.class);
        message.setHeader(KafkaConstants.KEY, key == null || key.length() > MAX_KEY ? null : key);
        return message;
    }

    private DeadLetter letter(Exchange failed, Message original) {
        long now = clock.millis();
        String id = DeadLetterId.at(now);
        String routeId = failed.getProperty(Exchange.FAILURE_ROUTE_ID, failed.getFromRouteId(), String.class);
        Route route = routeId == null ? null : camel.getRoute(routeId);
        Map<String, String> given = headers(original);
        Map<String, String> headers = bounded(given);
        byte[] came = KafkaBatch.body(original);
        byte[] body = bounded(came);
        return new DeadLetter(id, origin(id, routeId, given),
                route == null || route.getGroup() == null ? "unknown" : route.getGroup(), routeId,
                reason(failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)), failed.getProperty(ATTEMPTS, 1, Integer.class),
                original.getHeader(KafkaConstants.TOPIC, failed.getFromEndpoint() == null ? null
                        : failed.getFromEndpoint().getEndpointBaseUri(), String.class),
                given.getOrDefault(Exchange.BREADCRUMB_ID, failed.getExchangeId()),
                DeadLetterId.isOne(given.get(Headers.REPLAY_OF)) ? given.get(Headers.REPLAY_OF) : null,
                headers, body, body.length < came.length || headers.size() < given.size(), now, null);
    }

    /** A record is known by where it stands, and by its time, for the case that its topic was made anew. */
    private static String origin(String id, String routeId, Map<String, String> headers) {
        if (!headers.containsKey(KafkaConstants.OFFSET)) {
            return id;
        }
        String record = String.join("/", String.valueOf(routeId), headers.get(KafkaConstants.TOPIC), headers.get(KafkaConstants.PARTITION),
                headers.get(KafkaConstants.OFFSET), headers.get(KafkaConstants.TIMESTAMP));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(record.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Map<String, String> headers(Message original) {
        Map<String, String> headers = new LinkedHashMap<>();
        original.getHeaders().forEach((name, value) -> LetterFormat.header(value).ifPresent(text -> headers.put(name, text)));
        return headers;
    }

    /** The short ones first, so that it is a giant that is left out. */
    private static Map<String, String> bounded(Map<String, String> given) {
        Map<String, String> headers = new LinkedHashMap<>();
        int[] characters = {0};
        given.entrySet().stream().sorted(Comparator.comparingInt(header -> header.getValue().length())).forEach(header -> {
            characters[0] += header.getKey().length() + header.getValue().length();
            if (characters[0] <= MAX_HEADERS) {
                headers.put(header.getKey(), header.getValue());
            }
        });
        return headers;
    }

    /** Of a body that is larger than any message may be (PROTOCOL 1), the beginning. */
    private static byte[] bounded(byte[] body) {
        if (body.length <= MAX_BODY) {
            return body;
        }
        return LetterFormat.text(body).map(text -> beginning(text).getBytes(StandardCharsets.UTF_8))
                .orElseGet(() -> Arrays.copyOf(body, MAX_BODY));
    }

    private static String beginning(String text) {
        if (text.length() <= MAX_BODY) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(MAX_BODY - 1)) ? MAX_BODY - 1 : MAX_BODY);
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
