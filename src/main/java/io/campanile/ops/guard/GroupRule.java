package io.campanile.ops.guard;

import java.util.HashMap;
import java.util.Map;

/** A consumer group, and an MQTT client, belong to one route: two that share one take each other's messages. */
final class GroupRule implements Rule {

    private final Endpoints endpoints;

    GroupRule(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        Map<String, String> taken = new HashMap<>();
        flow.others().forEach(other -> endpoints.in(other.root()).forEach(endpoint -> names(endpoint).forEach((option, key) ->
                taken.put(key, other.file().name()))));
        for (YamlNode route : flow.routes()) {
            for (FlowEndpoint endpoint : endpoints.in(route)) {
                names(endpoint).forEach((option, key) -> {
                    String owner = taken.put(key, "the route " + route.at("id").text());
                    if (owner != null) {
                        problems.add(endpoint.at(option), "the " + option + " '" + endpoint.options().get(option) + "' is also that of " + owner
                                + (option.equals("groupId") ? ": each of the two would get only a part of the records" : ": they would end each other's connections"));
                    }
                });
            }
        }
    }

    private static Map<String, String> names(FlowEndpoint endpoint) {
        String option = endpoint.is("kafka", FlowEndpoint.Use.TAKE) ? "groupId" : endpoint.scheme().equals(MqttRelations.SCHEME) ? "clientId" : null;
        return option == null || !endpoint.options().containsKey(option) ? Map.of()
                : Map.of(option, endpoint.scheme() + ":" + endpoint.options().get(option));
    }
}
