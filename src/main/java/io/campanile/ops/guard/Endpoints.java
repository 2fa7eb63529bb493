package io.campanile.ops.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the endpoints that a flow names. */
final class Endpoints {

    private static final Set<String> AS_TEXT = Set.of("to", "toD", "from", "wireTap", "interceptFrom");

    private final Placeholders placeholders;

    Endpoints(Placeholders placeholders) {
        this.placeholders = placeholders;
    }

    /** All below a part of a flow, in their order. */
    List<FlowEndpoint> in(YamlNode part) {
        List<FlowEndpoint> found = new ArrayList<>();
        part.walk(node -> {
            if (node.has("uri")) {
                found.add(FlowEndpoint.of(node.name(), node.at("uri"), node.at("parameters"), placeholders));
            } else if (node.has("deadLetterUri")) {
                found.add(FlowEndpoint.of(node.name(), node.at("deadLetterUri"), node.at("parameters"), placeholders));
            } else if (node.name() != null && AS_TEXT.contains(node.name()) && !node.text().isEmpty()) {
                found.add(FlowEndpoint.of(node.name(), node, node.at("parameters"), placeholders));
            }
        });
        return found;
    }

    /** Where a route takes its messages from. */
    FlowEndpoint source(YamlNode route) {
        return FlowEndpoint.of("from", route.at("from", "uri"), route.at("from", "parameters"), placeholders);
    }
}
