package io.campanile.ops.reload;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends single routes of a running context. */
final class RunningRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);
    private static final long LOOK_AGAIN_NS = 2_000_000;

    private final CamelContext camel;
    private final Model model;
    private final Duration patience;

    /** @param patience for how long what is under way may take to finish */
    RunningRoutes(CamelContext camel, Model model, Duration patience) {
        this.camel = camel;
        this.model = model;
        this.patience = patience;
    }

    boolean has(String id) {
        return camel.getRoute(id) != null;
    }

    /**
     * Ends a source: it takes in nothing more and finishes what it has. Its consumer is stopped before its route, which
     * Camel would look at once a second only. What does not finish was not acknowledged, and comes again on the next version.
     */
    void end(String id) throws SwapException {
        if (has(id)) {
            ServiceHelper.stopService(camel.getRoute(id).getConsumer());
            awaitIdle(id);
            remove(id);
        }
    }

    private void awaitIdle(String id) {
        long until = System.nanoTime() + patience.toNanos();
        while (camel.getInflightRepository().size(id) > 0) {
            if (System.nanoTime() - until > 0) {
                LOG.warn("{} messages are still under way in {} after {} s: they come again", camel.getInflightRepository().size(id), id,
                        patience.toSeconds());
                return;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /** Takes a route away in which nothing is under way. */
    void remove(String id) throws SwapException {
        try {
            camel.getRouteController().stopRoute(id, 1, TimeUnit.SECONDS);
            camel.removeRoute(id);
            model.getRouteDefinitions().removeIf(route -> id.equals(route.getId()));
        } catch (Exception e) {
            throw new SwapException(id, "does not stop: " + SwapException.reason(e), false, e);
        }
    }

    /** @param route null: none; one that its precondition leaves out does not begin */
    void begin(RouteDefinition route) throws SwapException {
        if (route == null || isLeftOut(route)) {
            return;
        }
        String id = route.getRouteId();
        try {
            model.addRouteDefinition(route);
        } catch (Exception e) {
            clear(route);
            throw new SwapException(id, "does not start: " + SwapException.reason(e), false, e);
        }
        if (camel.getRouteController().getRouteStatus(id) != ServiceStatus.Started) {
            clear(route);
            throw new SwapException(id, "does not start", false, null);
        }
    }

    private boolean isLeftOut(RouteDefinition route) {
        return route.getPrecondition() != null && !camel.resolveLanguage("simple")
                .createPredicate(camel.resolvePropertyPlaceholders(route.getPrecondition())).matches(new DefaultExchange(camel));
    }

    /** @param otherwise begins when the first does not */
    void beginOr(RouteDefinition route, RouteDefinition otherwise) throws SwapException {
        try {
            begin(route);
        } catch (SwapException e) {
            begin(otherwise);
            throw e;
        }
    }

    /** What is left of a route that did not start. */
    private void clear(RouteDefinition route) throws SwapException {
        if (has(route.getRouteId())) {
            remove(route.getRouteId());
        }
        model.getRouteDefinitions().remove(route);
    }
}
