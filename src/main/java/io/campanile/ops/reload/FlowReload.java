package io.campanile.ops.reload;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.metrics.FlowMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.ResourceReloadStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's seam for reloading, taken by a strategy that checks a file whole before it touches a flow (PROTOCOL 11). All
 * that it does happens on one thread of its own; the listing never waits for it. Thread-safe.
 */
@ManagedResource(description = "Flows that are edited while they run")
public final class FlowReload extends ResourceReloadStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(FlowReload.class);
    private static final int PATIENCE_S = 120;
    private static final long STOP_MS = 5_000;

    private final ReloadSettings settings;
    private final GatedDirectComponent direct;
    private final FlowWatch watch;
    private final ActiveFlows flows;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread reload = new Thread(work, "flow-reload");
        reload.setDaemon(true);
        return reload;
    });

    /**
     * To be added to the context before it starts, so that JMX knows it.
     *
     * @param camel  its own routes run when {@link #begin()} adds those of the folder
     * @param direct bound in it as {@code direct}
     */
    public FlowReload(CamelContext camel, GatedDirectComponent direct, ReloadSettings settings, Inspection check, FlowMetrics metrics, Clock clock) {
        setCamelContext(camel);
        this.direct = direct;
        this.settings = settings;
        FlowFolder folder = new FlowFolder(settings.folder());
        FlowSwap swap = new FlowSwap(camel, direct, settings.patience());
        flows = new ActiveFlows(folder, new FlowHistory(settings.history(), settings.kept()), check, swap, metrics, clock);
        watch = new FlowWatch(folder, flows, settings.deleteGrace(), clock);
    }

    /**
     * Starts what is in the folder, then looks for changes.
     *
     * @throws IOException when the folder cannot be read
     */
    public void begin() throws IOException {
        watch.begin();
        direct.open();
        thread.scheduleWithFixedDelay(this::look, settings.interval().toMillis(), settings.interval().toMillis(), TimeUnit.MILLISECONDS);
        LOG.info("Flows are taken from {} and may be edited there", settings.folder());
    }

    /** The flows run on, but edits are looked at no more. What is under way ends first: its version is to be written whole. */
    @Override
    protected void doStop() {
        getCamelContext().getExecutorServiceManager().shutdownGraceful(thread, STOP_MS);
    }

    private void look() {
        try {
            watch.look();
            setLastError(null);
        } catch (IOException | RuntimeException e) {
            // Else it would be the last look; told once
            if (getLastError() == null || !String.valueOf(e.getMessage()).equals(getLastError().getMessage())) {
                LOG.warn("{} cannot be looked at: {}", settings.folder(), e.toString(), e);
            }
            setLastError(e);
        }
    }

    /** Camel asks for a look at once. */
    @Override
    public void onReload(Object source) {
        thread.execute(this::look);
    }

    /** By the names of the flows; never blocks. */
    public Collection<FlowState> flows() {
        return flows.states();
    }

    /** What runs; never blocks. */
    public Collection<FlowFile> files() {
        return flows.running();
    }

    /** As Camel calls the status of a route; of the worst one in the flow. {@code Off} where its preconditions leave all of them out. */
    public String status(FlowState flow) {
        return flows.status(flow, getCamelContext().getRouteController());
    }

    /**
     * Puts the file of a flow back to what runs, when it says something else; or else the flow and its file to the good
     * version before.
     *
     * @param by who wants it
     * @throws CodedException 404 when there is no such flow, 409 when there is nothing to go back to or it does not run any more
     */
    public FlowState rollBack(String flow, String by) {
        return perform(() -> flows.rollBack(flow, by));
    }

    /** The same for JMX: the new version's id. */
    @ManagedOperation(description = "Puts the previous good version of a flow, and its file, back")
    public String rollback(String flow) {
        return rollBack(flow, "jmx").running().id();
    }

    @ManagedAttribute(description = "Each flow with its version, and why its file is not what runs")
    public String[] getFlows() {
        return flows().stream().map(ActiveFlows::describe).toArray(String[]::new);
    }

    private <T> T perform(Callable<T> work) {
        try {
            return thread.submit(work).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw new UncheckedIOException(e.getCause() instanceof IOException io ? io : new IOException(e.getCause()));
        } catch (TimeoutException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "another flow is being swapped: try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "the node ends: try again");
        }
    }
}
