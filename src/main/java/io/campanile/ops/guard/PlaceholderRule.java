package io.campanile.ops.guard;

/** Every {@code {{setting}}} is declared in application.properties (DESIGN, Route style 4). */
final class PlaceholderRule implements Rule {

    private final Placeholders placeholders;

    PlaceholderRule(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        flow.root().walk(node -> {
            for (String name : Placeholders.in(node.text())) {
                if (!placeholders.isDeclared(name)) {
                    problems.add(node, "the setting {{" + name + "}} is not declared in application.properties" + Names.hint(name, placeholders.declared()));
                }
            }
            if (Placeholders.isTorn(node.text())) {
                problems.add(node, "a brace is missing: a setting's name stands in {{two}} on each side");
            }
        });
    }
}
