package io.campanile.ops.guard;

/**
 * Every flow shows, in its file, where a failure ends (DESIGN, Route style 9). In the file itself, because Camel takes up
 * an edit of an error configuration only with the routes that stand beside it (FIELD-NOTES, Live reload).
 */
final class FailureRule implements Rule {

    @Override
    public void check(Flow flow, Problems problems) {
        for (YamlNode route : flow.routes()) {
            YamlNode reference = route.at("routeConfigurationId");
            if (reference.isPresent() && !flow.configurations().containsKey(reference.text())) {
                problems.add(reference, "no routeConfiguration in this file is called '" + reference.text() + "'"
                        + Names.hint(reference.text(), flow.configurations().keySet()) + " Without it a failure would end in the log");
            } else if (!reference.isPresent() && !route.has("errorHandler")) {
                problems.add(route, "the route does not say where a failure ends: name a routeConfigurationId of this file, or an errorHandler");
            }
        }
        flow.root().walk(node -> {
            if ("deadLetterChannel".equals(node.name())) {
                channel(node, problems);
            }
        });
        flow.configurations().forEach((id, configuration) -> {
            if (flow.routes().stream().noneMatch(route -> route.at("routeConfigurationId").text().equals(id))) {
                problems.add(configuration, "no route of this file uses the routeConfiguration '" + id + "'");
            }
        });
    }

    private static void channel(YamlNode channel, Problems problems) {
        if (!channel.at("deadLetterHandleNewException").text().equals("false")) {
            problems.add(at(channel, "deadLetterHandleNewException"), "deadLetterHandleNewException is not false: what cannot be kept as a dead letter would be gone");
        }
        if (!channel.at("useOriginalBody").text().equals("true") && !channel.at("useOriginalMessage").text().equals("true")) {
            problems.add(at(channel, "useOriginalBody"), "useOriginalBody is not true: a dead letter would hold what the steps made of the message, "
                    + "and could not be sent again");
        }
    }

    private static YamlNode at(YamlNode channel, String field) {
        return channel.has(field) ? channel.at(field) : channel;
    }
}
