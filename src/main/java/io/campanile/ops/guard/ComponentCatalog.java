package io.campanile.ops.guard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/** The components on the class path and what each understands, by the descriptions that they bring. Thread-safe. */
final class ComponentCatalog {

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]*");

    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();

    /** @param camel of its own, never started */
    ComponentCatalog(CamelContext camel) {
        catalog.setCamelContext(camel);
    }

    /** @return null when there is none of that name */
    ComponentModel component(String scheme) {
        return SCHEME.matcher(scheme).matches() ? catalog.componentModel(scheme) : null;
    }

    EndpointValidationResult validate(FlowEndpoint endpoint) {
        String query = endpoint.options().entrySet().stream()
                .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
                .collect(Collectors.joining("&"));
        return catalog.validateEndpointProperties(query.isEmpty() ? endpoint.uri() : endpoint.uri() + "?" + query, false,
                endpoint.use() == FlowEndpoint.Use.TAKE, endpoint.use() == FlowEndpoint.Use.SEND);
    }

    private static String encoded(String text) {
        // It decodes twice; for a percent sign no option's type cares
        return URLEncoder.encode(text.replace('%', '_'), StandardCharsets.UTF_8);
    }

    /** The options of a component's endpoints that have a default, with it. */
    Map<String, String> defaults(String scheme) {
        ComponentModel component = component(scheme);
        return component == null ? Map.of() : component.getEndpointOptions().stream().filter(option -> option.getDefaultValue() != null)
                .collect(Collectors.toMap(option -> option.getName(), option -> option.getDefaultValue().toString()));
    }
}
