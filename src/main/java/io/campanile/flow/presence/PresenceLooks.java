package io.campanile.flow.presence;

import io.campanile.domain.CodedException;
import io.campanile.domain.push.UserWatchers;
import io.campanile.domain.session.Availability;
import io.campanile.domain.session.UserPresences;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.Header;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at users whom somebody on this node watches, when something may have changed with them, and tells the watchers what
 * the connections of all nodes say. However many hints come, a user is looked at once; a look that fails is repeated. When a
 * node is lost, everybody who is watched here is looked at, after the hold-down. Thread-safe.
 */
public final class PresenceLooks extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceLooks.class);
    private static final long NODES_PERIOD_MS = 250;
    private static final long RETRY_MS = 500;
    private static final int MOST_AT_ONCE = 1_000;

    private final UserWatchers watchers;
    private final UserPresences presences;
    private final Availability availability;
    private final long holdDownMs;
    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "presence-looks");
        made.setDaemon(true);
        return made;
    });
    /** The nodes that were ever there, each with how often in a row it was not. */
    private final Map<String, Long> missing = new HashMap<>();

    public PresenceLooks(UserWatchers watchers, UserPresences presences, Availability availability, Duration holdDown) {
        this.watchers = watchers;
        this.presences = presences;
        this.availability = availability;
        this.holdDownMs = holdDown.toMillis();
    }

    /** Something may have changed with the user. */
    public void hint(@Header(KafkaConstants.KEY) String userId) {
        if (userId != null && watchers.isWatched(userId)) {
            look(Set.of(userId));
        }
    }

    /** Looks at these soon, on another thread. */
    public void look(Collection<String> userIds) {
        due.addAll(userIds);
        if (looking.compareAndSet(false, true)) {
            thread.execute(this::lookNow);
        }
    }

    private void lookNow() {
        looking.set(false);
        Set<String> now = due.stream().limit(MOST_AT_ONCE).collect(Collectors.toSet());
        due.removeAll(now);
        try {
            presences.summaries(now).forEach(watchers::presenceChanged);
            if (!due.isEmpty()) {
                look(Set.of());
            }
        } catch (CodedException e) {
            LOG.debug("Who is there cannot be seen now: {}", e.getMessage());
            due.addAll(now);
            thread.schedule(() -> look(Set.of()), RETRY_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected void doStart() {
        thread.scheduleWithFixedDelay(this::lookForLostNodes, 0, NODES_PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void lookForLostNodes() {
        Set<String> present;
        try {
            present = availability.nodes();
        } catch (CodedException e) {
            // Not known: nobody is taken for lost
            return;
        }
        present.forEach(node -> missing.put(node, 0L));
        for (String node : Set.copyOf(missing.keySet())) {
            if (!present.contains(node)) {
                lost(node, missing.merge(node, NODES_PERIOD_MS, Long::sum));
            }
        }
    }

    private void lost(String node, long forMs) {
        if (forMs >= holdDownMs) {
            missing.remove(node);
            Set<String> watched = watchers.watched();
            LOG.info("node {} is gone: looking at the {} users who are watched here", node, watched.size());
            look(watched);
        }
    }

    @Override
    protected void doStop() {
        thread.shutdownNow();
    }
}
