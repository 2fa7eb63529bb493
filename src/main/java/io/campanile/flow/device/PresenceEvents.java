package io.campanile.flow.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    private final Presences presences;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;

    public PresenceEvents(Presences presences, DeadLetters deadLetters, ObjectMapper json) {
        this.presences = presences;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /** Records of {@code device.presence} to events: the key is the device, or empty for the broker itself. */
    public List<PresenceEvent> decode(List<Exchange> batch, Exchange exchange) {
        List<PresenceEvent> events = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            Message message = record.getMessage();
            byte[] body = KafkaBatch.body(message);
            try {
                JsonNode event = json.readTree(body);
                String sn = message.getHeader(KafkaConstants.KEY, String.class);
                events.add(new PresenceEvent(sn == null || sn.isEmpty() ? null : sn, event.path("connection_id").asText(null),
                        event.path("online").asBoolean(), event.path("ts").asLong(message.getHeader(KafkaConstants.TIMESTAMP, Long.class))));
            } catch (IOException e) {
                deadLetters.refuse(exchange.getFromRouteId(), body, message.getHeaders(), e);
            }
        }
        return events;
    }

    public List<Presence> apply(List<PresenceEvent> events) {
        return events.isEmpty() ? List.of() : presences.apply(events);
    }
}
