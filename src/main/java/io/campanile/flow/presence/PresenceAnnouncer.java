package io.campanile.flow.presence;

import io.campanile.domain.session.Comings;
import io.campanile.domain.session.LastSeen;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings the comings and goings of this node's users to the flow user-presence, and keeps when they were seen: one thread, a
 * batch at a time, of each user the newest. While a backend is away they wait here, bounded by the number of users. A record
 * says only that a user is to be looked at; whether they are there is what the connections say when somebody looks. Thread-safe.
 */
public final class PresenceAnnouncer extends ServiceSupport implements Comings, CamelContextAware {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceAnnouncer.class);
    private static final String FLOW = "direct:user-presence?block=false";
    private static final long PERIOD_MS = 50;
    private static final long END_PATIENCE_MS = 5_000;
    private static final byte[] LOOK = "{}".getBytes(StandardCharsets.UTF_8);

    private final LastSeen lastSeen;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "presence-announcer");
        made.setDaemon(true);
        return made;
    });
    private final Object lock = new Object();
    private Map<String, Long> seen = new HashMap<>();
    private Map<String, Long> changed = new HashMap<>();
    private CamelContext camel;
    private ProducerTemplate producer;
    private boolean away;

    public PresenceAnnouncer(LastSeen lastSeen, Clock clock) {
        this.lastSeen = lastSeen;
        this.clock = clock;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        camel = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void changed(Map<String, Long> seenAt) {
        synchronized (lock) {
            seenAt.forEach((user, at) -> changed.merge(user, at, Math::max));
        }
    }

    @Override
    public void present(Collection<String> userIds) {
        long now = clock.millis();
        synchronized (lock) {
            userIds.forEach(user -> seen.merge(user, now, Math::max));
        }
    }

    @Override
    protected void doStart() {
        producer = camel.createProducerTemplate();
        thread.scheduleWithFixedDelay(this::work, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void work() {
        Map<String, Long> toKeep;
        Map<String, Long> toTell;
        synchronized (lock) {
            if (seen.isEmpty() && changed.isEmpty()) {
                return;
            }
            toKeep = seen;
            toTell = changed;
            seen = new HashMap<>();
            changed = new HashMap<>();
        }
        try {
            toTell.forEach((user, at) -> toKeep.merge(user, at, Math::max));
            // First, so that whoever looks finds it
            lastSeen.seen(toKeep);
            toKeep.clear();
            announce(toTell.keySet());
            away = false;
        } catch (RuntimeException e) {
            again(toKeep, toTell, e);
        }
    }

    private void announce(Collection<String> userIds) {
        if (userIds.isEmpty()) {
            return;
        }
        List<Message> records = userIds.stream().map(this::record).toList();
        Exchange exchange = producer.send(FLOW, sending -> sending.getMessage().setBody(records));
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        LOG.debug("{} users have come or gone", userIds.size());
    }

    private Message record(String userId) {
        Message message = new DefaultMessage(camel);
        message.setBody(LOOK);
        message.setHeader(KafkaConstants.KEY, userId);
        return message;
    }

    /** While a node starts, and while a flow is edited, its route is not there for a moment. */
    private void again(Map<String, Long> toKeep, Map<String, Long> toTell, RuntimeException failure) {
        changed(toTell);
        synchronized (lock) {
            toKeep.forEach((user, at) -> seen.merge(user, at, Math::max));
        }
        if (!away) {
            away = true;
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            // When the node ends its routes end first; what it could not tell any more others find by its lease
            LOG.atLevel(camel.getStatus().isStopping() ? Level.DEBUG : Level.WARN)
                    .log("who comes and goes cannot be told now, trying again: {}", cause.getMessage());
        }
    }

    @Override
    protected void doStop() throws Exception {
        thread.shutdown();
        if (!thread.awaitTermination(END_PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
        producer.stop();
    }
}
