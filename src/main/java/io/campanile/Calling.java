package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.call.CallAccess;
import io.campanile.domain.call.CallMetrics;
import io.campanile.domain.call.CallNotifier;
import io.campanile.domain.call.RtcCredentials;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.edge.mqtt.DeviceCallRoutes;
import io.campanile.edge.mqtt.DeviceCalls;
import io.campanile.edge.mqtt.FlowRequests;
import io.campanile.edge.mqtt.MqttCalls;
import io.campanile.edge.mqtt.MqttPublisher;
import io.campanile.edge.mqtt.UserCalls;
import io.campanile.edge.rest.CallRoutes;
import io.campanile.edge.rest.RestAnswers;
import io.campanile.edge.websocket.CallServices;
import io.campanile.edge.websocket.SocketCalls;
import io.campanile.flow.call.CallRequests;
import io.campanile.flow.call.CallSignals;
import io.campanile.flow.call.CallTelling;
import io.campanile.flow.call.CallTurns;
import io.campanile.settings.Settings;
import io.campanile.store.sql.CallTimes;
import io.campanile.store.sql.SqlCalls;
import io.campanile.store.sql.SqlRingGroups;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Wires calls: their store, what their flows call, and the ways by which they come in and are told. */
final class Calling implements AutoCloseable {

    private final Settings settings;
    private final Identity identity;
    private final Clock clock;
    private final SqlCalls calls;
    private final SqlRingGroups groups;
    private final CallAccess access;
    private final DeviceAccess devices;
    private final RtcCredentials credentials;
    private final CallMetrics metrics;

    Calling(Settings settings, Backends backends, Identity identity, Ops ops, Clock clock) {
        this.settings = settings;
        this.identity = identity;
        this.clock = clock;
        calls = new SqlCalls(backends.database(), settings.number("call.transactions"), new CallTimes(settings.duration("call.ring-timeout"),
                settings.duration("call.connected-timeout"), settings.duration("call.tell-within"), settings.duration("call.repeats-kept"),
                settings.duration("call.kept")), clock);
        credentials = Rtc.credentials(settings, clock);
        metrics = ops.metrics.calls();
        ops.metrics.calls().live(() -> ops.isUp() ? calls.live() : Double.NaN);
        groups = new SqlRingGroups(backends.database());
        access = new CallAccess(calls);
        devices = new DeviceAccess(identity.devices, identity.households);
    }

    /** What WebSocket clients ask for. */
    CallServices services() {
        return new CallServices(devices, access);
    }

    /** What users ask for over MQTT. */
    static ServiceRequests ofUsers(CamelContext camel) {
        return new UserCalls(new FlowRequests(camel));
    }

    /** @param publisher for what devices and users are told over MQTT @param sockets those of this node @param notifier wakes phones */
    void into(CamelContext camel, MqttPublisher publisher, SocketCalls sockets, CallNotifier notifier) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Registry registry = camel.getRegistry();
        camel.addService(publisher);
        CallTelling telling = new CallTelling(calls, sockets, new MqttCalls(publisher, settings.duration("call.connected-timeout"), json, clock),
                credentials, notifier, json, clock);
        telling.begin();
        sockets.onArrival(telling::ringing);
        registry.bind("calls", calls);
        registry.bind("callTurns", new CallTurns(camel, settings.number("call.lanes")));
        registry.bind("callRequests", new CallRequests(calls, groups, credentials, telling, metrics, clock));
        registry.bind("callSignals", new CallSignals(calls, credentials, metrics, clock));
        registry.bind("callTelling", telling);
        camel.addRoutes(new DeviceCallRoutes(new DeviceCalls(new FlowRequests(camel), publisher, settings.number("mqtt.max-request"))));
    }

    CallRoutes routes(RestAnswers answers) {
        return new CallRoutes(identity.sessions, answers, devices, access, calls);
    }

    @Override
    public void close() {
        calls.close();
    }
}
