package io.campanile.flow.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.campanile.domain.CodedException;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushMetrics;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.push.RoomMembers;
import io.campanile.flow.Headers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the push-broadcast flow. Thread-safe. */
public final class Pushes {

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);

    private static final String EXPIRED = "expired";
    private static final long NANOS_PER_MS = 1_000_000;

    private final List<PushTargets> transports;
    private final RoomMembers rooms;
    private final PushOutcomes outcomes;
    private final PushMetrics metrics;
    private final Duration maxAge;
    private final Semaphore room;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Clock clock;
    private final long startedAt;

    /**
     * @param maxAge   a push that is older when it is read is not sent any more
     * @param inFlight pushes that may be on their way to the connections; what is more waits in Kafka
     */
    public Pushes(List<PushTargets> transports, RoomMembers rooms, PushOutcomes outcomes, PushMetrics metrics, Duration maxAge, int inFlight,
            ObjectMapper json, Clock clock) {
        this.transports = List.copyOf(transports);
        this.rooms = rooms;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.maxAge = maxAge;
        this.room = new Semaphore(inFlight);
        this.reader = json.readerFor(new TypeReference<Map<String, Object>>() { });
        this.writer = json.writer();
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    /**
     * What a client gave, as the record that makes it durable.
     *
     * @throws io.campanile.domain.CodedException 400 or 404, for the client
     */
    public byte[] accept(Map<String, Object> given, Exchange exchange) throws JsonProcessingException {
        Push push = Push.of(given, UUID.randomUUID().toString(), clock.millis());
        byte[] record = writer.writeValueAsBytes(push.fields());
        exchange.getMessage().setHeader(KafkaConstants.KEY, push.pushId());
        exchange.getMessage().setHeader(Headers.RELIABLE, push.reliable());
        outcomes.accepted(push.pushId());
        return record;
    }

    /** What the client is answered once the record is durable. */
    public Map<String, Object> answer(Exchange exchange) {
        return Map.of("push_id", exchange.getMessage().getHeader(KafkaConstants.KEY, String.class));
    }

    /**
     * Sends a push to the connections of this node; waits only while too many are on their way. One that was accepted
     * before this life of the node began was meant for other connections: it is passed over, and so is a repeat that
     * comes from the time before a restart.
     */
    public void tell(byte[] body) throws IOException {
        Map<String, Object> fields = body == null ? null : reader.readValue(body);
        if (fields == null) {
            throw CodedException.invalid("push", "must be an object");
        }
        Push push = Push.read(fields);
        if (push.acceptedAt() < startedAt) {
            LOG.debug("push {} is from before the start of this node", push.pushId());
        } else if (push.acceptedAt() < clock.millis() - maxAge.toMillis()) {
            told(push, new PushOutcome(0, 0, Map.of(EXPIRED, 1)));
        } else {
            send(push.target().kind() == PushTarget.Kind.ROOM
                    ? rooms.ofLasting(push.target().room()).map(members -> push.to(PushTarget.users(members))).orElse(push) : push);
        }
    }

    private void send(Push push) {
        room.acquireUninterruptibly();
        toAll(push).whenComplete((outcome, failure) -> {
            room.release();
            if (failure == null) {
                told(push, outcome);
            } else {
                LOG.error("push {} could not be sent", push.pushId(), failure);
            }
        });
    }

    private CompletionStage<PushOutcome> toAll(Push push) {
        CompletionStage<PushOutcome> all = CompletableFuture.completedFuture(PushOutcome.NONE);
        try {
            for (PushTargets transport : transports) {
                all = all.thenCombine(transport.push(push), PushOutcome::plus);
            }
            return all;
        } catch (RuntimeException e) {
            room.release();
            throw e;
        }
    }

    private void told(Push push, PushOutcome outcome) {
        outcomes.tell(push.pushId(), outcome);
        if (outcome.sent() > 0) {
            metrics.sent(push.service(), outcome.sent(), Math.max(0, clock.millis() - push.acceptedAt()) * NANOS_PER_MS);
        }
        outcome.failed().forEach((reason, count) -> metrics.failed(push.service(), reason, count));
    }
}
