package io.campanile.ops.guard;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Camel's own loader can make routes of it: some things its schema allows and it refuses. */
final class LoaderRule implements Rule {

    private final CamelContext camel;

    /** @param camel of its own, never started */
    LoaderRule(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        try (YamlRoutesBuilderLoader loader = new YamlRoutesBuilderLoader()) {
            loader.setCamelContext(camel);
            loader.build();
            RouteBuilder builder = loader.doLoadRouteBuilder(ResourceHelper.fromString("file:" + flow.file().name(), flow.file().text()));
            builder.setCamelContext(camel);
            builder.configure();
            builder.getRouteCollection().getRoutes().forEach(route -> expressions(route, problems));
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1), "Camel cannot load it: " + e.getProblem());
        } catch (Exception e) {
            problems.add(1, "Camel cannot load it: " + e.getMessage());
        }
    }

    /** Camel's lines begin with 0, and with what follows the name of a step. */
    private static void expressions(RouteDefinition route, Problems problems) {
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ExpressionNode.class).stream()
                .filter(step -> step.getExpression() == null)
                .forEach(step -> problems.add(step.getLineNumber(), "'" + step.getShortName() + "' lacks an expression"));
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ChoiceDefinition.class).stream()
                .flatMap(choice -> choice.getWhenClauses().stream()).filter(when -> when.getExpression() == null)
                .forEach(when -> problems.add(when.getLineNumber() + 1, "the when lacks an expression"));
    }
}
