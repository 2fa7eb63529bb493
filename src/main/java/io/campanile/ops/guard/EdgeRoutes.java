package io.campanile.ops.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;

/**
 * The routes that stand beside the flow files, in code: what they are called, and where they meet flows.
 *
 * @param ids     of the routes
 * @param listens the {@code direct:} endpoints that they take from, by name
 * @param calls   the {@code direct:} endpoints that they send to, by name
 */
public record EdgeRoutes(Set<String> ids, Set<String> listens, Set<String> calls) {

    /** Of a node that does not run. */
    public static final EdgeRoutes NONE = new EdgeRoutes(Set.of(), Set.of(), Set.of());

    private static final String DIRECT = "direct:";

    /** Those of a running node, as they are now. */
    public static EdgeRoutes of(CamelContext camel) {
        Set<String> ids = new HashSet<>();
        Set<String> listens = new HashSet<>();
        Set<String> calls = new HashSet<>();
        for (RouteDefinition route : List.copyOf(camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions())) {
            if (route.getResource() == null || !route.getResource().getLocation().endsWith(FlowFile.SUFFIX)) {
                ids.add(route.getRouteId());
                direct(Stream.of(route.getInput().getEndpointUri()), listens);
                direct(ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class).stream()
                        .map(SendDefinition::getEndpointUri), calls);
            }
        }
        return new EdgeRoutes(ids, listens, calls);
    }

    private static void direct(Stream<String> uris, Set<String> names) {
        uris.filter(uri -> uri.startsWith(DIRECT)).map(uri -> uri.substring(DIRECT.length()).replaceFirst("\\?.*", "")).forEach(names::add);
    }
}
