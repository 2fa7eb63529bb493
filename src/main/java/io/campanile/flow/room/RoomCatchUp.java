package io.campanile.flow.room;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Inboxes;
import io.campanile.flow.message.delivery.Timers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the inboxes of a large room's members who are connected here. One catch-up of a room runs at a time; what is said
 * meanwhile is done by the next one. That one begins after as long a pause as this one took, as members confirm in the meantime and others
 * need the rows too: so under load a catch-up takes many messages at once, and costs little more. Thread-safe; never blocks.
 */
public final class RoomCatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(RoomCatchUp.class);
    private static final int USERS_AT_ONCE = 500;
    private static final long PAUSE_MS = 1_000;

    private enum Stand { RUNNING, AGAIN }

    private final Inboxes inboxes;
    private final Deliveries deliveries;
    private final Executor workers;
    private final Timers timers;
    private final Map<String, Stand> rooms = new ConcurrentHashMap<>();

    /** @param workers where it blocks on the database */
    public RoomCatchUp(Inboxes inboxes, Deliveries deliveries, Executor workers, Timers timers) {
        this.inboxes = inboxes;
        this.deliveries = deliveries;
        this.workers = workers;
        this.timers = timers;
    }

    /** Something was said in the room. */
    public void grown(String roomId) {
        if (rooms.merge(roomId, Stand.RUNNING, (present, first) -> Stand.AGAIN) == Stand.RUNNING) {
            workers.execute(() -> run(roomId));
        }
    }

    private void run(String roomId) {
        long begun = System.nanoTime();
        try {
            // Neighbours in the order of their ids lie on the same pages of the tables, which a transaction writes whole
            List<String> users = deliveries.users().stream().sorted().toList();
            for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
                List<String> some = users.subList(from, Math.min(users.size(), from + USERS_AT_ONCE));
                deliveries.appended(inboxes.catchUp(roomId, some));
            }
            if (rooms.computeIfPresent(roomId, (id, stand) -> stand == Stand.AGAIN ? Stand.RUNNING : null) != null) {
                timers.after(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), () -> workers.execute(() -> run(roomId)));
            }
        } catch (RuntimeException e) {
            LOG.warn("members of room {} are told later: {}", roomId, e.getMessage());
            timers.after(PAUSE_MS, () -> workers.execute(() -> run(roomId)));
        }
    }
}
