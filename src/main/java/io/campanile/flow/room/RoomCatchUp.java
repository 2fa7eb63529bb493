package io.campanile.flow.room;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Inboxes;
import io.campanile.flow.message.delivery.Timers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the inboxes of a large room's members who are connected here. One catch-up of a room runs at a time; what is said
 * meanwhile is done by the next one, so that under load a catch-up takes many messages at once. Thread-safe; never blocks.
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
        try {
            Iterator<String> users = List.copyOf(deliveries.users()).iterator();
            while (users.hasNext()) {
                List<String> some = new ArrayList<>(USERS_AT_ONCE);
                while (users.hasNext() && some.size() < USERS_AT_ONCE) {
                    some.add(users.next());
                }
                deliveries.appended(inboxes.catchUp(roomId, some));
            }
            if (rooms.computeIfPresent(roomId, (id, stand) -> stand == Stand.AGAIN ? Stand.RUNNING : null) != null) {
                workers.execute(() -> run(roomId));
            }
        } catch (RuntimeException e) {
            LOG.warn("members of room {} are told later: {}", roomId, e.getMessage());
            timers.after(PAUSE_MS, () -> workers.execute(() -> run(roomId)));
        }
    }
}
