package io.campanile.ops.guard;

import io.campanile.ops.guard.FlowEndpoint.Use;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks a flow file over, whole, before it is let in (PROTOCOL 11): what passes can run. It never touches the running
 * node: expressions and endpoints are looked at in a Camel context of its own, which is never started. Thread-safe.
 */
public final class FlowCheck {

    private static final Logger LOG = LoggerFactory.getLogger(FlowCheck.class);

    private final Rule schema = new SchemaRule();
    private final List<Rule> rules;
    private final Rule loader;

    /**
     * @param settings those in force, as Camel gets them
     * @param beans    what the flows may call by name, beside the beans that the settings declare
     * @param edges    the routes beside the flows, as they are at each check
     */
    public FlowCheck(Properties settings, Map<String, Class<?>> beans, Supplier<EdgeRoutes> edges) {
        CamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.build();
        Placeholders placeholders = new Placeholders(settings);
        Endpoints endpoints = new Endpoints(placeholders);
        ComponentCatalog catalog = new ComponentCatalog(camel);
        loader = new LoaderRule(camel);
        Beans known = new Beans(beans, settings);
        rules = List.of(
                new NamingRule(), new ShapeRule(), new IdRule(edges), new FailureRule(), new OnExceptionRule(), new RepeatRule(),
                new PlaceholderRule(placeholders), new BeanRule(known), new ExpressionRule(camel, placeholders),
                new EndpointRule(endpoints, catalog), new DirectRule(endpoints, edges), new GroupRule(endpoints), new CommitRule(endpoints),
                new StepRule(endpoints), new RetryRule(endpoints, catalog, known, settings),
                new OptionRule("kafka", Use.TAKE, KafkaRelations.TAKING, endpoints, catalog, settings),
                new OptionRule("kafka", Use.SEND, KafkaRelations.SENDING, endpoints, catalog, settings),
                new OptionRule(MqttRelations.SCHEME, Use.TAKE, MqttRelations.TAKING, endpoints, catalog, settings),
                new OptionRule(MqttRelations.SCHEME, Use.TAKE, MqttRelations.BOTH, endpoints, catalog, settings),
                new OptionRule(MqttRelations.SCHEME, Use.SEND, MqttRelations.BOTH, endpoints, catalog, settings));
    }

    /**
     * @param candidate the file as it would be from now on
     * @param others    the flow files that run beside it; one of the candidate's name is passed over
     * @return what is wrong, in the order of the lines; empty when it may be let in
     */
    public List<Problem> check(FlowFile candidate, Collection<FlowFile> others) {
        Problems problems = new Problems();
        try {
            check(candidate, beside(candidate, others), problems);
        } catch (RuntimeException e) {
            LOG.error("The check of {} failed", candidate.name(), e);
            problems.add(1, "it cannot be checked, and so not be let in: " + e);
        }
        return problems.list();
    }

    private void check(FlowFile candidate, List<Flow> others, Problems problems) {
        Flow.read(candidate, others, problems).ifPresent(flow -> {
            schema.check(flow, problems);
            // What is no flow at all could only confuse the other rules
            if (problems.isEmpty()) {
                rules.forEach(rule -> rule.check(flow, problems));
            }
            if (problems.isEmpty()) {
                loader.check(flow, problems);
            }
        });
    }

    /** One of them that is no YAML any more does not count: its own check says so. */
    private static List<Flow> beside(FlowFile candidate, Collection<FlowFile> others) {
        return others.stream().filter(other -> !Objects.equals(other.name(), candidate.name()))
                .map(other -> Flow.read(other, List.of(), new Problems()))
                .flatMap(Optional::stream).toList();
    }
}
