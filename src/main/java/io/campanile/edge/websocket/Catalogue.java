package io.campanile.edge.websocket;

import static io.campanile.domain.session.Operation.ACT_IN_CALLS;
import static io.campanile.domain.session.Operation.COMMAND_DEVICES;
import static io.campanile.domain.session.Operation.PUSH;
import static io.campanile.domain.session.Operation.READ_CALLS;
import static io.campanile.domain.session.Operation.READ_PRESENCE;
import static io.campanile.domain.session.Operation.READ_MESSAGES;
import static io.campanile.domain.session.Operation.SEND_MESSAGES;
import static io.campanile.domain.session.Operation.START_CALLS;
import static io.campanile.domain.session.Operation.READ_ROOMS;
import static io.campanile.domain.session.Operation.USE_ROOMS;
import static io.campanile.domain.session.Operation.WATCH_DEVICES;
import static io.campanile.edge.websocket.Service.Pace.EXCLUSIVE;
import static io.campanile.edge.websocket.Service.Pace.URGENT;
import static io.campanile.edge.websocket.Service.allowed;
import static io.campanile.edge.websocket.Service.ofDevice;
import static io.campanile.edge.websocket.Service.open;
import static io.campanile.edge.websocket.Service.signedIn;
import static io.campanile.edge.websocket.Service.urgent;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The services by path (PROTOCOL 5): a new one is a line here. Immutable. */
public final class Catalogue {

    private final Map<String, Service> services;

    public Catalogue(SignIn signIn, DeviceSubscriptions devices, DeviceServices own, PresenceServices presence,
            MessageServices messages, CallServices calls, RoomServices rooms, Clock clock) {
        services = List.of(
                open("/api/heartbeat", URGENT, request -> Future.succeededFuture(Map.of("ts", clock.millis()))),
                open("/api/user/login", EXCLUSIVE, signIn::login),
                open("/admin/auth/login", EXCLUSIVE, signIn::adminLogin),
                open("/api/device/login", EXCLUSIVE, signIn::deviceLogin),
                signedIn("/api/user/refresh", EXCLUSIVE, signIn::refresh),
                signedIn("/api/user/logout", EXCLUSIVE, signIn::logout),
                allowed(WATCH_DEVICES, "/api/device/subscribe", devices::subscribe),
                allowed(WATCH_DEVICES, "/api/device/unsubscribe", devices::unsubscribe),
                allowed(USE_ROOMS, "/api/room/join", rooms::join),
                allowed(USE_ROOMS, "/api/room/leave", rooms::leave),
                allowed(READ_ROOMS, "/api/room/members", rooms::members),
                allowed(COMMAND_DEVICES, "/api/device/command", own::command, "direct:device-command?block=false"),
                ofDevice("/api/device/report", own::report, "direct:device-report-socket?block=false"),
                ofDevice("/api/device/reply", own::reply, "direct:device-command-reply?block=false"),
                allowed(READ_PRESENCE, "/api/presence/get", EXCLUSIVE, presence::get),
                allowed(READ_PRESENCE, "/api/presence/subscribe", EXCLUSIVE, presence::subscribe),
                allowed(READ_PRESENCE, "/api/presence/unsubscribe", EXCLUSIVE, presence::unsubscribe),
                allowed(SEND_MESSAGES, "/api/message/send", messages::send, "direct:message-send?block=false"),
                urgent(READ_MESSAGES, "/api/message/ack", messages::confirm),
                allowed(READ_MESSAGES, "/api/message/pull", messages::pull),
                allowed(READ_MESSAGES, "/api/message/read", messages::read),
                allowed(START_CALLS, "/api/call/initiate", calls::initiate, "direct:call-request?block=false"),
                allowed(ACT_IN_CALLS, "/api/call/action", calls::act, "direct:call-signal?block=false"),
                allowed(READ_CALLS, "/api/call/get", calls::get),
                allowed(PUSH, "/admin/push", rooms::push, "direct:push-broadcast?block=false")
        ).stream().collect(Collectors.toUnmodifiableMap(Service::path, Function.identity()));
    }

    Collection<Service> all() {
        return services.values();
    }

    Optional<Service> find(String path) {
        return Optional.ofNullable(services.get(path));
    }
}
