package io.campanile.ops.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A part of a flow file that knows its line. Immutable.
 *
 * @param line   where its name stands, or it begins if it has none; from 1
 * @param name   under which it stands in its mapping; null in a list and at the top
 * @param text   of a scalar, as it is written; empty for all else
 * @param json   all of it as JSON
 * @param fields of a mapping, in their order; else empty
 * @param items  of a list; else empty
 */
record YamlNode(int line, String name, String text, JsonNode json, Map<String, YamlNode> fields, List<YamlNode> items) {

    private static final YamlNode MISSING = new YamlNode(0, null, "", MissingNode.getInstance(), Map.of(), List.of());

    /** What stands there, one name a level; something empty when nothing does. */
    YamlNode at(String... path) {
        YamlNode found = this;
        for (String step : path) {
            found = found.fields.getOrDefault(step, MISSING);
        }
        return found;
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    boolean isPresent() {
        return this != MISSING;
    }

    /** This and all below, in the order of the file. */
    void walk(Consumer<YamlNode> visitor) {
        visitor.accept(this);
        fields.values().forEach(field -> field.walk(visitor));
        items.forEach(item -> item.walk(visitor));
    }
}
