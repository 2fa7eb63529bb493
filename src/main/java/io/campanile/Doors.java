package io.campanile;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.DeviceEnrolment;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.Drainable;
import io.campanile.domain.session.Principal;
import io.campanile.edge.http.AdmissionHandler;
import io.campanile.edge.http.ClosingTime;
import io.campanile.edge.http.ConsoleSettings;
import io.campanile.edge.http.EdgeServer;
import io.campanile.edge.http.HealthEndpoint;
import io.campanile.edge.http.HttpSettings;
import io.campanile.edge.line.Commands;
import io.campanile.edge.line.LineHub;
import io.campanile.edge.line.LinePushTargets;
import io.campanile.edge.line.LineServer;
import io.campanile.edge.line.LineSettings;
import io.campanile.edge.line.LineSignIn;
import io.campanile.edge.rest.AlertOperations;
import io.campanile.edge.rest.AlertRoutes;
import io.campanile.edge.rest.ApiDescription;
import io.campanile.edge.rest.BackEndRoutes;
import io.campanile.edge.rest.CommandRoutes;
import io.campanile.edge.rest.ConnectionOperations;
import io.campanile.edge.rest.ConnectionRoutes;
import io.campanile.edge.rest.DeviceOperations;
import io.campanile.edge.rest.DeviceRoutes;
import io.campanile.edge.rest.FlowCheckRoutes;
import io.campanile.edge.rest.FlowRoutes;
import io.campanile.edge.rest.HouseholdOperations;
import io.campanile.edge.rest.HouseholdRoutes;
import io.campanile.edge.rest.PresenceOperations;
import io.campanile.edge.rest.PresenceRoutes;
import io.campanile.edge.rest.PushRoutes;
import io.campanile.edge.rest.RehearsalRoutes;
import io.campanile.edge.rest.RestAnswers;
import io.campanile.edge.rest.SessionRoutes;
import io.campanile.edge.rest.SigningKeyOperations;
import io.campanile.edge.rest.SigningKeyRoutes;
import io.campanile.edge.rest.TicketRoutes;
import io.campanile.edge.rest.UserOperations;
import io.campanile.edge.rest.UserRoutes;
import io.campanile.edge.websocket.Catalogue;
import io.campanile.edge.websocket.DeviceServices;
import io.campanile.edge.websocket.DeviceSubscriptions;
import io.campanile.edge.websocket.DeviceWatchers;
import io.campanile.edge.websocket.FrameCodec;
import io.campanile.edge.websocket.HouseholdSubscriptions;
import io.campanile.edge.websocket.Hub;
import io.campanile.edge.websocket.MessageServices;
import io.campanile.edge.websocket.SignIn;
import io.campanile.edge.websocket.SocketCalls;
import io.campanile.edge.websocket.SocketDeliveries;
import io.campanile.edge.websocket.SocketDevices;
import io.campanile.edge.websocket.WebSocketComponent;
import io.campanile.edge.websocket.WebSocketEdge;
import io.campanile.edge.websocket.WebSocketMetrics;
import io.campanile.edge.websocket.WebSocketPushTargets;
import io.campanile.edge.websocket.WebSocketRoutes;
import io.campanile.edge.websocket.WebSocketSettings;
import io.campanile.flow.device.AlertTeller;
import io.campanile.flow.device.SocketEvents;
import io.campanile.ops.drain.Drain;
import io.campanile.settings.Settings;
import io.campanile.store.redis.RedisHouseholdChanges;
import io.campanile.store.sql.SqlReportHistory;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;

/** Wires where people and back ends come in: HTTP, REST and WebSocket on one port, lines on another. */
final class Doors implements AutoCloseable {

    final Hub hub;
    final SocketEvents socketEvents = new SocketEvents();
    final SocketDevices socketDevices;
    final DeviceWatchers watchers;
    final List<PushTargets> pushTargets;
    final SocketDeliveries deliveries;
    private final Vertx vertx;
    private final Settings settings;
    private final ConnectionRegistry connections;
    private final Gathering rooms;
    private final Messaging messaging;
    private final Ops ops;
    private final Clock clock;
    private final FrameCodec codec;
    private final EdgeServer server;
    private final ClosingTime closingTime;
    private final LineHub lineHub;
    private final LineServer lines;
    private volatile Commands commands;
    private volatile boolean open;

    Doors(Settings settings, ConnectionRegistry connections, Messaging messaging, Gathering rooms, Vertx vertx, Ops ops, Clock clock) {
        this.messaging = messaging;
        this.settings = settings;
        this.ops = ops;
        this.vertx = vertx;
        this.clock = clock;
        this.connections = connections;
        this.rooms = rooms;
        lineHub = new LineHub(connections);
        // JSON as PROTOCOL 1 has it: snake_case
        codec = new FrameCodec(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build(),
                settings.get("websocket.op-prefix"));
        socketDevices = new SocketDevices(connections, socketEvents, codec, settings.get("node.id"), clock);
        hub = new Hub(socketDevices);
        deliveries = new SocketDeliveries(messaging.deliveries, hub, codec);
        watchers = new DeviceWatchers(codec, hub, Flows.conflates(settings));
        pushTargets = List.of(new WebSocketPushTargets(hub, rooms.connections, codec), new LinePushTargets(lineHub));
        closingTime = new ClosingTime(clock);
        server = new EdgeServer(vertx, HttpSettings.from(settings), new HealthEndpoint(() -> open && ops.isUp()), clock);
        closingTime.addTo(server.router());
        AdmissionHandler.addTo(server.router(), ops.admission());
        lines = new LineServer(vertx, LineSettings.from(settings), lineHub, clock);
        new ConsoleSettings(settings.get("console.mqtt-url"), settings.get("mqtt.broker-url")).addTo(server.router());
    }

    boolean isOpen() {
        return open;
    }

    int httpPort() {
        return server.port();
    }

    int linePort() {
        return lines.port();
    }

    /** What a push looks like on the wire, whatever the transport. */
    byte[] frame(Push push) {
        return codec.push(push).getBytes();
    }

    /** Where calls ring on this node. */
    SocketCalls callSockets() {
        return new SocketCalls(hub, codec);
    }

    /** Ends the connections of those whose token is revoked now; does not block. */
    void revoked(Predicate<Principal> ended) {
        hub.revoked(ended);
        lineHub.revoked(ended);
    }

    /** Gives Camel the edges' components and routes. */
    void into(CamelContext camel, Identity identity, DeviceTypes types, Backends backends, PushOutcomes pushOutcomes, Alerts alerts,
              CommandQueues commandQueues, Presences presences, MessageDoors messages, Calling calling, Editing editing) throws Exception {
        SignIn signIn = new SignIn(identity.sessions, identity.tickets, identity.deviceTokens, hub);
        WebSocketComponent webSockets = new WebSocketComponent(vertx, hub);
        HouseholdSubscriptions residents = new HouseholdSubscriptions(identity.households, watchers, hub);
        DeviceAccess access = new DeviceAccess(identity.devices, identity.households);
        Catalogue services = new Catalogue(signIn, new DeviceSubscriptions(identity.devices, types, watchers, residents),
                new DeviceServices(access, commandQueues), presences.services(camel, hub, watchers, codec),
                new MessageServices(messaging.sends, messaging.inboxes, deliveries, messages.marks), calling.services(), rooms.services(messaging), clock);
        WebSocketMetrics metrics = new WebSocketMetrics(ops.metrics);
        metrics.census(hub);
        server.router().get("/ws").handler(new WebSocketEdge(WebSocketSettings.from(settings), signIn, hub,
                watchers, codec, services, webSockets, clock, metrics, ops.admission()));
        camel.addService(socketEvents);
        socketDevices.begin();
        camel.getRegistry().bind("vertx", vertx);
        camel.getRegistry().bind("vertx-websocket", webSockets);
        camel.addRoutes(new WebSocketRoutes());
        commands = new Commands(new LineSignIn(vertx, identity.registration, identity.sessions, lineHub, messages.lines, ops.admission()), messages.lines);
        server.registerIn(camel);
        RestAnswers answers = new RestAnswers(clock, ops.metrics.requests("http"));
        camel.addRoutes(new SessionRoutes(identity.sessions, answers));
        camel.addRoutes(new SigningKeyRoutes(identity.sessions, answers, new SigningKeyOperations(identity.signingKeys)));
        camel.addRoutes(new ConnectionRoutes(identity.sessions, answers, new ConnectionOperations(connections)));
        camel.addRoutes(new TicketRoutes(identity.sessions, answers, identity.tickets));
        camel.addRoutes(new DeviceRoutes(identity.sessions, answers,
                new DeviceOperations(new DeviceEnrolment(identity.devices, types, identity.retired),
                        identity.devices, types, new SqlReportHistory(backends.database()), identity.households, commandQueues)));
        camel.addRoutes(new BackEndRoutes(identity.sessions, answers, access));
        camel.addRoutes(new CommandRoutes(identity.sessions, answers, access, commandQueues));
        camel.addRoutes(calling.routes(answers));
        camel.addRoutes(new AlertRoutes(identity.sessions, answers, new AlertOperations(alerts,
                new AlertTeller(camel.createProducerTemplate()), identity.households, ops.metrics.alerts())));
        messages.into(camel, identity.sessions, answers, backends, connections, clock);
        rooms.into(camel, messaging, pushTargets.get(0), hub);
        camel.addRoutes(rooms.routes(identity.sessions, answers, messaging));
        camel.addRoutes(new PushRoutes(identity.sessions, answers, pushOutcomes, rooms.audience));
        // Before the users', whose names could be online otherwise
        camel.addRoutes(new PresenceRoutes(identity.sessions, answers, new PresenceOperations(presences.presences)));
        camel.addRoutes(new UserRoutes(identity.sessions, answers,
                new UserOperations(identity.sessions, identity.registration, identity.accounts, identity.accountChanges)));
        camel.addRoutes(new HouseholdRoutes(identity.sessions, answers, new HouseholdOperations(identity.households,
                new RedisHouseholdChanges(backends.redisClient(), backends.redis(), residents::changed, residents::missed))));
        camel.addRoutes(new FlowCheckRoutes(identity.sessions, answers, editing.check, editing.reload::files));
        camel.addRoutes(new FlowRoutes(identity.sessions, answers, editing.reload));
        DeadLetterDesk.into(camel, settings, backends, ops, identity.sessions, answers, clock);
        camel.addRoutes(new RehearsalRoutes(identity.sessions, answers,
                Rehearsals.of(camel, settings, backends, types, editing.reload::files, editing.check), settings.number("rehearsal.max-records")));
        ApiDescription.addTo(server.router(), camel);
    }

    void open() {
        server.listen();
        lines.listen(commands);
        open = true;
    }

    /**
     * Sends everybody away; returns when they are gone, within {@code drain.time} and some seconds.
     *
     * @param broker its clients go with ours
     */
    void drain(Drainable broker) {
        open = false;
        new Drain(List.of(hub, lineHub, broker), settings.duration("drain.time")).run();
        closingTime.begin();
    }

    @Override
    public void close() {
        server.close();
        lines.close();
        vertx.close();
    }
}
