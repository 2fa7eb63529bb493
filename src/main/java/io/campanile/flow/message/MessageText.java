package io.campanile.flow.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What a message says, whatever its form: all texts in its content, such as a caption and a file's name, a line each. */
final class MessageText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MessageText() {
    }

    /** @param content JSON; what cannot be read says what it is */
    static String of(String content) {
        try {
            StringBuilder text = new StringBuilder();
            collect(JSON.readTree(content), text);
            return text.toString();
        } catch (JsonProcessingException e) {
            return content;
        }
    }

    private static void collect(JsonNode node, StringBuilder text) {
        if (node.isTextual()) {
            text.append(text.isEmpty() ? "" : "\n").append(node.textValue());
        }
        node.forEach(child -> collect(child, text));
    }
}
