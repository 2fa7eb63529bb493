package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Households;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Reach;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What residents watch: devices of their households and no others, also when these change (PROTOCOL 3 and 9). What a
 * resident asked for becomes the sns that it means today, so a change of a device costs no more than with any watcher; a
 * change of the household makes them anew. Subscriptions belong to the connection's event loop; the rest is thread-safe.
 */
public final class HouseholdSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(HouseholdSubscriptions.class);
    private static final int PAGE = 200;
    private static final long RETRY_MS = 1_000;

    private final Households households;
    private final DeviceWatchers watchers;
    private final Hub hub;
    /** Counts changes: what was read before one is read again, lest it undo what was read after. */
    private final AtomicLong changes = new AtomicLong();

    public HouseholdSubscriptions(Households households, DeviceWatchers watchers, Hub hub) {
        this.households = households;
        this.watchers = watchers;
        this.hub = hub;
    }

    /** These users' households have changed, on whichever node. */
    public void changed(List<String> userIds) {
        changes.incrementAndGet();
        userIds.forEach(userId -> hub.ofUser(userId).forEach(connection -> connection.execute(() -> follow(connection))));
    }

    /** Anybody's household may have changed. */
    public void missed() {
        changes.incrementAndGet();
        hub.all().forEach(connection -> connection.execute(() -> follow(connection)));
    }

    /** @throws CodedException 403 as the outcome, naming the sns that are not of the household; nothing is watched then */
    Future<?> subscribe(Connection connection, Selection selection) {
        LoopWatchers loop = watchers.of(connection);
        Outbox outbox = connection.outbox();
        outbox.holdStates();
        return home(connection).map(home -> {
            long count = count(home, selection);
            requireOwn(selection, home);
            if (!connection.isClosing()) {
                loop.watch(connection, selection.ofHousehold());
                settle(connection, home);
            }
            return new Answer(Map.of("count", count), outbox::releaseStates);
        }).onFailure(e -> outbox.releaseStates());
    }

    Future<?> unsubscribe(Connection connection, Selection selection) {
        watchers.of(connection).unwatch(connection, selection.ofHousehold());
        return home(connection).map(home -> {
            settle(connection, home);
            return Map.of("count", selection.single() ? selection.keys().size() : count(home, selection));
        });
    }

    private void follow(Connection connection) {
        if (connection.isClosing() || connection.principal() == null || asked(connection).keys().isEmpty()
                || Access.reach(connection.principal(), Operation.WATCH_DEVICES) != Reach.HOUSEHOLD) {
            return;
        }
        home(connection).onSuccess(home -> settle(connection, home)).onFailure(e -> {
            LOG.warn("the household of {} cannot be read, trying again: {}", connection.owner(), e.getMessage());
            connection.loop().owner().setTimer(RETRY_MS, timer -> connection.execute(() -> follow(connection)));
        });
    }

    /** The devices of the households that the connection's user lives in, as of the last change that was told. */
    private Future<List<DeviceState>> home(Connection connection) {
        long before = changes.get();
        String userId = connection.principal().id();
        return connection.executeBlocking(() -> read(userId))
                .compose(home -> changes.get() == before ? Future.succeededFuture(home) : home(connection));
    }

    private List<DeviceState> read(String userId) {
        List<DeviceState> states = new ArrayList<>();
        List<DeviceView> page = households.devicesOf(userId, null, null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(view -> states.add(view.state()));
            page = page.size() < PAGE ? List.of() : households.devicesOf(userId, null, page.get(PAGE - 1).device().sn(), PAGE);
        }
        return states;
    }

    /** Watches, of what the connection asked for, what is at home, and nothing else. */
    private void settle(Connection connection, List<DeviceState> home) {
        if (connection.isClosing()) {
            return;
        }
        LoopWatchers loop = watchers.of(connection);
        Selection asked = asked(connection);
        List<DeviceState> due = home.stream().filter(state -> asked.covers(state.sn(), state.type())).toList();
        Set<Selection.Key> keys = due.stream().map(state -> Selection.Key.sn(state.sn())).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Selection.Key> over = loop.watchedBy(connection).stream()
                .filter(key -> !key.ofHousehold() && !keys.contains(key)).collect(Collectors.toSet());
        if (!over.isEmpty()) {
            loop.unwatch(connection, new Selection(over));
        }
        loop.watch(connection, new Selection(keys));
        due.forEach(state -> loop.show(connection, state, watchers.frame(state)));
    }

    private Selection asked(Connection connection) {
        return new Selection(watchers.of(connection).watchedBy(connection).stream()
                .filter(Selection.Key::ofHousehold).map(key -> key.ofHousehold(false)).collect(Collectors.toSet()));
    }

    private static long count(List<DeviceState> home, Selection selection) {
        return home.stream().filter(state -> selection.covers(state.sn(), state.type())).count();
    }

    private static void requireOwn(Selection selection, List<DeviceState> home) {
        Set<String> own = home.stream().map(DeviceState::sn).collect(Collectors.toSet());
        List<String> others = selection.sns().stream().filter(sn -> !own.contains(sn)).toList();
        if (!others.isEmpty()) {
            throw new CodedException(ErrorCode.FORBIDDEN, "sns: " + String.join(", ", others) + " not in your household");
        }
    }
}
