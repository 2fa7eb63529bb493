package io.campanile.edge.rest;

import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * Gives each REST route the description of its verb, for JMX and Hawtio. Camel inlines the {@code direct:} route
 * into the REST one under the same id, but leaves the description behind.
 */
final class RouteDescriptions extends ModelLifecycleStrategySupport {

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (route.getRestDefinition() == null || route.getDescription() != null) {
            return;
        }
        for (VerbDefinition verb : route.getRestDefinition().getVerbs()) {
            if (verb.getTo() != null && verb.getTo().getUri().equals("direct:" + route.getRouteId())) {
                route.setDescription(verb.getDescriptionText());
            }
        }
    }

    static void follow(Model model) {
        if (model.getModelLifecycleStrategies().stream().noneMatch(RouteDescriptions.class::isInstance)) {
            model.addModelLifecycleStrategy(new RouteDescriptions());
        }
    }
}
