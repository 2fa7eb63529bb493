package io.campanile.flow.deadletter;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.flow.Headers;
import io.campanile.flow.LetterFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the dead-letter-replay flow. Thread-safe. */
public final class DeadLetterReplay {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplay.class);

    /** By which a repeat is recognised: the letter and a digest of the body that is sent. */
    private static final String KEY = "replayKey";
    /** Where it goes, when it had not come from Kafka. */
    private static final String TO = "replayTo";
    private static final String LETTER = "replayedLetter";

    private final DeadLetterStore store;
    private final CamelContext camel;
    private final Clock clock;

    public DeadLetterReplay(DeadLetterStore store, CamelContext camel, Clock clock) {
        this.store = store;
        this.camel = camel;
        this.clock = clock;
    }

    /** @param body the edited one; null: as it came */
    public record Request(String id, String body) {
    }

    /**
     * Makes the message what it was when it came: the key and the headers that it had, the body as it was or as it is now,
     * and the way to the start of its flow.
     *
     * @throws CodedException 404 or 409, for who asked
     */
    public void prepare(Request request, Exchange exchange) {
        DeadLetter letter = find(request.id());
        if (letter.truncated() && request.body() == null) {
            throw new CodedException(ErrorCode.CONFLICT, "body: what came was larger than any message may be and is not kept whole: give one");
        }
        byte[] body = request.body() == null ? letter.body() : request.body().getBytes(StandardCharsets.UTF_8);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        letter.headers().forEach((name, value) -> {
            if (!steersCamel(name)) {
                message.setHeader(name, LetterFormat.bytes(value));
            }
        });
        message.setHeader(KafkaConstants.KEY, letter.headers().get(KafkaConstants.KEY));
        message.setHeader(Exchange.BREADCRUMB_ID, letter.breadcrumb() == null ? letter.id() : letter.breadcrumb());
        message.setHeader(Headers.REPLAY_OF, letter.id());
        message.setBody(body);
        exchange.setProperty(KEY, letter.id() + ":" + digest(body));
        exchange.setProperty(LETTER, letter.id());
        if (letter.headers().containsKey(KafkaConstants.TOPIC)) {
            message.setHeader(KafkaConstants.OVERRIDE_TOPIC, letter.headers().get(KafkaConstants.TOPIC));
        } else {
            exchange.setProperty(TO, start(letter.flow()));
        }
    }

    private static boolean steersCamel(String header) {
        return header.regionMatches(true, 0, "Camel", 0, 5) || header.regionMatches(true, 0, "kafka.", 0, 6);
    }

    private String start(String flow) {
        String start = "direct:" + flow;
        if (camel.getRoutes().stream().noneMatch(route -> route.getEndpoint().getEndpointBaseUri().equals("direct://" + flow))) {
            throw new CodedException(ErrorCode.CONFLICT, "the flow " + flow + " does not run, or takes nothing from elsewhere");
        }
        return start;
    }

    /** Notes that it was replayed, which it is now. */
    public void done(Exchange exchange) {
        String id = exchange.getProperty(LETTER, String.class);
        store.markReplayed(id, clock.millis());
        LOG.info("dead letter {} replayed", id);
    }

    /** The letter as it is after its first replay and after each repeat of it. */
    public DeadLetter answer(Exchange exchange) {
        return find(exchange.getProperty(LETTER, String.class));
    }

    private DeadLetter find(String id) {
        return store.find(id).orElseThrow(() -> CodedException.notFound("dead letter: " + id));
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
