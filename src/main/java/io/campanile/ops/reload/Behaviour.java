package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a flow file makes happen, apart from how it is worded: by it an edit restarts only the routes that it changes.
 *
 * @param routes         by id, in the order of the file; each with the failure handling that it may name
 * @param configurations what the file says about failures
 */
record Behaviour(Map<String, Object> routes, List<Object> configurations) {

    /** For the reader only. */
    private static final Set<String> WORDING = Set.of("description", "note");

    static final Behaviour NONE = new Behaviour(Map.of(), List.of());

    /** @param file one that was checked */
    static Behaviour of(FlowFile file) {
        Map<String, Object> routes = new LinkedHashMap<>();
        List<Object> configurations = new ArrayList<>();
        Object root = new Load(LoadSettings.builder().build()).loadFromString(file.text());
        for (Object item : root instanceof List<?> list ? list : List.of()) {
            if (item instanceof Map<?, ?> entry && entry.get("route") instanceof Map<?, ?> route) {
                routes.put(String.valueOf(route.get("id")), bare(route));
            } else {
                configurations.add(bare(item));
            }
        }
        return new Behaviour(routes, configurations);
    }

    /** Whether both have the route, and it does the same in both. */
    boolean isSame(String route, Behaviour other) {
        return routes.containsKey(route) && routes.get(route).equals(other.routes.get(route)) && configurations.equals(other.configurations);
    }

    private static Object bare(Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<Object, Object> kept = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (!WORDING.contains(name)) {
                    kept.put(name, bare(value));
                }
            });
            return kept;
        }
        return node instanceof List<?> list ? list.stream().map(Behaviour::bare).toList() : node;
    }
}
