package io.campanile.ops.guard;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Bad input ends at once; a backend that is away does not (DESIGN, principle 5). */
final class OnExceptionRule implements Rule {

    /** How a backend says that it is away. */
    private static final List<Class<? extends Exception>> AWAY = List.of(java.sql.SQLTransientException.class, java.net.ConnectException.class,
            java.util.concurrent.TimeoutException.class, org.apache.kafka.common.errors.RetriableException.class);

    private static final List<String> OUTCOMES = List.of("handled", "continued", "redeliveryPolicy", "redeliveryPolicyRef", "retryWhile", "onWhen", "steps",
            "useOriginalMessage", "useOriginalBody");

    @Override
    public void check(Flow flow, Problems problems) {
        flow.root().walk(node -> {
            if ("onException".equals(node.name()) && node.items().isEmpty()) {
                if (node.at("exception").items().isEmpty()) {
                    problems.add(node, "onException names no exception: the flow would not load");
                }
                if (OUTCOMES.stream().noneMatch(node::has)) {
                    problems.add(node, "onException does not say what becomes of the message: write handled, or a redeliveryPolicy");
                }
                Stream.of("handled", "continued").map(outcome -> node.at(outcome, "constant", "expression"))
                        .filter(outcome -> outcome.isPresent() && !Set.of("true", "false").contains(outcome.text()))
                        .forEach(outcome -> problems.add(outcome, "'" + outcome.text() + "' is neither true nor false: it would count as false"));
                node.at("exception").items().forEach(exception -> check(node, exception, problems));
            }
            if ("doCatch".equals(node.name())) {
                node.at("exception").items().forEach(exception -> type(exception, problems));
            }
        });
    }

    private static void check(YamlNode handler, YamlNode exception, Problems problems) {
        Class<?> type = type(exception, problems);
        if (type == null || AWAY.stream().noneMatch(type::isAssignableFrom)) {
            return;
        }
        YamlNode retries = handler.at("redeliveryPolicy", "maximumRedeliveries");
        if (retries.text().equals("0")) {
            problems.add(exception, type.getSimpleName() + " is also what a backend that is away throws: never trying it again makes every message of an outage a dead letter; "
                    + "name what bad input throws");
        }
        if (handler.at("continued").isPresent()) {
            problems.add(handler.at("continued"), type.getSimpleName() + " is also what a backend that is away throws: the next steps would run as though this one had worked");
        }
    }

    private static Class<?> type(YamlNode exception, Problems problems) {
        try {
            return Class.forName(exception.text(), false, OnExceptionRule.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            problems.add(exception, "there is no exception " + exception.text() + ": the flow would not load; write its full name, with the package");
            return null;
        }
    }
}
