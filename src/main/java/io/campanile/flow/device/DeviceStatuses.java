package io.campanile.flow.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.flow.Headers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the device-status flow: what a back end knows of a device (PROTOCOL 7). Thread-safe. */
public final class DeviceStatuses {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceStatuses.class);
    private static final String ONLINE = "online";
    private static final String TIMESTAMP = "timestamp";

    private final ObjectMapper json;
    private final int maxBytes;
    private final Clock clock;

    /** @param maxBytes the largest status, as it is told */
    public DeviceStatuses(ObjectMapper json, int maxBytes, Clock clock) {
        this.json = json;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /**
     * What a back end gave, as it is told: with {@code online} as it is known, since who reads the topic expects it there, and
     * with {@code timestamp}, unless the back end says them itself.
     *
     * @throws CodedException 400 naming the field, or 413
     */
    public byte[] accept(Map<String, Object> given, @Header(Headers.SN) String sn, @Header(Headers.ONLINE) boolean online,
            @Header(Headers.GIVEN_BY) String givenBy, Exchange exchange) throws JsonProcessingException {
        if (given.isEmpty()) {
            throw new CodedException(ErrorCode.INVALID, "the status says nothing: give at least one field");
        }
        if (given.containsKey(ONLINE) && !(given.get(ONLINE) instanceof Boolean)) {
            throw CodedException.invalid(ONLINE, "must be true or false");
        }
        Map<String, Object> status = new LinkedHashMap<>(given);
        status.putIfAbsent(ONLINE, online);
        status.putIfAbsent(TIMESTAMP, clock.millis());
        byte[] record = json.writeValueAsBytes(status);
        if (record.length > maxBytes) {
            throw new CodedException(ErrorCode.TOO_LARGE, record.length + " bytes, allowed are " + maxBytes);
        }
        exchange.getMessage().setHeader(KafkaConstants.KEY, sn);
        exchange.setProperty(TIMESTAMP, status.get(TIMESTAMP));
        LOG.info("status of device {} told by {}", sn, givenBy);
        return record;
    }

    /** What the back end is answered once the record is durable. */
    public Map<String, Object> answer(Exchange exchange) {
        return Map.of("sn", exchange.getMessage().getHeader(KafkaConstants.KEY, String.class), TIMESTAMP, exchange.getProperty(TIMESTAMP));
    }
}
