package io.campanile.store.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.Map;

/** JSON objects as the columns {@code device.state} and {@code report.body} hold them. */
final class Json {

    /** Big decimals, so that a number leaves as it came. */
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };

    private Json() {
    }

    /** @throws IllegalStateException when the column does not hold a JSON object: only a foreign hand can have done that */
    static Map<String, Object> object(String text) {
        try {
            return MAPPER.readValue(text, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column that holds JSON cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    static String text(Map<String, Object> object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
