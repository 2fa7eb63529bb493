package io.campanile.ops.guard;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An offset moves once, at the end, and over the records that were read (DESIGN, principle 5). */
final class CommitRule implements Rule {

    private static final Pattern PROPERTY = Pattern.compile("exchangeProperty\\.(\\w+)");

    private final Endpoints endpoints;

    CommitRule(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        for (YamlNode route : flow.routes()) {
            YamlNode commit = KafkaRelations.commit(route);
            if (commit != null && endpoints.source(route).is("kafka", FlowEndpoint.Use.TAKE)) {
                check(route, commit, problems);
            }
        }
    }

    private static void check(YamlNode route, YamlNode commit, Problems problems) {
        List<YamlNode> steps = route.at("from", "steps").items();
        for (int i = 0; i < steps.size() - 1; i++) {
            if (steps.get(i).at("bean") == commit) {
                problems.add(commit, "steps follow the commit: what fails in them would not be done again; commit last");
            }
        }
        Matcher property = PROPERTY.matcher(commit.at("method").text());
        if (property.find() && !sets(route, property.group(1))) {
            problems.add(commit.at("method"), "no step sets the property '" + property.group(1) + "' before: nothing would be committed, and a restart would do everything again");
        }
    }

    private static boolean sets(YamlNode route, String property) {
        AtomicBoolean found = new AtomicBoolean();
        route.walk(node -> {
            if ("setProperty".equals(node.name()) && node.at("name").text().equals(property)) {
                found.set(true);
            }
        });
        return found.get();
    }
}
