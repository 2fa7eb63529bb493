package io.campanile.ops.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A flow is written in Camel's YAML DSL, by the JSON schema that comes with it. Where the schema allows alternatives,
 * its validator tells of each why it is none: here one sentence is made of them.
 */
final class SchemaRule implements Rule {

    /** So many names may be missing before they are taken for a choice among them. */
    private static final int CHOICE = 3;

    /** Read when the first flow is checked: it is large. */
    private static final class Dsl {

        /** The schema marks what is deprecated, which draft 4 does not know. */
        private static final JsonMetaSchema DRAFT_4 = JsonMetaSchema.builder(JsonMetaSchema.getV4()).keyword(new NonValidationKeyword("deprecated")).build();
        /** Preloaded, or with what its references lead to, it would take 240 MB: each definition again wherever it is referred to. */
        private static final SchemaValidatorsConfig SMALL =
                SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).preloadJsonSchema(false).cacheRefs(false).build();
        private static final JsonSchema SCHEMA = JsonSchemaFactory.builder().metaSchema(DRAFT_4).defaultMetaSchemaIri(DRAFT_4.getIri()).build().getSchema(
                SchemaRule.class.getResourceAsStream("/schema/camelYamlDsl.json"), SMALL);
    }

    @Override
    public void check(Flow flow, Problems problems) {
        Map<String, List<ValidationMessage>> places = Dsl.SCHEMA.validate(flow.root().json()).stream()
                .collect(Collectors.groupingBy(message -> message.getInstanceLocation().toString(),
                        () -> new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder())),
                        Collectors.toList()));
        List<String> told = new ArrayList<>();
        places.forEach((place, messages) -> {
            // What is wrong deeper down is why no alternative fits here
            if (told.stream().noneMatch(deeper -> deeper.startsWith(place + "/") || place.isEmpty())) {
                tell(find(flow.root(), messages.get(0).getInstanceLocation()), messages, problems);
                told.add(place);
            }
        });
    }

    private static void tell(YamlNode where, List<ValidationMessage> messages, Problems problems) {
        Set<String> missing = properties("required", messages);
        Set<String> unknown = properties("additionalProperties", messages);
        if (unknown.isEmpty() && missing.size() > CHOICE && !where.fields().isEmpty()) {
            unknown.addAll(where.fields().keySet());
            unknown.removeIf(field -> missing.contains(field) || Set.of("id", "description", "note", "name").contains(field));
            unknown.forEach(field -> problems.add(where.at(field), unknown(field, missing)));
        } else if (!unknown.isEmpty()) {
            Set<String> known = messages.stream().filter(message -> message.getType().equals("additionalProperties"))
                    .flatMap(message -> known(message).stream()).collect(Collectors.toSet());
            unknown.forEach(field -> problems.add(where.at(field), unknown(field, known)));
        }
        if (!unknown.isEmpty()) {
            return;
        }
        Set<String> expected = messages.stream().filter(message -> message.getType().equals("type"))
                .map(message -> message.getArguments()[1].toString()).collect(Collectors.toCollection(TreeSet::new));
        if (!expected.isEmpty()) {
            problems.add(where, name(where) + " must be " + expected.stream().map(SchemaRule::kind).collect(Collectors.joining(" or ")) + braces(where, expected));
        } else if (missing.size() > CHOICE) {
            problems.add(where, name(where) + " lacks one of " + String.join(", ", missing));
        } else if (!missing.isEmpty()) {
            problems.add(where, name(where) + " lacks '" + String.join("', '", missing) + "'");
        } else {
            problems.add(where, name(where) + " " + sentence(messages.get(0)));
        }
    }

    private static String unknown(String field, Set<String> known) {
        return "'" + field + "' is not known here" + Names.hint(field, known);
    }

    private static String name(YamlNode where) {
        return where.name() == null ? "what stands here" : "'" + where.name() + "'";
    }

    private static String kind(String type) {
        return switch (type) {
            case "object" -> "names with values";
            case "array" -> "a list, each item after '- '";
            case "string" -> "a text";
            case "boolean" -> "true or false";
            default -> "a " + type;
        };
    }

    private static String braces(YamlNode where, Set<String> expected) {
        return where.text().startsWith("{{") && !expected.contains("string")
                ? "; Camel takes no {{setting}} here: write the value, or name a bean by the Ref field beside it" : "";
    }

    private static String sentence(ValidationMessage message) {
        if (message.getType().equals("maxProperties")) {
            return "holds more than one thing: begin each with '- '";
        }
        String text = message.getMessage();
        return text.substring(text.indexOf(": ") + 2);
    }

    private static Set<String> properties(String type, List<ValidationMessage> messages) {
        return messages.stream().filter(message -> message.getType().equals(type)).map(ValidationMessage::getProperty)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> known(ValidationMessage message) {
        String keyword = message.getSchemaLocation().getFragment().toString();
        JsonNode properties = Dsl.SCHEMA.getSchemaNode().at(keyword.substring(0, keyword.lastIndexOf('/'))).path("properties");
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static YamlNode find(YamlNode root, JsonNodePath path) {
        YamlNode found = root;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            found = step instanceof Integer index ? found.items().get(index) : found.at(step.toString());
        }
        return found;
    }
}
