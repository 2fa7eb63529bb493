package io.campanile.ops.guard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Flows meet at {@code direct:} (DESIGN, Route style 8): who is called is there, is one, and stays there. */
final class DirectRule implements Rule {

    private static final String DIRECT = "direct";

    private final Endpoints endpoints;
    private final Supplier<EdgeRoutes> edges;

    DirectRule(Endpoints endpoints, Supplier<EdgeRoutes> edges) {
        this.endpoints = endpoints;
        this.edges = edges;
    }

    @Override
    public void check(Flow flow, Problems problems) {
        EdgeRoutes edge = edges.get();
        Map<String, String> elsewhere = new HashMap<>();
        edge.listens().forEach(name -> elsewhere.put(name, "the gateway's own routes"));
        flow.others().forEach(other -> other.routes().stream().map(endpoints::source).filter(source -> source.scheme().equals(DIRECT))
                .forEach(source -> elsewhere.put(source.path(), other.file().name())));
        Set<String> here = listens(flow, elsewhere, problems);

        endpoints.in(flow.root()).stream().filter(endpoint -> endpoint.is(DIRECT, FlowEndpoint.Use.SEND)).forEach(call -> {
            if (!call.path().contains("${") && !here.contains(call.path()) && !elsewhere.containsKey(call.path())) {
                Set<String> known = new HashSet<>(elsewhere.keySet());
                known.addAll(here);
                problems.add(call.where(), "no route takes from direct:" + call.path() + Names.hint(call.path(), known));
            }
        });
        Map<String, String> callers = new HashMap<>();
        edge.calls().forEach(name -> callers.put(name, "the gateway's edges send"));
        flow.others().forEach(other -> endpoints.in(other.root()).stream().filter(endpoint -> endpoint.is(DIRECT, FlowEndpoint.Use.SEND))
                .forEach(call -> callers.put(call.path(), other.file().name() + " sends")));
        callers.forEach((name, caller) -> {
            boolean onlyMisnamed = here.stream().anyMatch(own -> !belongs(flow, own));
            if (name.equals(flow.name()) && !flow.routes().isEmpty() && !onlyMisnamed && !here.contains(name) && !elsewhere.containsKey(name)) {
                problems.add(1, caller + " to direct:" + name + ", and no route would take from it any more");
            }
        });
    }

    private Set<String> listens(Flow flow, Map<String, String> elsewhere, Problems problems) {
        Set<String> here = new HashSet<>();
        flow.routes().stream().map(endpoints::source).filter(source -> source.scheme().equals(DIRECT)).forEach(source -> {
            String taken = elsewhere.getOrDefault(source.path(), here.contains(source.path()) ? "another route of this file" : null);
            if (taken != null) {
                problems.add(source.where(), "direct:" + source.path() + " is taken from by " + taken + ": only one route can");
            }
            if (!belongs(flow, source.path())) {
                problems.add(source.where(), "direct:" + source.path() + " does not begin with the flow's name: whoever calls direct:" + flow.name() + " would wait in vain");
            }
            here.add(source.path());
        });
        return here;
    }

    private static boolean belongs(Flow flow, String name) {
        return name.equals(flow.name()) || name.startsWith(flow.name() + "-");
    }
}
