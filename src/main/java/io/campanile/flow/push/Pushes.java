package io.campanile.flow.push;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTargets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the push-broadcast flow. Thread-safe. */
public final class Pushes {

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() { };

    private final List<PushTargets> transports;
    private final PushOutcomes outcomes;
    private final Duration maxAge;
    private final ObjectMapper json;
    private final Clock clock;
    private final long startedAt;

    /** @param maxAge a push that is older when it is read is not sent any more */
    public Pushes(List<PushTargets> transports, PushOutcomes outcomes, Duration maxAge, ObjectMapper json, Clock clock) {
        this.transports = List.copyOf(transports);
        this.outcomes = outcomes;
        this.maxAge = maxAge;
        this.json = json;
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    /**
     * What a client gave, as the record that makes it durable.
     *
     * @throws io.campanile.domain.CodedException 400 or 404, for the client
     */
    public byte[] accept(Map<String, Object> given, Exchange exchange) throws IOException {
        Push push = Push.of(given, UUID.randomUUID().toString(), clock.millis());
        exchange.getMessage().setHeader(KafkaConstants.KEY, push.pushId());
        outcomes.accepted(push.pushId());
        return json.writeValueAsBytes(push.fields());
    }

    /** What the client is answered once the record is durable. */
    public Map<String, Object> answer(Exchange exchange) {
        return Map.of("push_id", exchange.getMessage().getHeader(KafkaConstants.KEY, String.class));
    }

    /**
     * Sends a push to the connections of this node. One that was accepted before this life of the node began had other
     * connections, and one that is too old is of no use: they are not sent.
     */
    public void tell(byte[] body) throws IOException {
        Push push = Push.read(json.readValue(body, FIELDS));
        if (push.acceptedAt() < Math.max(startedAt, clock.millis() - maxAge.toMillis())) {
            LOG.debug("push {} is too old to be sent", push.pushId());
            return;
        }
        CompletionStage<PushOutcome> all = CompletableFuture.completedFuture(PushOutcome.NONE);
        for (PushTargets transport : transports) {
            all = all.thenCombine(transport.push(push), PushOutcome::plus);
        }
        all.thenAccept(outcome -> outcomes.tell(push.pushId(), outcome));
    }
}
