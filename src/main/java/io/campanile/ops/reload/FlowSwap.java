package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one version of a flow in the place of another. Only routes that do something else now are touched, the sources
 * first: a source takes in nothing more and finishes what it has; a {@code direct:} route is swapped behind its
 * {@link Gate}. So what is under way ends on the version on which it began, and nothing is lost or done twice. Not
 * thread-safe: one swap at a time.
 */
final class FlowSwap {

    private static final Logger LOG = LoggerFactory.getLogger(FlowSwap.class);

    private final CamelContext camel;
    private final Model model;
    private final RunningRoutes running;
    private final GatedDirectComponent direct;
    private final Duration patience;

    /** @param patience for how long what is under way may take to finish */
    FlowSwap(CamelContext camel, GatedDirectComponent direct, Duration patience) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        this.running = new RunningRoutes(camel, model, patience);
        this.direct = direct;
        this.patience = patience;
    }

    /**
     * @param from what runs; null when nothing does
     * @param to   what is to run, checked; null when nothing is
     * @return the ids of the routes that were started, replaced or stopped
     * @throws SwapException when it cannot be done; the routes are those of {@code from} then
     */
    Collection<String> swap(FlowFile from, FlowFile to) throws SwapException {
        Behaviour before = from == null ? Behaviour.NONE : Behaviour.of(from);
        Behaviour after = to == null ? Behaviour.NONE : Behaviour.of(to);
        Map<String, RouteDefinition> old = new LinkedHashMap<>();
        before.routes().keySet().stream().filter(id -> !after.isSame(id, before)).forEach(id -> old.put(id, model.getRouteDefinition(id)));
        Map<String, RouteDefinition> next = to == null ? new LinkedHashMap<>() : define(to);
        next.keySet().removeIf(id -> before.isSame(id, after));
        return new Swap(old, next).perform();
    }

    private Map<String, RouteDefinition> define(FlowFile file) throws SwapException {
        Map<String, RouteDefinition> routes = new LinkedHashMap<>();
        try {
            FlowSource.define(camel, file).forEach(route -> routes.put(route.getRouteId(), route));
            return routes;
        } catch (Exception e) {
            throw new SwapException(null, SwapException.reason(e), false, e);
        }
    }

    /** One swap, which knows what it has done already. */
    private final class Swap {

        private final Map<String, RouteDefinition> old;
        private final Map<String, RouteDefinition> next;
        private final Set<String> done = new LinkedHashSet<>();

        /**
         * @param old  by id, what ends; nothing when the route could not be started before
         * @param next by id, what begins
         */
        Swap(Map<String, RouteDefinition> old, Map<String, RouteDefinition> next) {
            this.old = old;
            this.next = next;
        }

        Collection<String> perform() throws SwapException {
            try {
                for (String id : old.keySet()) {
                    if (running.has(id) && !isDirect(id)) {
                        done.add(id);
                        running.end(id);
                    }
                }
                for (String id : old.keySet()) {
                    if (running.has(id)) {
                        replaceBehindGate(id, next.get(id), old.get(id));
                    }
                }
                // Who is called before who calls
                begin(route -> route.getInput().getEndpointUri().startsWith("direct:"));
                begin(route -> true);
                return done;
            } catch (SwapException e) {
                undo();
                throw e;
            }
        }

        private void begin(Predicate<RouteDefinition> which) throws SwapException {
            for (RouteDefinition route : next.values()) {
                if (!running.has(route.getRouteId()) && which.test(route)) {
                    done.add(route.getRouteId());
                    running.begin(route);
                }
            }
        }

        private boolean isDirect(String id) {
            return camel.getRoute(id).getConsumer() instanceof DirectConsumer;
        }

        private void replaceBehindGate(String id, RouteDefinition then, RouteDefinition otherwise) throws SwapException {
            Gate gate = direct.gate(camel.getRoute(id).getEndpoint().getEndpointUri());
            try {
                if (!gate.close(patience)) {
                    throw new SwapException(id, gate.inside() + " messages are still under way in " + id + " after " + patience.toSeconds()
                            + " s: the edit waits until they are done", true, null);
                }
                done.add(id);
                running.remove(id);
                running.beginOr(then, otherwise);
            } finally {
                gate.open();
            }
        }

        private void undo() {
            for (String id : done) {
                try {
                    if (running.has(id) && isDirect(id)) {
                        replaceBehindGate(id, old.get(id), null);
                    } else {
                        running.end(id);
                        running.begin(old.get(id));
                    }
                } catch (SwapException e) {
                    LOG.error("{} could not be put back: {}", id, e.getMessage(), e);
                }
            }
        }
    }
}
