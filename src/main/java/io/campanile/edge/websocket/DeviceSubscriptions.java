package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Reach;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Watching devices (PROTOCOL 5). The watcher is registered first and the states are read then, so that no change falls
 * between; whichever of the two brings the newest version, the connection is sent that one.
 */
public final class DeviceSubscriptions {

    private static final int PAGE = 200;

    private final DeviceRegistry devices;
    private final DeviceTypes types;
    private final DeviceWatchers watchers;
    private final HouseholdSubscriptions residents;

    public DeviceSubscriptions(DeviceRegistry devices, DeviceTypes types, DeviceWatchers watchers, HouseholdSubscriptions residents) {
        this.devices = devices;
        this.types = types;
        this.watchers = watchers;
        this.residents = residents;
    }

    Future<?> subscribe(Request request) {
        Selection selection = Selection.of(request, types);
        Connection connection = request.connection();
        if (ofHousehold(connection)) {
            return residents.subscribe(connection, selection);
        }
        LoopWatchers loop = watchers.of(connection);
        Outbox outbox = connection.outbox();
        outbox.holdStates();
        Selection added = loop.watch(connection, selection);
        return connection.executeBlocking(() -> read(selection))
                .map(states -> {
                    if (!connection.isClosing()) {
                        states.forEach(state -> loop.show(connection, state, watchers.frame(state)));
                    }
                    return new Answer(Map.of("count", states.size()), outbox::releaseStates);
                })
                .onFailure(e -> {
                    loop.unwatch(connection, added);
                    outbox.releaseStates();
                });
    }

    Future<?> unsubscribe(Request request) {
        Selection selection = Selection.of(request, types);
        if (ofHousehold(request.connection())) {
            return residents.unsubscribe(request.connection(), selection);
        }
        LoopWatchers loop = watchers.of(request.connection());
        loop.unwatch(request.connection(), selection);
        int count = selection.single() ? selection.keys().size() : loop.count(selection);
        return Future.succeededFuture(Map.of("count", count));
    }

    private static boolean ofHousehold(Connection connection) {
        return Access.reach(connection.principal(), Operation.WATCH_DEVICES) == Reach.HOUSEHOLD;
    }

    private List<DeviceState> read(Selection selection) {
        if (selection.single()) {
            return selection.sns().stream().map(this::find).toList();
        }
        List<DeviceState> states = new ArrayList<>();
        List<DeviceView> page = devices.page(selection.type(), null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(view -> states.add(view.state()));
            page = devices.page(selection.type(), page.get(page.size() - 1).device().sn(), PAGE);
        }
        return states;
    }

    private DeviceState find(String sn) {
        return devices.find(sn).map(DeviceView::state).orElseThrow(() -> CodedException.notFound("device " + sn));
    }
}
