package io.campanile.ops.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A flow file that is YAML.
 *
 * @param others the flows that run beside it
 */
record Flow(FlowFile file, YamlNode root, List<Flow> others) {

    /** @return empty when it is no YAML; the problems say why */
    static Optional<Flow> read(FlowFile file, List<Flow> others, Problems problems) {
        return FlowYaml.read(file.text(), problems).map(root -> new Flow(file, root, others));
    }

    String name() {
        return file.flow();
    }

    List<YamlNode> routes() {
        return all("route");
    }

    /** By their ids. */
    Map<String, YamlNode> configurations() {
        return all("routeConfiguration").stream().collect(Collectors.toMap(node -> node.at("id").text(), Function.identity(), (one, same) -> one));
    }

    private List<YamlNode> all(String kind) {
        List<YamlNode> found = new ArrayList<>();
        root.items().stream().filter(item -> item.has(kind)).forEach(item -> found.add(item.at(kind)));
        return found;
    }
}
