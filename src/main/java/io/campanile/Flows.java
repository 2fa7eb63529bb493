package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Presences;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.push.RoomMembers;
import io.campanile.domain.push.Watchers;
import io.campanile.domain.session.MqttAccounts;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.edge.mqtt.BrokerTrust;
import io.campanile.edge.mqtt.DurableMqttComponent;
import io.campanile.edge.mqtt.MqttBroker;
import io.campanile.edge.mqtt.MqttCommands;
import io.campanile.edge.mqtt.MqttMessages;
import io.campanile.edge.mqtt.MqttPing;
import io.campanile.edge.mqtt.MqttServices;
import io.campanile.edge.mqtt.MqttTopics;
import io.campanile.edge.mqtt.MqttPublisher;
import io.campanile.edge.mqtt.UserRequestRoutes;
import io.campanile.edge.mqtt.UserRequests;
import io.campanile.edge.websocket.SocketDevices;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.call.OlderTopics;
import io.campanile.flow.LetterFormat;
import io.campanile.flow.device.CommandDelivery;
import io.campanile.flow.device.DeadNodes;
import io.campanile.flow.device.DeviceChanges;
import io.campanile.flow.device.DeviceCommands;
import io.campanile.flow.device.DeviceStatuses;
import io.campanile.flow.device.PresenceEvents;
import io.campanile.flow.device.Reports;
import io.campanile.flow.leader.LeaderComponent;
import io.campanile.flow.push.Pushes;
import io.campanile.flow.push.ReliablePushes;
import io.campanile.flow.push.SystemMessages;
import io.campanile.ops.metrics.Metrics;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.store.redis.ClaimingIdempotentRepository;
import io.campanile.store.sql.CommandTimes;
import io.campanile.store.sql.SqlAccounts;
import io.campanile.store.sql.SqlCommandQueues;
import io.campanile.store.sql.SqlDeviceStates;
import io.campanile.store.sql.SqlPresences;
import io.campanile.store.zookeeper.ZooKeeperLeaders;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.Registry;

/** Wires what the files under {@code routes/} call by name. */
final class Flows {

    private final Settings settings;
    private final String mqttPassword;
    private final Clock clock;
    private final Metrics metrics;

    Flows(Settings settings, String mqttPassword, Metrics metrics, Clock clock) {
        this.settings = settings;
        this.mqttPassword = mqttPassword;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @throws SettingException when the external MQTT broker is not there, or does not let us in */
    void requireBroker() {
        MqttBroker.require(mqttConfiguration());
    }

    /** @param what it publishes, such as {@code replies} */
    MqttPublisher publisher(String what) {
        return new MqttPublisher(mqttConfiguration(), what);
    }

    MqttPing brokerPing() {
        return new MqttPing(mqttConfiguration(), MqttAccounts.GATEWAY_CLIENT_PREFIX + "health-" + settings.get("node.id"));
    }

    void into(CamelContext camel, Backends backends, RoomMembers rooms, DeviceTypes types, Watchers watchers, SocketDevices sockets,
              List<PushTargets> pushTargets, PushOutcomes pushOutcomes, CommandQueues commandQueues,
              Map<String, ServiceRequests> userServices) throws Exception {
        Registry registry = camel.getRegistry();
        ObjectMapper json = new ObjectMapper();
        DeadLetters deadLetters = new DeadLetters(camel, camel.createProducerTemplate(), new LetterFormat(json), clock, metrics.flows());
        registry.bind("paho-mqtt5", new DurableMqttComponent(camel, mqttConfiguration()));
        registry.bind("master", new LeaderComponent());
        registry.bind("leaders", new ZooKeeperLeaders(backends.zooKeeper(), settings.get("node.id")));
        registry.bind("mqttTopics", new MqttTopics());
        registry.bind("deadLetters", deadLetters);
        registry.bind("clock", clock);
        registry.bind("kafkaBatch", new KafkaBatch());
        registry.bind("reports", new Reports(new SqlDeviceStates(backends.database(), types), deadLetters, json, metrics.flows(), metrics.alerts()));
        Presences presences = new SqlPresences(backends.database());
        registry.bind("presenceEvents", new PresenceEvents(presences, deadLetters, json));
        registry.bind("deadNodes", new DeadNodes(camel, presences, sockets, clock));
        registry.bind("deviceChanges", new DeviceChanges(camel, watchers, sockets, conflates(settings), json));
        registry.bind("pushes", new Pushes(pushTargets, rooms, pushOutcomes, metrics.pushes(), settings.duration("push-broadcast.max-age"),
                settings.number("push-broadcast.in-flight"), json, clock));
        registry.bind("reliablePushes", new ReliablePushes(camel, rooms, new SqlAccounts(backends.database(), clock)::userIds, pushOutcomes, deadLetters, json));
        registry.bind("deviceStatuses", new DeviceStatuses(json, settings.number("device-status.max-bytes"), clock));
        registry.bind("systemMessages", new SystemMessages(json, clock));
        registry.bind("olderTopics", new OlderTopics(json));
        registry.bind("toldSystemMessages", new ClaimingIdempotentRepository(backends.redis(), "system-message",
                settings.duration("system-message.claim"), settings.duration("system-message.kept")));
        commands(camel, commandQueues, deadLetters, json);
        camel.addRoutes(userRequests(camel, userServices));
    }

    private void commands(CamelContext camel, CommandQueues queues, DeadLetters deadLetters, ObjectMapper json) throws Exception {
        MqttPublisher publisher = new MqttPublisher(mqttConfiguration(), "commands");
        camel.addService(publisher);
        camel.getRegistry().bind("mqttMessages", new MqttMessages(publisher));
        DeviceCommands commands = new DeviceCommands(settings.number("device-command.max-bytes"), json, clock);
        camel.getRegistry().bind("deviceCommands", commands);
        camel.getRegistry().bind("commandDelivery", new CommandDelivery(camel, queues,
                new MqttCommands(publisher, settings.duration("device-command.copy-lives"), json, clock), brokerTells(), commands, deadLetters));
    }

    CommandQueues commandQueues(Backends backends) {
        return new SqlCommandQueues(backends.database(), new CommandTimes(settings.duration("device-command.copy-lives"),
                settings.duration("device-command.confirm-within"), brokerTells()), clock);
    }

    private boolean brokerTells() {
        return !"off".equals(settings.get("device-command.broker-tells"));
    }

    static boolean conflates(Settings settings) {
        return !"off".equals(settings.get("device-watch.conflation"));
    }

    /** As which member the routes read with each consumer group. */
    static Map<String, String> groupMembers(CamelContext camel) {
        return camel.getEndpoints().stream().filter(KafkaEndpoint.class::isInstance)
                .map(endpoint -> ((KafkaEndpoint) endpoint).getConfiguration())
                .filter(reading -> reading.getGroupInstanceId() != null)
                .collect(Collectors.toMap(KafkaConfiguration::getGroupId, KafkaConfiguration::getGroupInstanceId, (one, same) -> one));
    }

    /** Users over MQTT. */
    private UserRequestRoutes userRequests(CamelContext camel, Map<String, ServiceRequests> reached) {
        MqttPublisher replies = new MqttPublisher(mqttConfiguration(), "replies");
        Map<String, ServiceRequests> all = new HashMap<>(reached);
        all.put("/api/call/action", Calling.ofUsers(camel));
        MqttServices services = new MqttServices(all);
        return new UserRequestRoutes(new UserRequests(services, replies, settings.number("mqtt.max-request")), replies);
    }

    private PahoMqtt5Configuration mqttConfiguration() {
        PahoMqtt5Configuration configuration = new PahoMqtt5Configuration();
        configuration.setBrokerUrl(settings.get("mqtt.broker-url").split(",")[0]);
        configuration.setServerURIs(settings.get("mqtt.broker-url"));
        configuration.setUserName(settings.has("mqtt.username") ? settings.get("mqtt.username") : MqttAccounts.GATEWAY);
        configuration.setPassword(mqttPassword);
        BrokerTrust.from(settings).ifPresent(configuration::setSocketFactory);
        configuration.setManualAcksEnabled(true);
        configuration.setAutomaticReconnect(true);
        // ms; CAPABILITIES 0.13 allows 30 s at most, the component's default is 128 s
        configuration.setMaxReconnectDelay(16_000);
        return configuration;
    }
}
