package io.campanile.ops.management;

import io.campanile.domain.CodedException;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterId;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.domain.deadletter.Replays;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.StaticService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters over JMX: {@code org.apache.camel:type=services,name=ManagedDeadLetters}. What it answers is made of the
 * JDK's own classes, so that every console can read it. Thread-safe; blocks.
 */
@ManagedResource(description = "Dead letters: what failed, to be sent again or discarded")
public final class ManagedDeadLetters extends ServiceSupport implements StaticService {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedDeadLetters.class);
    private static final int MOST = 200;
    /** As far as the waiting ones are counted. */
    public static final int COUNTED = 10_000;

    private final DeadLetterStore store;
    private final Replays replays;

    public ManagedDeadLetters(DeadLetterStore store, Replays replays) {
        this.store = store;
        this.replays = replays;
    }

    @ManagedAttribute(description = "Those that were not replayed, counted up to 10,000")
    public int getWaiting() {
        return told(() -> store.waiting(COUNTED));
    }

    @ManagedOperation(description = "The newest 200 of a flow, or of all flows when it is empty; before an id, when it is not empty")
    public List<Map<String, Object>> list(String flow, String before) {
        if (!isEmpty(before) && !DeadLetterId.isOne(before)) {
            throw new IllegalArgumentException("before: must be the id of a dead letter, or empty");
        }
        DeadLetterFilter filter = isEmpty(flow) ? DeadLetterFilter.ALL : new DeadLetterFilter(flow, null, null, null, null, null);
        return told(() -> store.page(filter, isEmpty(before) ? null : before, true, MOST).letters().stream().map(ManagedDeadLetters::row).toList());
    }

    @ManagedOperation(description = "One of them, with its headers and its body")
    public Map<String, Object> show(String id) {
        DeadLetter letter = told(() -> store.find(id)).orElseThrow(() -> new IllegalArgumentException("no such dead letter: " + id));
        Map<String, Object> all = row(letter);
        all.put("headers", letter.headers());
        all.put("body", new String(letter.body(), StandardCharsets.UTF_8));
        return all;
    }

    @ManagedOperation(description = "Sends it back to its flow as it came; when it was, in ms")
    public long replay(String id) {
        long at = told(() -> replays.replay(id, null)).replayedAt();
        LOG.info("dead letter {} replayed over JMX", id);
        return at;
    }

    @ManagedOperation(description = "Discards it; whether it was there")
    public boolean discard(String id) {
        boolean was = told(() -> store.discard(id));
        LOG.info("dead letter {} discarded over JMX", id);
        return was;
    }

    private static Map<String, Object> row(DeadLetter letter) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", letter.id());
        row.put("flow", letter.flow());
        row.put("route_id", letter.routeId());
        row.put("cause", letter.cause());
        row.put("attempts", letter.attempts());
        row.put("failed_at", letter.failedAt());
        row.put("replayed_at", letter.replayedAt());
        return row;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isBlank();
    }

    /** No class of ours leaves: the console on the other side would not have it. */
    private static <T> T told(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (CodedException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }
}
