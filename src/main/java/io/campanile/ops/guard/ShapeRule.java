package io.campanile.ops.guard;

import java.util.Set;

/** What a flow is made of, and how much of it, so that it can be read from top to bottom (DESIGN, Route style 1, 3, 9). */
final class ShapeRule implements Rule {

    private static final int LINES = 130;
    private static final Set<String> PARTS = Set.of("route", "routeConfiguration");

    @Override
    public void check(Flow flow, Problems problems) {
        long lines = flow.file().text().lines().count();
        if (lines > LINES) {
            problems.add(LINES + 1, "the file has " + lines + " lines, more than " + LINES + ": move a part into a flow of its own");
        }
        flow.root().items().forEach(item -> item.fields().values().stream().filter(part -> !PARTS.contains(part.name()))
                .forEach(part -> problems.add(part, "'" + part.name() + "' has no place in a flow file: only route and routeConfiguration can be swapped while running")));
        if (flow.routes().isEmpty()) {
            problems.add(1, "no route is in the file: to end a flow, delete its file");
        }
        flow.routes().forEach(route -> choices(route, false, problems));
    }

    private static void choices(YamlNode node, boolean within, Problems problems) {
        boolean choice = "choice".equals(node.name());
        if (choice && within) {
            problems.add(node, "a choice within a choice: let a bean decide, or call a second flow");
        }
        if (choice && !node.has("otherwise")) {
            problems.add(node, "the choice has no otherwise: what fits no when would go on unseen");
        }
        node.fields().values().forEach(field -> choices(field, within || choice, problems));
        node.items().forEach(item -> choices(item, within || choice, problems));
    }
}
