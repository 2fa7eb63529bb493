package io.campanile.ops.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** An id that another file has would be stolen from it, silently (FIELD-NOTES, Live reload). */
final class IdRule implements Rule {

    private final Supplier<EdgeRoutes> edges;

    IdRule(Supplier<EdgeRoutes> edges) {
        this.edges = edges;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        Map<String, String> taken = new HashMap<>();
        flow.others().forEach(other -> ids(other.root(), id -> taken.put(id.text(), "of " + other.file().name())));
        Set<String> edge = edges.get().ids();
        Map<String, Integer> own = new HashMap<>();
        ids(flow.root(), id -> {
            Integer before = own.putIfAbsent(id.text(), id.line());
            if (before != null) {
                problems.add(id, "the id '" + id.text() + "' is taken in line " + before);
            } else if (taken.containsKey(id.text())) {
                problems.add(id, "the id '" + id.text() + "' is one " + taken.get(id.text()) + ": that flow would lose its route");
            } else if (edge.contains(id.text())) {
                problems.add(id, "the id '" + id.text() + "' is one of the gateway's own: that route would be lost");
            }
        });
    }

    private static void ids(YamlNode root, java.util.function.Consumer<YamlNode> visitor) {
        root.walk(node -> {
            if ("id".equals(node.name()) && !node.text().isEmpty()) {
                visitor.accept(node);
            }
        });
    }
}
