package io.campanile.ops.guard;

import java.util.List;
import java.util.Set;

/** Steps that would break the order, let repeats through, or tell the log what it must not know (DESIGN, principle 3; Route style 7, 9, 10). */
final class StepRule implements Rule {

    private static final Set<String> KEYED = Set.of("kafka", MqttRelations.SCHEME);
    private static final Set<String> PREPARING = Set.of("setHeader", "setHeaders", "setProperty", "removeHeader", "removeHeaders", "removeProperty", "validate",
            "unmarshal", "convertBodyTo");
    private static final Set<String> SETS_HEADER = Set.of("setHeader", "removeHeader");

    private final Endpoints endpoints;

    StepRule(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        for (YamlNode route : flow.routes()) {
            effect(route, problems);
            boolean keyed = KEYED.contains(endpoints.source(route).scheme());
            route.walk(step -> {
                if (step.name() != null) {
                    order(step, keyed, problems);
                    repeats(step, problems);
                    secrecy(step, problems);
                }
            });
            endpoints.in(route).stream().filter(endpoint -> endpoint.scheme().equals("log") && !"false".equals(endpoint.options().get("showBody")))
                    .forEach(endpoint -> problems.add(endpoint.at("showBody"), "log: writes bodies into the log, which anybody who operates can read: write showBody: false"));
        }
    }

    /** A route that was cut off is good YAML, and would take messages and do nothing with them. */
    private static void effect(YamlNode route, Problems problems) {
        List<YamlNode> steps = route.at("from", "steps").items();
        if (steps.isEmpty()) {
            problems.add(route, "the route has no steps: what it takes would be gone");
            return;
        }
        steps.get(steps.size() - 1).fields().values().stream().filter(last -> PREPARING.contains(last.name())).forEach(last ->
                problems.add(last, "the route ends with '" + last.name() + "', which has no effect by itself: what it takes would be gone"));
    }

    private static void order(YamlNode step, boolean keyed, Problems problems) {
        if (keyed && (step.name().equals("threads") || step.name().equals("parallelProcessing") && step.text().equals("true"))) {
            problems.add(step, "'" + step.name() + "' does several messages of one key at a time: their order would be lost; take more partitions and nodes instead");
        }
    }

    private static void repeats(YamlNode step, Problems problems) {
        if (!step.name().equals("idempotentConsumer")) {
            return;
        }
        if (step.at("steps").items().isEmpty()) {
            problems.add(step, "no steps stand within the idempotentConsumer: those beside it run for repeats too");
        }
        if (step.at("removeOnFailure").text().equals("false")) {
            problems.add(step.at("removeOnFailure"), "removeOnFailure is off: a message that failed would be taken for a repeat when it comes again, and be lost");
        }
        if (step.at("skipDuplicate").text().equals("false")) {
            problems.add(step.at("skipDuplicate"), "skipDuplicate is off: repeats would have their effect");
        }
    }

    private static void secrecy(YamlNode step, Problems problems) {
        if (SETS_HEADER.contains(step.name()) && step.at("name").text().startsWith("Camel")) {
            problems.add(step.at("name"), "headers whose names begin with Camel are Camel's own: take a name in lowerCamel");
        }
        if (step.name().equals("log")) {
            YamlNode message = step.has("message") ? step.at("message") : step;
            if (message.text().contains("${body") || message.text().contains("${headers}")) {
                problems.add(message, "the body, or all headers, would stand in the log, which anybody who operates can read: log an id");
            }
        }
    }
}
