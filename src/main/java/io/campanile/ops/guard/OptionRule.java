package io.campanile.ops.guard;

import java.util.List;
import java.util.Properties;

/** Looks at each endpoint of one kind by a table of what would hurt. */
final class OptionRule implements Rule {

    private final String scheme;
    private final FlowEndpoint.Use use;
    private final List<Relation> relations;
    private final Endpoints endpoints;
    private final ComponentCatalog catalog;
    private final Properties settings;

    OptionRule(String scheme, FlowEndpoint.Use use, List<Relation> relations, Endpoints endpoints, ComponentCatalog catalog, Properties settings) {
        this.scheme = scheme;
        this.use = use;
        this.relations = relations;
        this.endpoints = endpoints;
        this.catalog = catalog;
        this.settings = settings;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        for (YamlNode route : flow.routes()) {
            endpoints.in(route).stream().filter(endpoint -> endpoint.is(scheme, use)).forEach(endpoint ->
                    Relation.check(relations, new Options(flow, route, endpoint, settings, catalog.defaults(scheme)), problems));
        }
    }
}
