package io.campanile.flow.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.push.SystemMessage;
import io.campanile.flow.Headers;
import io.campanile.flow.RequestIds;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the system-message flow. Thread-safe. */
public final class SystemMessages {

    private static final Logger LOG = LoggerFactory.getLogger(SystemMessages.class);
    private static final String SERVICE = "/push/system";
    private static final String TOLD = "systemMessage";

    private final ObjectMapper json;
    private final Clock clock;

    public SystemMessages(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * What a back end gave, as the record that makes it durable.
     *
     * @throws io.campanile.domain.CodedException 400 naming the field
     */
    public byte[] accept(Map<String, Object> given, @Header(Headers.GIVEN_BY) String givenBy, Exchange exchange) throws JsonProcessingException {
        SystemMessage message = SystemMessage.of(given, clock.millis());
        exchange.getMessage().setHeader(KafkaConstants.KEY, RequestIds.idOf(given.get("request_id"), givenBy));
        exchange.setProperty(TOLD, message);
        LOG.info("system message {} of level {} by {}", message.type(), message.level(), givenBy);
        return json.writeValueAsBytes(message.fields());
    }

    /** What the back end is answered once the record is durable. */
    public Map<String, Object> answer(Exchange exchange) {
        SystemMessage message = exchange.getProperty(TOLD, SystemMessage.class);
        return Map.of("type", message.type(), "timestamp", message.timestamp());
    }

    /** The last level of the topic. */
    public String type(byte[] body) throws IOException {
        return json.readTree(body).path("type").asText();
    }

    /** The push that brings it to all WebSocket connections. */
    public Map<String, Object> push(byte[] body) throws IOException {
        Map<String, Object> values = json.readValue(body, new TypeReference<>() { });
        return Map.of("target", Map.of("where", Map.of("transport", "websocket")), "service", SERVICE, "values", values);
    }
}
