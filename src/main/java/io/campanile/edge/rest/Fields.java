package io.campanile.edge.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a JSON body. Unknown ones are ignored; missing or ill-typed ones are named (PROTOCOL 1). */
final class Fields {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final ObjectReader JSON = MAPPER.reader();

    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    /** @throws CodedException 400 when it is not a JSON object */
    static Fields parse(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node.isObject()) {
                return new Fields(node);
            }
        } catch (IOException e) {
            // the parser's text quotes the body, which may hold a password: our own does not
        }
        throw new CodedException(ErrorCode.INVALID, "the body must be a JSON object, sent as application/json");
    }

    /** All of them, as JSON has them. */
    Map<String, Object> all() {
        return MAPPER.convertValue(object, new TypeReference<>() { });
    }

    /** @throws CodedException 400 naming the field when it is missing or no text */
    String text(String field) {
        String value = optionalText(field);
        if (value == null) {
            throw CodedException.invalid(field, "is required");
        }
        return value;
    }

    /** @return null when it is missing or null */
    String optionalText(String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? null : text(field, value);
    }

    /** @return null when it is missing or null */
    Fields optionalObject(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw CodedException.invalid(field, "must be an object");
        }
        return new Fields(value);
    }

    /** @return null when it is missing or null */
    Boolean optionalBoolean(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw CodedException.invalid(field, "must be true or false");
        }
        return value.booleanValue();
    }

    /** @throws CodedException 400 naming the field when it is missing or no whole number from 0 */
    long sequence(String field) {
        Long value = optionalTime(field);
        if (value == null) {
            throw CodedException.invalid(field, "is required");
        }
        return value;
    }

    /** @return ms since the epoch; null when it is missing or null */
    Long optionalTime(String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
            throw CodedException.invalid(field, "must be a whole number from 0");
        }
        return value.longValue();
    }

    /** @throws CodedException 400 naming the field when it is missing or anything but a list of texts */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        list(field).forEach(element -> texts.add(text(field, element)));
        return texts;
    }

    /** @return nothing when it is missing or null */
    List<String> optionalTexts(String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? List.of() : texts(field);
    }

    /** @throws CodedException 400 naming the field when it is missing or anything but a list of objects */
    List<Fields> objects(String field) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : list(field)) {
            if (!element.isObject()) {
                throw CodedException.invalid(field, "must be a list of objects");
            }
            objects.add(new Fields(element));
        }
        return objects;
    }

    private JsonNode list(String field) {
        JsonNode value = object.path(field);
        if (!value.isArray()) {
            throw CodedException.invalid(field, "must be a list");
        }
        return value;
    }

    private static String text(String field, JsonNode value) {
        if (!value.isTextual()) {
            throw CodedException.invalid(field, "must be a string");
        }
        // neither can be stored as text in UTF-8
        if (value.textValue().indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue())) {
            throw CodedException.invalid(field, "must not contain NUL or half a surrogate pair");
        }
        return value.textValue();
    }
}
