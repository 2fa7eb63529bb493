package io.campanile.edge.mqtt;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The payload of a request. */
final class RequestBody {

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final ObjectReader JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build()
            .readerFor(new TypeReference<LinkedHashMap<String, Object>>() { });

    private RequestBody() {
    }

    /** @throws CodedException 413 when it is larger than {@code maxBytes}, 400 when it is no JSON object */
    static Map<String, Object> read(byte[] body, int maxBytes) {
        if (body.length > maxBytes) {
            throw new CodedException(ErrorCode.TOO_LARGE, "the request has " + body.length + " bytes, allowed are " + maxBytes);
        }
        try {
            Map<String, Object> values = JSON.readValue(body);
            if (values != null) {
                return values;
            }
        } catch (IOException e) {
            // the parser's text quotes the request; our own does not
            LOG.debug("A request that is no JSON object: {}", e.getClass().getSimpleName());
        }
        throw new CodedException(ErrorCode.INVALID, "the payload must be a JSON object");
    }
}
