package io.campanile.flow.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.device.Presence;
import io.campanile.domain.device.PresenceEvent;
import io.campanile.domain.device.Presences;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/** The steps of the device-presence flow. Thread-safe. */
public final class PresenceEvents {

    private static final int LONGEST_CONNECTION_ID = 128;
    /** How far the broker's clock may be off Kafka's. */
    private static final long MOST_AHEAD_MS = 300_000;

    private final Presences presences;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;

    public PresenceEvents(Presences presences, DeadLetters deadLetters, ObjectMapper json) {
        this.presences = presences;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /**
     * Records of {@code device.presence} to events: the key is the device, or empty for the broker or node itself. The broker tells
     * of other clients too; whose id no device can have is passed over.
     */
    public List<PresenceEvent> decode(List<Exchange> batch, Exchange exchange) {
        List<PresenceEvent> events = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            Message message = record.getMessage();
            byte[] body = KafkaBatch.body(message);
            String sn = message.getHeader(KafkaConstants.KEY, String.class);
            try {
                if (sn == null || sn.isEmpty() || Ids.wellFormed(sn)) {
                    events.add(decode(sn, message.getHeader(KafkaConstants.TIMESTAMP, Long.class), json.readTree(body)));
                }
            } catch (IOException | CodedException e) {
                deadLetters.refuse(exchange.getFromRouteId(), body, message.getHeaders(), e);
            }
        }
        return events;
    }

    /** What the database would refuse, or what says nothing, ends here: it would hold up everybody behind it. */
    private static PresenceEvent decode(String sn, long receivedAt, JsonNode event) {
        if (sn == null) {
            throw CodedException.invalid("sn", "is required");
        }
        if (!event.isObject()) {
            throw CodedException.invalid("event", "must be an object");
        }
        if (!sn.isEmpty() && !event.path("online").isBoolean()) {
            throw CodedException.invalid("online", "must be true or false");
        }
        String connectionId = event.path("connection_id").asText(null);
        if (connectionId != null && (connectionId.length() > LONGEST_CONNECTION_ID || connectionId.indexOf('\0') >= 0)) {
            throw CodedException.invalid("connection_id", "must be at most " + LONGEST_CONNECTION_ID + " characters, NUL not among them");
        }
        long ts = event.path("ts").asLong(receivedAt);
        if (ts > receivedAt + MOST_AHEAD_MS) {
            throw CodedException.invalid("ts", "lies in the future: nothing that is true would be believed until then");
        }
        return new PresenceEvent(sn.isEmpty() ? null : sn, connectionId, event.path("online").asBoolean(), ts,
                event.path("node").asText(null));
    }

    public List<Presence> apply(List<PresenceEvent> events) {
        return events.isEmpty() ? List.of() : presences.apply(events);
    }
}
