package io.campanile.flow.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandReply;
import io.campanile.flow.Headers;
import io.campanile.flow.RequestIds;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;

/** Takes commands from those who give them, and replies from devices (PROTOCOL 4, 5 and 9). Thread-safe; does not block. */
public final class DeviceCommands {

    static final String GIVEN = "given";
    static final String REPLY = "reply";
    static final String CONFIRMED = "confirmed";
    static final String LISTENING = "listening";
    static final String DUE = "due";

    /** Levels; the parser's own bound is also the writer's, so a record that wraps such values could not be written. */
    private static final int MAX_NESTING = 100;

    private final ObjectMapper json;
    private final ObjectReader reader;
    private final int maxBytes;
    private final Clock clock;

    /** @param maxBytes the largest command, as the device is sent it, and the largest reply */
    public DeviceCommands(int maxBytes, ObjectMapper json, Clock clock) {
        this.json = json;
        ObjectMapper bounded = json.copy();
        bounded.getFactory().setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build());
        this.reader = bounded.readerFor(new TypeReference<Map<String, Object>>() { });
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * What a client gave, as the record that makes it durable. With a {@code request_id} the {@code command_id} is a function
     * of it, of the sender and of the device, so that a repeat gets the same one (PROTOCOL 1: 503).
     *
     * @throws CodedException 400 naming the field, or 413, for the client
     */
    public byte[] accept(Map<String, Object> given, @Header(Headers.SN) String sn, @Header(Headers.GIVEN_BY) String givenBy, Exchange exchange)
            throws JsonProcessingException {
        Command command = Command.of(given, sn, givenBy, RequestIds.idOf(given.get("request_id"), givenBy + '/' + sn), clock.millis());
        byte[] record = json.writeValueAsBytes(command.fields());
        requireSize(record.length);
        requireShallow(record);
        exchange.getMessage().setHeader(KafkaConstants.KEY, sn);
        exchange.getMessage().setHeader(Headers.COMMAND, GIVEN);
        exchange.setProperty("commandId", command.commandId());
        return record;
    }

    /** What the client is answered once the record is durable. */
    public Map<String, Object> answer(Exchange exchange) {
        return Map.of("command_id", exchange.getProperty("commandId", String.class));
    }

    /**
     * Lets a device's reply through as it came.
     *
     * @throws CodedException 400 naming the field, or 413
     */
    public void checkReply(byte[] body) {
        requireSize(body.length);
        readReply(body);
    }

    CommandReply readReply(byte[] body) {
        return CommandReply.of(read(body));
    }

    Map<String, Object> read(byte[] body) {
        try {
            Map<String, Object> fields = reader.readValue(body);
            if (fields != null) {
                return fields;
            }
        } catch (IOException e) {
            throw new CodedException(ErrorCode.INVALID, "not a JSON object");
        }
        throw new CodedException(ErrorCode.INVALID, "not a JSON object");
    }

    private void requireShallow(byte[] record) {
        try {
            reader.readValue(record);
        } catch (IOException e) {
            throw CodedException.invalid("values", "is nested too deeply");
        }
    }

    private void requireSize(int bytes) {
        if (bytes > maxBytes) {
            throw new CodedException(ErrorCode.TOO_LARGE, bytes + " bytes, allowed are " + maxBytes);
        }
    }
}
