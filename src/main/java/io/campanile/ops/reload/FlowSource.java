package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceSupport;

/** Makes Camel's definitions of a flow's text. */
final class FlowSource extends ResourceSupport {

    private final FlowFile file;

    private FlowSource(FlowFile file) {
        super("file", "routes/" + file.name());
        this.file = file;
    }

    /**
     * Not started yet; what the file says about failures is in force for what is started from now on.
     *
     * @throws Exception when Camel makes nothing of it; nothing has changed then
     */
    static List<RouteDefinition> define(CamelContext camel, FlowFile file) throws Exception {
        RouteBuilder builder = (RouteBuilder) PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(List.of(new FlowSource(file))).iterator().next();
        // First: a route takes over what is there when it is defined
        ((RouteConfigurationsBuilder) builder).updateRouteConfigurationsToCamelContext(camel);
        RoutesDefinition routes = builder.configureRoutes(camel);
        routes.setResource(builder.getResource());
        for (RouteDefinition route : routes.getRoutes()) {
            routes.prepareRoute(route);
        }
        return routes.getRoutes();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(file.text().getBytes(StandardCharsets.UTF_8));
    }
}
