package io.campanile.ops.guard;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;

/** Each endpoint is one of a component that is there, with options that it has, and holds no secret (DESIGN, Route style 4, 8). */
final class EndpointRule implements Rule {

    private static final Set<String> BANNED = Set.of("seda", "vm", "disruptor", "language", "exec");

    private static final Set<String> TYPED = Set.of("boolean", "integer", "number", "duration", "enum");
    private static final Pattern LONG = Pattern.compile("-?\\d{1,18}");

    private final Endpoints endpoints;
    private final ComponentCatalog catalog;

    EndpointRule(Endpoints endpoints, ComponentCatalog catalog) {
        this.endpoints = endpoints;
        this.catalog = catalog;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        Set<String> inUse = Stream.concat(Stream.of(flow), flow.others().stream()).flatMap(each -> endpoints.in(each.root()).stream())
                .map(FlowEndpoint::scheme).filter(scheme -> catalog.component(scheme) != null).collect(Collectors.toSet());
        endpoints.in(flow.root()).forEach(endpoint -> check(endpoint, inUse, problems));
    }

    private void check(FlowEndpoint endpoint, Set<String> inUse, Problems problems) {
        String scheme = endpoint.scheme();
        if (BANNED.contains(scheme)) {
            problems.add(endpoint.where(), "'" + scheme + ":' is not allowed in a flow: what it holds is lost in a crash, or cannot be read in the file");
        } else if (endpoint.use() != FlowEndpoint.Use.DECIDE && endpoint.where().text().contains("${")) {
            problems.add(endpoint.where(), "the uri holds an expression, which is looked at only by toD: write that, or a setting in {{braces}}");
        } else if (scheme.contains("{{") || scheme.contains("${")) {
            return;
        } else if (catalog.component(scheme) == null) {
            problems.add(endpoint.where(), "there is no component '" + scheme + "'" + Names.hint(scheme, inUse));
        } else {
            secrets(endpoint, problems);
            if (endpoint.use() != FlowEndpoint.Use.DECIDE) {
                expressions(endpoint, problems);
                tell(endpoint, catalog.validate(endpoint), problems);
            }
        }
    }

    private void secrets(FlowEndpoint endpoint, Problems problems) {
        Set<String> secret = catalog.component(endpoint.scheme()).getEndpointOptions().stream().filter(BaseOptionModel::isSecret)
                .map(BaseOptionModel::getName).collect(Collectors.toSet());
        endpoint.options().keySet().stream().filter(secret::contains).filter(option -> !endpoint.at(option).text().contains("{{")).forEach(option ->
                problems.add(endpoint.at(option), "'" + option + "' is a secret: put it into the settings, and its name in {{braces}} here"));
    }

    private void expressions(FlowEndpoint endpoint, Problems problems) {
        catalog.component(endpoint.scheme()).getEndpointOptions().stream().filter(option -> TYPED.contains(option.getType()))
                .map(BaseOptionModel::getName).filter(option -> endpoint.options().getOrDefault(option, "").contains("${"))
                .forEach(option -> problems.add(endpoint.at(option), "'" + option + "' holds an expression, and an option is read before there is a message: write the value"));
    }

    private void tell(FlowEndpoint endpoint, EndpointValidationResult result, Problems problems) {
        if (result.isSuccess()) {
            return;
        }
        Set<String> known = catalog.component(endpoint.scheme()).getEndpointOptions().stream().map(BaseOptionModel::getName).collect(Collectors.toSet());
        each(result.getUnknown(), option -> problems.add(endpoint.at(option), endpoint.scheme() + " has no option '" + option + "'" + Names.hint(option, known)));
        each(result.getRequired(), option -> problems.add(endpoint.at(option), endpoint.scheme() + " needs '" + option + "'"));
        each(result.getNotConsumerOnly(), option -> problems.add(endpoint.at(option), "'" + option + "' is an option of sending, not of taking from " + endpoint.scheme()));
        each(result.getNotProducerOnly(), option -> problems.add(endpoint.at(option), "'" + option + "' is an option of taking, not of sending to " + endpoint.scheme()));
        values(endpoint, result.getInvalidBoolean(), "true or false", problems);
        values(endpoint, wrongIntegers(endpoint, result), "a whole number", problems);
        values(endpoint, result.getInvalidNumber(), "a number", problems);
        values(endpoint, result.getInvalidDuration(), "a duration such as 500 (ms) or 10s", problems);
        values(endpoint, result.getInvalidReference(), "a bean, as #name", problems);
        if (result.getInvalidEnum() != null) {
            result.getInvalidEnum().forEach((option, value) -> problems.add(endpoint.at(option), "'" + option + "' is " + value + ": it must be one of "
                    + String.join(", ", result.getInvalidEnumChoices().get(option))));
        }
        if (result.getSyntaxError() != null) {
            problems.add(endpoint.where(), "the uri is none: " + result.getSyntaxError());
        }
    }

    /** The catalog takes every integer for one of 32 bits. */
    private Map<String, String> wrongIntegers(FlowEndpoint endpoint, EndpointValidationResult result) {
        if (result.getInvalidInteger() == null) {
            return Map.of();
        }
        Set<String> large = catalog.component(endpoint.scheme()).getEndpointOptions().stream()
                .filter(option -> option.getJavaType().toLowerCase(Locale.ROOT).endsWith("long")).map(BaseOptionModel::getName).collect(Collectors.toSet());
        return result.getInvalidInteger().entrySet().stream()
                .filter(option -> !large.contains(option.getKey()) || !LONG.matcher(option.getValue()).matches())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void values(FlowEndpoint endpoint, Map<String, String> invalid, String expected, Problems problems) {
        if (invalid != null) {
            invalid.forEach((option, value) -> problems.add(endpoint.at(option), "'" + option + "' is '" + value + "': it must be " + expected));
        }
    }

    private static void each(Set<String> options, java.util.function.Consumer<String> visitor) {
        if (options != null) {
            options.forEach(visitor);
        }
    }
}
