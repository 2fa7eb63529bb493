package io.campanile.ops.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Every route that reads from Kafka shows where a repeat is recognised (DESIGN, principle 4, Route style 9): a record is
 * read again after each crash and rebalance.
 */
final class RepeatRule implements Rule {

    private static final Pattern FENCED = Pattern.compile(".*-(once|newer)");

    @Override
    public void check(Flow flow, Problems problems) {
        for (YamlNode route : flow.routes()) {
            YamlNode uri = route.at("from", "uri");
            if (uri.text().startsWith("kafka:") && !showsRepeats(route)) {
                problems.add(uri, "the route does not show where a repeat is recognised, and every record may come twice: "
                        + "add an idempotentConsumer, or end the id of the step whose effect is fenced with -once");
            }
        }
    }

    private static boolean showsRepeats(YamlNode route) {
        AtomicBoolean found = new AtomicBoolean();
        route.walk(node -> {
            if ("idempotentConsumer".equals(node.name()) || "id".equals(node.name()) && FENCED.matcher(node.text()).matches()) {
                found.set(true);
            }
        });
        return found.get();
    }
}
