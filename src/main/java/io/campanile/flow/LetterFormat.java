package io.campanile.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A dead letter as a record of the dead-letter topic: JSON, as PROTOCOL 11 names the fields. Thread-safe. */
public final class LetterFormat {

    private static final String BINARY = "data:;base64,";

    private final ObjectMapper json;

    public LetterFormat(ObjectMapper json) {
        this.json = json;
    }

    public byte[] write(DeadLetter letter) throws IOException {
        ObjectNode fields = json.createObjectNode();
        fields.put("id", letter.id()).put("origin", letter.origin()).put("flow", letter.flow()).put("route_id", letter.routeId())
                .put("cause", letter.cause()).put("attempts", letter.attempts()).put("source", letter.source())
                .put("breadcrumb", letter.breadcrumb()).put("failed_at", letter.failedAt()).put("truncated", letter.truncated());
        if (letter.replayOf() != null) {
            fields.put("replay_of", letter.replayOf());
        }
        ObjectNode headers = fields.putObject("headers");
        letter.headers().forEach(headers::put);
        Optional<String> text = text(letter.body());
        if (text.isPresent()) {
            fields.put("body", text.get());
        } else {
            fields.put("body_base64", letter.body());
        }
        return json.writeValueAsBytes(fields);
    }

    /** @throws IOException when it is no dead letter */
    public DeadLetter read(byte[] record) throws IOException {
        JsonNode fields = json.readTree(record);
        if (!DeadLetterId.isOne(fields.path("id").asText()) || !fields.path("failed_at").isIntegralNumber()
                || fields.path("origin").asText().length() > DeadLetter.LONGEST_ORIGIN) {
            throw new IOException("not a dead letter: id, origin and failed_at are required");
        }
        String id = fields.path("id").asText();
        Map<String, String> headers = new LinkedHashMap<>();
        fields.path("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        byte[] body = fields.has("body_base64") ? fields.get("body_base64").binaryValue()
                : fields.path("body").asText().getBytes(StandardCharsets.UTF_8);
        String replayOf = fields.path("replay_of").asText();
        return new DeadLetter(id, fields.path("origin").asText(id), fields.path("flow").asText(null), fields.path("route_id").asText(null),
                fields.path("cause").asText(null), fields.path("attempts").asInt(1), fields.path("source").asText(null),
                fields.path("breadcrumb").asText(null), DeadLetterId.isOne(replayOf) ? replayOf : null, headers, body,
                fields.path("truncated").asBoolean(), fields.path("failed_at").asLong(), null);
    }

    /** Empty when these bytes are no UTF-8. */
    public static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** A header's value for a letter; empty for what is neither text nor bytes, such as an object of Camel's. */
    public static Optional<String> header(Object value) {
        if (value instanceof byte[] bytes) {
            return Optional.of(text(bytes).filter(text -> !text.startsWith(BINARY))
                    .orElseGet(() -> BINARY + Base64.getEncoder().encodeToString(bytes)));
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? Optional.of(value.toString()) : Optional.empty();
    }

    /** The bytes that a header of a record had. */
    public static byte[] bytes(String header) {
        return header.startsWith(BINARY) ? Base64.getDecoder().decode(header.substring(BINARY.length()))
                : header.getBytes(StandardCharsets.UTF_8);
    }
}
