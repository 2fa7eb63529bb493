package io.campanile.store.redis;

import static io.campanile.store.redis.ConnectionWriter.await;

import io.campanile.domain.session.Comings;
import io.campanile.domain.session.ConnectionEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Writes down who is available by this node, and tells it once every node can see it; what could not be written is told
 * after the next {@link #compare}. Belongs to the thread that writes the connections, and waits for Redis on it.
 */
final class UserWriter {

    private final UserTable table;
    private final PresentUsers users;
    private final Comings comings;
    private final Duration holdDown;
    private final Clock clock;
    /** Until when they were seen, ms. */
    private final Map<String, Long> untold = new HashMap<>();

    UserWriter(UserTable table, Duration holdDown, Comings comings, Clock clock) {
        this.table = table;
        this.users = new PresentUsers(holdDown.toMillis());
        this.comings = comings;
        this.holdDown = holdDown;
        this.clock = clock;
    }

    /** Begins to write what a batch of connections means for their users; {@link #tell} when that is done. */
    CompletionStage<?> write(List<ConnectionEntry> present, List<ConnectionEntry> gone) {
        List<String> came = new ArrayList<>();
        for (ConnectionEntry entry : present) {
            if (entry.userId() != null && users.connected(entry.userId(), entry.connectionId())) {
                came.add(entry.userId());
                untold.put(entry.userId(), clock.millis());
            }
        }
        for (ConnectionEntry entry : gone) {
            if (entry.userId() != null) {
                users.disconnected(entry.userId(), entry.connectionId(), clock.millis());
            }
        }
        return table.add(came);
    }

    void tell() {
        if (!untold.isEmpty()) {
            comings.changed(Map.copyOf(untold));
            untold.clear();
        }
    }

    void tellPresent() {
        comings.present(users.connected());
    }

    /** Whether anybody's hold-down lasts. */
    boolean isWaiting() {
        return users.isWaiting();
    }

    /** Takes out those whose hold-down is over. */
    void expire() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Long> gone = users.expire(clock.millis());
        untold.putAll(gone);
        await(table.remove(gone.keySet()));
        tell();
    }

    /**
     * Makes what Redis has what there is, after a time in which nothing was written.
     *
     * @param held the connections that there are
     */
    void compare(Set<String> held) throws ExecutionException, TimeoutException, InterruptedException {
        users.keepOnly(held, clock.millis());
        Set<String> missing = users.available();
        Set<String> written = await(table.own());
        Set<String> surplus = new HashSet<>(written);
        surplus.removeAll(missing);
        missing.removeAll(written);
        missing.forEach(user -> untold.putIfAbsent(user, clock.millis()));
        surplus.forEach(user -> untold.putIfAbsent(user, clock.millis()));
        await(table.add(missing));
        await(table.remove(surplus));
        tell();
    }

    void renew() {
        table.renew();
    }

    /** Those in their hold-down are most likely on their way to another node: they stay for half of it. */
    void linger() throws ExecutionException, TimeoutException, InterruptedException {
        await(table.linger(holdDown.dividedBy(2)));
    }
}
