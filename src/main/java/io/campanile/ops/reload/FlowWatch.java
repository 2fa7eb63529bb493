package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.reload.FlowFolder.Stamp;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what changes in the folder, by looking. Events of the file system come for half-written files, and none come
 * where a volume swaps a link for another; a file that is the same at two looks is settled. Not thread-safe.
 */
final class FlowWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FlowWatch.class);

    private final FlowFolder folder;
    private final ActiveFlows flows;
    private final Duration deleteGrace;
    private final Clock clock;
    /** What was seen at the last look, and what of it is taken or refused already. */
    private Map<String, Stamp> seen = Map.of();
    private final Map<String, Stamp> settled = new HashMap<>();

    FlowWatch(FlowFolder folder, ActiveFlows flows, Duration deleteGrace, Clock clock) {
        this.folder = folder;
        this.flows = flows;
        this.deleteGrace = deleteGrace;
        this.clock = clock;
    }

    /** The first look: everything there is settled. */
    void begin() throws IOException {
        seen = folder.stamps();
        flows.begin(settle(seen));
    }

    void look() throws IOException {
        Map<String, Stamp> now = folder.stamps();
        Map<String, Stamp> still = new HashMap<>(now);
        still.entrySet().removeIf(file -> !file.getValue().equals(seen.get(file.getKey())) || file.getValue().equals(settled.get(file.getKey())));
        seen = now;
        flows.take(settle(still));
        flows.tryAgain();
        lookForDeleted(now);
    }

    private List<FlowFile> settle(Map<String, Stamp> stamps) throws IOException {
        List<FlowFile> files = new ArrayList<>();
        for (Map.Entry<String, Stamp> stamp : stamps.entrySet()) {
            folder.read(stamp.getKey()).ifPresent(file -> {
                files.add(file);
                settled.put(stamp.getKey(), stamp.getValue());
            });
        }
        return files;
    }

    private void lookForDeleted(Map<String, Stamp> now) throws IOException {
        if (now.isEmpty()) {
            // Rather a volume that is not mounted than the wish to stop everything
            throw new IOException("there is no flow in it: those that run are left alone");
        }
        for (FlowState flow : flows.states()) {
            boolean gone = !now.containsKey(flow.file()) && flow.running() != null;
            if (gone && flow.missingSince() == 0) {
                settled.remove(flow.file());
                LOG.warn("{} is gone: its flow stops in {} s unless it comes back", folder.path(flow.file()), deleteGrace.toSeconds());
                flows.missing(flow, deleteGrace);
            } else if (gone && clock.millis() - flow.missingSince() >= deleteGrace.toMillis()) {
                flows.stop(flow);
            }
        }
    }
}
