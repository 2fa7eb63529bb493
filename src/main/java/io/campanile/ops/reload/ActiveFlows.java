package io.campanile.ops.reload;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import io.campanile.ops.metrics.FlowMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteController;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows that run, and what is wrong with those of their files that do not. Whatever changes them is called by one
 * thread; the listing by any.
 */
final class ActiveFlows {

    /** Its preconditions leave all of its routes out. */
    private static final String OFF = "Off";

    private static final Logger LOG = LoggerFactory.getLogger(ActiveFlows.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Map<String, FlowState> flows = new ConcurrentSkipListMap<>();
    private final FlowFolder folder;
    private final FlowHistory history;
    private final Inspection check;
    private final FlowSwap swap;
    private final FlowMetrics metrics;
    private final Clock clock;
    /** Between two of its versions a flow has not all of its routes; whoever sends to it waits. */
    private volatile String swapping;

    ActiveFlows(FlowFolder folder, FlowHistory history, Inspection check, FlowSwap swap, FlowMetrics metrics, Clock clock) {
        this.folder = folder;
        this.history = history;
        this.check = check;
        this.swap = swap;
        this.metrics = metrics;
        this.clock = clock;
    }

    Collection<FlowState> states() {
        return flows.values();
    }

    /** At the start: for a file that does not pass, or whose routes do not start, its last good version runs. */
    void begin(List<FlowFile> files) throws IOException {
        take(files);
        for (FlowFile file : files) {
            FlowState state = state(file.name());
            List<FlowVersion> good = history.of(file.flow());
            if (state.running() == null && !good.isEmpty()) {
                FlowFile last = new FlowFile(file.name(), good.get(0).text());
                boolean runs = !last.text().equals(file.text()) && check.check(last, running()).isEmpty() && change(last, good.get(0)).isEmpty();
                flows.put(file.flow(), state(file.name()).refused(file.text(), state.error(), 0));
                LOG.warn("flow {}: {}", file.flow(), runs ? "its last good version runs" : "there is no good version that runs");
            }
        }
    }

    /** Files that are new, or have changed. */
    void take(List<FlowFile> files) throws IOException {
        Map<String, FlowFile> beside = new TreeMap<>();
        files.forEach(file -> beside.put(file.name(), file));
        flows.values().stream().filter(flow -> flow.running() != null).forEach(flow -> beside.put(flow.file(), flow.runningFile()));
        boolean changed = false;
        for (FlowFile file : files) {
            changed |= take(file, beside.values());
        }
        if (changed) {
            // What was wrong with another file may have been this one
            for (FlowState flow : flows.values()) {
                if (flow.refused() != null && files.stream().noneMatch(file -> file.name().equals(flow.file()))) {
                    take(new FlowFile(flow.file(), flow.refused()), running());
                }
            }
        }
    }

    /** Edits that had to wait for what was under way. */
    void tryAgain() throws IOException {
        for (FlowState flow : flows.values()) {
            if (flow.retryAt() != 0 && clock.millis() >= flow.retryAt()) {
                take(new FlowFile(flow.file(), flow.refused()), running());
            }
        }
    }

    void missing(FlowState flow, Duration grace) {
        flows.put(flow.name(), flow.missing(clock.millis(), "the file is gone: the flow stops " + grace.toSeconds() + " s later"));
    }

    void stop(FlowState flow) {
        swapping = flow.file();
        try {
            swap.swap(flow.runningFile(), null);
            flows.remove(flow.name());
            metrics.reloaded(flow.name(), "stopped");
            LOG.info("flow {} stopped: its file is gone", flow.name());
        } catch (SwapException e) {
            LOG.warn("flow {} does not stop: {}", flow.name(), e.getMessage());
            flows.put(flow.name(), flow.missing(clock.millis(), "the file is gone, but the flow does not stop: " + e.getMessage()));
        } finally {
            swapping = null;
        }
    }

    /** @return whether another text runs now */
    private boolean take(FlowFile file, Collection<FlowFile> beside) throws IOException {
        FlowState before = state(file.name());
        if (before.isRunning(file.text())) {
            if (before.error() != null) {
                LOG.info("flow {}: the file is what runs again", file.flow());
            }
            flows.put(file.flow(), before.agreeing());
            return false;
        }
        List<Problem> problems = check.check(file, beside);
        if (!problems.isEmpty()) {
            refuse(before, file, problems.get(0), problems.size() - 1, "refused", 0);
            return false;
        }
        return change(file, version(file)).isEmpty();
    }

    /** After a restart that of before, with who and when. */
    private FlowVersion version(FlowFile file) throws IOException {
        long now = clock.millis();
        return history.of(file.flow()).stream().limit(1).filter(last -> last.text().equals(file.text())).findFirst()
                .orElseGet(() -> new FlowVersion(now, now, folder.owner(file.name()), file.text()));
    }

    /** @return why not */
    private Optional<Problem> change(FlowFile file, FlowVersion version) throws IOException {
        FlowState before = state(file.name());
        swapping = file.name();
        long began = System.nanoTime();
        try {
            Collection<String> touched = swap.swap(before.runningFile(), file);
            flows.put(file.flow(), FlowState.running(file.name(), version));
            keep(file.flow(), version);
            metrics.reloaded(file.flow(), "loaded");
            LOG.info("flow {} runs version {} by {}, routes {} in {} ms: {}", file.flow(), version.id(), version.by(),
                    before.running() == null ? "started" : "swapped", (System.nanoTime() - began) / 1_000_000,
                    touched.isEmpty() ? "none" : touched);
            return Optional.empty();
        } catch (SwapException e) {
            Problem problem = new Problem(line(file, e.route()), e.getMessage());
            refuse(before, file, problem, 0, e.isBusy() ? "waiting" : "failed", e.isBusy() ? clock.millis() + RETRY.toMillis() : 0);
            return Optional.of(problem);
        } finally {
            swapping = null;
        }
    }

    private void refuse(FlowState before, FlowFile file, Problem problem, int more, String result, long retryAt) {
        flows.put(file.flow(), before.refused(file.text(), problem, retryAt));
        if (problem.equals(before.error()) && file.text().equals(before.refused())) {
            return;
        }
        metrics.reloaded(file.flow(), result);
        LOG.warn("flow {} {}: {}:{}: {}{}; {}", file.flow(), result, folder.path(file.name()), problem.line(), problem.reason(),
                more == 0 ? "" : " (and " + more + " more)",
                before.running() == null ? "it does not run" : "version " + before.running().id() + " runs on");
    }

    /** See {@link FlowReload#rollBack}. */
    FlowState rollBack(String flow, String by) throws IOException {
        List<FlowVersion> good = history.of(flow);
        FlowState before = flows.get(flow);
        if (before == null && good.isEmpty()) {
            throw CodedException.notFound("flow: " + flow);
        }
        String name = flow + FlowFile.SUFFIX;
        FlowVersion target = target(before, good).orElseThrow(() -> new CodedException(ErrorCode.CONFLICT,
                "flow " + flow + " has no earlier version to go back to"));
        FlowFile file = new FlowFile(name, target.text());
        Path prepared = folder.prepare(file);
        if (before == null || !before.isRunning(target.text())) {
            List<Problem> problems = check.check(file, running());
            Optional<Problem> problem = problems.isEmpty() ? change(file, new FlowVersion(clock.millis(), target.of(), by, target.text()))
                    : Optional.of(problems.get(0));
            if (problem.isPresent()) {
                throw new CodedException(ErrorCode.CONFLICT, "the earlier version does not run any more: line " + problem.get().line()
                        + ": " + problem.get().reason());
            }
        }
        folder.publish(prepared, name);
        FlowState after = state(name).agreeing();
        flows.put(flow, after);
        metrics.reloaded(flow, "rolled_back");
        LOG.info("flow {} rolled back to version {} by {}", flow, after.running().id(), by);
        return after;
    }

    private static Optional<FlowVersion> target(FlowState before, List<FlowVersion> good) {
        if (before == null || before.running() == null) {
            return good.stream().findFirst();
        }
        if (before.error() != null) {
            return Optional.of(before.running());
        }
        return good.stream().filter(version -> version.of() < before.running().of()).findFirst();
    }

    private void keep(String flow, FlowVersion version) throws IOException {
        List<FlowVersion> kept = history.of(flow);
        if (kept.isEmpty() || !kept.get(0).text().equals(version.text())) {
            history.add(flow, version);
        }
    }

    String status(FlowState flow, RouteController routes) {
        if (flow.running() == null) {
            return ServiceStatus.Stopped.name();
        }
        if (flow.file().equals(swapping)) {
            return ServiceStatus.Started.name();
        }
        if (flow.routes().stream().map(routes::getRouteStatus).allMatch(Objects::isNull)) {
            return OFF;
        }
        return flow.routes().stream().map(routes::getRouteStatus).map(status -> Objects.requireNonNullElse(status, ServiceStatus.Stopped))
                .filter(status -> status != ServiceStatus.Started).findFirst().orElse(ServiceStatus.Started).name();
    }

    static String describe(FlowState flow) {
        return flow.name() + " " + (flow.running() == null ? "does not run" : flow.running().id())
                + (flow.error() == null ? "" : ": line " + flow.error().line() + ": " + flow.error().reason());
    }

    Collection<FlowFile> running() {
        return flows.values().stream().filter(flow -> flow.running() != null).map(FlowState::runningFile).toList();
    }

    private FlowState state(String file) {
        return flows.getOrDefault(new FlowFile(file, "").flow(), FlowState.unknown(file));
    }

    /** Where the route begins; the first line when that is not known. */
    private static int line(FlowFile file, String route) {
        List<String> lines = file.text().lines().toList();
        Pattern id = Pattern.compile("\\s*(- )?id:\\s*[\"']?" + Pattern.quote(String.valueOf(route)) + "[\"']?\\s*");
        for (int i = 0; i < lines.size(); i++) {
            if (id.matcher(lines.get(i)).matches()) {
                return i + 1;
            }
        }
        return 1;
    }
}
