package io.campanile.ops.guard;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Processor;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.AggregationRepository;
import org.apache.camel.spi.IdempotentRepository;

/** What a flow calls by name is bound, is what it must be, and has the method. */
final class BeanRule implements Rule {

    /** The fields that name a bean, with what it must be. */
    private static final Map<String, Class<?>> REFERENCES = Map.of(
            "redeliveryPolicyRef", RedeliveryPolicy.class,
            "idempotentRepository", IdempotentRepository.class,
            "onExceptionOccurredRef", Processor.class,
            "onRedeliveryRef", Processor.class,
            "onPrepareFailureRef", Processor.class,
            "aggregationStrategy", AggregationStrategy.class,
            "aggregationRepository", AggregationRepository.class);
    private static final Set<String> CALLS = Set.of("bean", "method");
    /** {@code bean:clock?method=millis}, {@code bean:clock.millis}, {@code bean:clock::millis} */
    private static final Pattern IN_SIMPLE = Pattern.compile("\\$\\{bean:([\\w-]+)(?:(?:\\?method=|\\.|::)(\\w+))?");

    /** {@code #bean:name} and {@code #name} are as good as the name alone. */
    private static final Pattern PREFIX = Pattern.compile("^#bean:|^#(?!class:)");

    private final Beans beans;

    BeanRule(Beans beans) {
        this.beans = beans;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        flow.root().walk(node -> {
            if (node.name() == null) {
                return;
            }
            if (REFERENCES.containsKey(node.name())) {
                reference(node, REFERENCES.get(node.name()), problems);
            } else if (node.name().equals("process") && node.has("ref")) {
                reference(node.at("ref"), Processor.class, problems);
            } else if (CALLS.contains(node.name()) && !node.fields().isEmpty()) {
                call(node, problems);
            }
            Matcher simple = IN_SIMPLE.matcher(node.text());
            while (simple.find()) {
                method(node, simple.group(1), node, simple.group(2), problems);
            }
        });
    }

    private void reference(YamlNode node, Class<?> expected, Problems problems) {
        String name = PREFIX.matcher(node.text()).replaceFirst("");
        Class<?> type = type(node, name, problems);
        if (type != null && !expected.isAssignableFrom(type)) {
            problems.add(node, "the bean '" + name + "' is a " + type.getSimpleName() + ", and no " + expected.getSimpleName());
        }
    }

    private void call(YamlNode call, Problems problems) {
        if (call.has("beanType")) {
            problems.add(call.at("beanType"), "name a bean by ref: one made from its class has nothing of the gateway");
        } else if (!call.has("ref")) {
            problems.add(call, "the step names no bean: write ref and method");
        } else if (!call.has("method")) {
            problems.add(call, "the step names no method: Camel would guess one by the body");
        } else {
            String method = call.at("method").text();
            method(call.at("ref"), call.at("ref").text(), call.at("method"), method.contains("(") ? method.substring(0, method.indexOf('(')) : method, problems);
        }
    }

    private void method(YamlNode where, String bean, YamlNode whereMethod, String method, Problems problems) {
        Class<?> type = type(where, bean, problems);
        if (type != null && method != null) {
            Set<String> methods = Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
            if (!methods.contains(method.trim())) {
                problems.add(whereMethod, "the bean '" + bean + "' has no method '" + method + "'" + Names.hint(method, methods));
            }
        }
    }

    private Class<?> type(YamlNode where, String name, Problems problems) {
        Class<?> type = beans.type(name);
        if (type == null) {
            problems.add(where, "no bean is called '" + name + "'" + Names.hint(name, beans.names()));
        }
        return type;
    }
}
