package io.campanile;

import io.campanile.domain.call.CallNotifier;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.session.GatedMqttAccess;
import io.campanile.domain.session.Principal;
import io.campanile.edge.mqtt.DurableMqttComponent;
import io.campanile.flow.message.probe.ProbedConnections;
import io.campanile.flow.message.PushedReceipts;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.standalone.mqtt.ArtemisBroker;
import io.campanile.store.kafka.KafkaGroups;
import io.campanile.store.redis.RedisConnectionRegistry;
import io.campanile.store.redis.RedisPushOutcomes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a node together. Only it and the four that it is made of choose implementations: {@link Identity}, {@link Flows},
 * {@link Editing} and {@link Doors}, on {@link Backends}.
 */
final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final int SUBSCRIPTION_PATIENCE_S = 10;

    private static final Duration PUSH_OUTCOME_KEPT = Duration.ofHours(1);

    private final Settings settings;
    private final ArtemisBroker broker;
    private final Clock clock;
    private final String nodeId;
    private final String kafka;
    private final DeviceTypes types;
    private final Backends backends;
    private final Presences presences;
    private final Searching searching;
    private final RedisConnectionRegistry connections;
    private final Gathering rooms;
    private final Messaging messaging;
    private final Probing probing;
    private final Vertx vertx;
    private final Doors doors;
    private final Identity identity;
    private final Flows flows;
    private final Calling calling;
    private final Ops ops;
    private Editing editing;
    private volatile Map<String, String> groupMembers = Map.of();

    Wiring(Settings settings, Clock clock, ArtemisBroker broker, boolean standalone) {
        this.settings = settings;
        this.broker = broker;
        this.clock = clock;
        nodeId = settings.get("node.id");
        kafka = settings.get("kafka.bootstrap-servers");
        types = new DeviceTypes(settings.all());
        backends = Backends.open(settings);
        presences = new Presences(settings, backends, clock);
        connections = presences.connections;
        searching = new Searching(settings, backends, clock);
        vertx = Vertx.vertx();
        ops = new Ops(settings, vertx, standalone, clock);
        rooms = new Gathering(settings, backends, vertx, clock);
        messaging = new Messaging(settings, backends, rooms.reading, new ProbedConnections(connections, nodeId), vertx, clock);
        probing = new Probing(settings);
        doors = new Doors(settings, connections, messaging, rooms, vertx, ops, clock);
        Consumer<Predicate<Principal>> revoked = doors::revoked;
        identity = new Identity(settings, backends, standalone, revoked.andThen(broker::revoked), clock);
        flows = new Flows(settings, identity.mqttPassword, ops.metrics, clock);
        calling = new Calling(settings, backends, identity, ops, clock);
        ops.watch(backends, flows.brokerPing(), broker, doors.hub);
    }

    String adminPassword() {
        return identity.adminPassword;
    }

    int httpPort() {
        return doors.httpPort();
    }

    int linePort() {
        return doors.linePort();
    }

    /** @throws SettingException when the external MQTT broker is not there, or does not let us in */
    void requireBroker() {
        flows.requireBroker();
    }

    /** Gives Camel its components, beans and edges. */
    void into(CamelContext camel) throws Exception {
        broker.admit(new GatedMqttAccess(identity.mqttAccounts, ops.admission()::refusesConnection), connections);
        PushOutcomes pushOutcomes = new RedisPushOutcomes(backends.redis(), nodeId, PUSH_OUTCOME_KEPT);
        List<PushTargets> pushTargets = new ArrayList<>(doors.pushTargets);
        PushTargets mqttClients = broker.pushTargets(doors::frame, settings.duration("push-broadcast.max-age"));
        pushTargets.add(mqttClients);
        CommandQueues commandQueues = flows.commandQueues(backends);
        MessageDoors messages = new MessageDoors(camel, messaging, backends, identity, rooms, broker, vertx, searching);
        messages.overMqtt(broker, doors::frame);
        flows.into(camel, backends, rooms.audience, types, doors.watchers, doors.socketDevices, pushTargets, pushOutcomes, commandQueues, messages.mqttServices());
        messaging.into(camel, doors.deliveries.and(new PushedReceipts(mqttClients, clock)));
        CallNotifier notifier = new Notifying(settings, backends, clock).into(camel, messaging.epochs, connections);
        Accounting.into(camel, backends, ops, clock);
        probing.into(camel, messaging, backends, ops, clock);
        Alerting alerting = new Alerting(settings, backends, identity, ops, clock);
        alerting.into(camel);
        calling.into(camel, flows.publisher("calls"), doors.callSockets(), notifier);
        editing = new Editing(camel, settings, ops.metrics.flows(), clock);
        doors.into(camel, identity, types, backends, pushOutcomes, alerting.alerts, commandQueues, presences, messages, calling, editing);
        searching.into(camel);
        ops.into(camel, doors::isOpen);
        FlowBeans.require(camel.getRegistry());
    }

    /** Opens the doors, once the routes run and the broker keeps what devices will say to them. */
    void open(CamelContext camel, boolean carriesBroker) {
        Ops.spareEvents(camel);
        editing.begin();
        if (carriesBroker) {
            CountDownLatch subscribed = new CountDownLatch(1);
            broker.whenSubscribed(camel.getComponent("paho-mqtt5", DurableMqttComponent.class).subscriptions(), subscribed::countDown);
            await(subscribed);
            identity.mqttAccounts.open();
        }
        doors.open();
        probing.begin();
    }

    /** Lets clients go to other nodes, before the routes end. */
    void drain(CamelContext camel) {
        editing.end();
        probing.close();
        groupMembers = Flows.groupMembers(camel);
        doors.drain(broker);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(SUBSCRIPTION_PATIENCE_S, TimeUnit.SECONDS)) {
                LOG.warn("No node has subscribed to the broker yet: devices must wait outside");
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        ops.close();
        if (!groupMembers.isEmpty()) {
            KafkaGroups.leave(kafka, groupMembers);
        }
        messaging.close();
        doors.close();
        connections.close();
        calling.close();
        searching.close();
        identity.close();
        backends.close();
    }
}
