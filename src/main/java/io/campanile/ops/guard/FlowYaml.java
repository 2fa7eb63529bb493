package io.campanile.ops.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads flow files with the parser that Camel reads them with, and keeps the lines. Stateless. */
final class FlowYaml {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final int DEPTH = 50;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

    private FlowYaml() {
    }

    /** @return what is wrong goes to the problems, and the result is empty then */
    static Optional<YamlNode> read(String text, Problems problems) {
        try {
            limit(text);
            Optional<Node> root = new Compose(SETTINGS).composeString(text);
            if (root.isEmpty()) {
                problems.add(1, "the file is empty: to end a flow, delete its file");
                return Optional.empty();
            }
            YamlNode read = convert(null, line(root.get()), root.get(), problems);
            return problems.isEmpty() ? Optional.of(read) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(line, "no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(1, "no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** The parser needs no stack to go down, what comes after would; and an alias makes a short text as long as it likes. */
    private static void limit(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (event instanceof AliasEvent) {
                throw new ParserException("'*" + ((AliasEvent) event).getAlias() + "' stands for another part: write it out", event.getStartMark());
            }
            if (depth > DEPTH) {
                throw new ParserException("nested more than " + DEPTH + " deep", event.getStartMark());
            }
        }
    }

    private static YamlNode convert(String name, int line, Node node, Problems problems) {
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        List<YamlNode> items = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            ObjectNode json = JSON.objectNode();
            for (NodeTuple field : mapping.getValue()) {
                int at = line(field.getKeyNode());
                String key = field.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                YamlNode value = convert(key, at, field.getValueNode(), problems);
                if (fields.put(key, value) != null) {
                    problems.add(at, "'" + key + "' stands here twice: only one of them would count");
                }
                json.set(key, value.json());
            }
            return new YamlNode(line, name, "", json, fields, items);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode json = JSON.arrayNode();
            for (Node item : sequence.getValue()) {
                YamlNode value = convert(null, line(item), item, problems);
                items.add(value);
                json.add(value.json());
            }
            return new YamlNode(line, name, "", json, fields, items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new YamlNode(line, name, scalar.getValue(), json(scalar), fields, items);
    }

    private static JsonNode json(ScalarNode node) {
        String text = node.getValue();
        if (node.getTag().equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        return number && NUMBER.matcher(text).matches() ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
