package io.campanile.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The route files as they are shipped. */
final class RouteFiles {

    static final Path DIRECTORY = Path.of("routes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private RouteFiles() {
    }

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
        }
    }

    /** {@code device-report} for {@code device-report.camel.yaml}. */
    static String flow(Path file) {
        return file.getFileName().toString().replace(".camel.yaml", "");
    }

    static JsonNode read(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    static List<JsonNode> routes(Path file) throws IOException {
        List<JsonNode> routes = new ArrayList<>();
        read(file).forEach(element -> {
            if (element.has("route")) {
                routes.add(element.get("route"));
            }
        });
        return routes;
    }

    /** Every field of the tree, with its name. */
    static void walk(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> {
                visitor.accept(field.getKey(), field.getValue());
                walk(field.getValue(), visitor);
            });
        } else if (node.isArray()) {
            node.forEach(element -> walk(element, visitor));
        }
    }
}
