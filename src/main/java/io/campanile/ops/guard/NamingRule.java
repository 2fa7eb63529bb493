package io.campanile.ops.guard;

import java.util.regex.Pattern;

/** Names by which an operator finds a step again: in the log, in Hawtio, on a metric (DESIGN, Route style 1 to 3). */
final class NamingRule implements Rule {

    /** As much of a name as Hawtio shows. */
    private static final int SHOWN = 34;
    private static final String DUE = "due:";
    private static final Pattern ID = Pattern.compile("[a-z0-9-]*");
    private static final Pattern FILE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+\\.camel\\.yaml");

    @Override
    public void check(Flow flow, Problems problems) {
        if (!FILE.matcher(flow.file().name()).matches()) {
            problems.add(1, "the file's name is not <noun>-<verb>" + FlowFile.SUFFIX + ", in small letters: it is the flow's name everywhere");
        }
        flow.root().walk(node -> name(flow, node, problems));
        flow.routes().forEach(route -> route(flow, route, problems));
        flow.configurations().forEach((id, configuration) -> {
            if (id.isEmpty()) {
                problems.add(configuration, "the routeConfiguration has no id: one without applies to the routes of every flow");
            }
        });
    }

    private static void name(Flow flow, YamlNode node, Problems problems) {
        boolean id = "id".equals(node.name());
        if (id && !node.text().equals(flow.name()) && !node.text().startsWith(flow.name() + "-")) {
            problems.add(node, "the id '" + node.text() + "' does not begin with the file's name: write " + flow.name() + "-…");
        }
        if (id && !ID.matcher(node.text()).matches()) {
            problems.add(node, "the id '" + node.text() + "' is not made of small letters, digits and '-': it is a name in the log, in JMX and on metrics");
        }
        if ((id || "description".equals(node.name())) && node.text().length() > SHOWN) {
            problems.add(node, "the " + node.name() + " has " + node.text().length() + " characters, Hawtio and Kaoto show " + SHOWN);
        }
    }

    private static void route(Flow flow, YamlNode route, Problems problems) {
        if (route.at("id").text().isEmpty()) {
            problems.add(route, "the route has no id: it would get another at each reload, and the old one would go on beside it");
        }
        if (route.at("description").text().isBlank()) {
            problems.add(route, "the route has no description: say what it does");
        }
        YamlNode source = route.at("from", "uri");
        if (source.text().startsWith(DUE) && !source.text().startsWith(DUE + flow.name())) {
            problems.add(source, source.text() + " does not begin with the flow's name: what was set to become due under that name would wait for ever");
        }
        if (!route.has("group")) {
            problems.add(route, "the route has no group: write group: " + flow.name());
        } else if (!route.at("group").text().equals(flow.name())) {
            problems.add(route.at("group"), "the group is not the file's name: write " + flow.name());
        }
    }
}
