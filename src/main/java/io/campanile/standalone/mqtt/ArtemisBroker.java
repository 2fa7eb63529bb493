package io.campanile.standalone.mqtt;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.Drainable;
import io.campanile.domain.session.MqttAccess;
import io.campanile.domain.session.Principal;
import io.campanile.edge.tls.RenewedCertificate;
import io.campanile.settings.SettingException;
import io.campanile.standalone.Part;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT broker of standalone mode: MQTT 5 and 3.1.1, over TCP and WebSocket on one port. What it confirmed survives
 * {@code kill -9}. Nobody gets in before {@link #admit}.
 *
 * <p>It tells what happens to connections on topics of its own, QoS 1 and durable. {@code broker/started
 * {"ts"}} comes first after every start: all connections that began before are gone.
 * {@code broker/clients/{client_id}/presence} is described at {@link ClientPresence}, {@code broker-commands/{sn}/…} at
 * {@link CommandWitness}. A reader that needs the order between
 * the two subscribes to {@code broker/#}, for order holds within a subscription only.
 */
public final class ArtemisBroker implements Part, Drainable {

    private static final Logger LOG = LoggerFactory.getLogger(ArtemisBroker.class);
    private static final long MEASURE_MS = 20;
    private static final String ACCEPTOR = "mqtt";

    private final MqttSettings settings;
    private final Clock clock;
    private final EmbeddedActiveMQ embedded = new EmbeddedActiveMQ();
    private final MqttConnections clients = new MqttConnections();
    private final MqttDeliveries deliveries = new MqttDeliveries();
    private volatile MqttAccess access = new NobodyYet();
    private volatile ConnectionRegistry connections;
    private BrokerPublisher publisher;
    private volatile BrokerPublisher pushes;
    private MqttDoor door;
    private volatile Set<SimpleString> gatewayQueues = Set.of();
    private volatile BooleanSupplier holding = () -> false;
    private String address;

    public ArtemisBroker(MqttSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * From now on {@code access} decides who gets in; connections that exist keep the rules they came in under.
     *
     * @param connections told of everybody who is let in
     */
    public void admit(MqttAccess access, ConnectionRegistry connections) {
        this.connections = connections;
        this.access = access;
    }

    /** Ends the connections of those whose token was revoked or whose secret was replaced, on whichever node. Does not block. */
    public void revoked(Predicate<Principal> ended) {
        clients.revoked(ended);
    }

    /**
     * The clients of this broker, as those a push may go to; none where it was never started.
     *
     * @param frame what a push looks like on the wire
     * @param keep  for how long a push waits for a client that takes nothing
     */
    public PushTargets pushTargets(Function<Push, byte[]> frame, Duration keep) {
        return new MqttPushTargets(clients, () -> pushes, frame, keep, clock);
    }

    /**
     * From now on users get their messages, each connection from its subscription to their topic on (PROTOCOL 4).
     *
     * @param payload what a message looks like on the wire, pushed after the one with that number
     * @param frame   what any other push looks like there
     */
    public void deliver(Deliveries messages, BiFunction<InboxMessage, Long, byte[]> payload, Function<Push, byte[]> frame) {
        deliveries.begin(messages, connection -> new MqttDeliveryTarget(connection, pushes, payload, frame, clock));
    }

    /** The delivery to an installation that is subscribed to its messages here. */
    public Optional<Delivery> delivery(String userId, String clientId) {
        return deliveries.find(userId, clientId);
    }

    /** While it says so, devices are held back, as they are while too much waits for the gateway; asked some fifty times a second. */
    public void holdWhile(BooleanSupplier held) {
        holding = held;
    }

    /** The clients that are connected now, our own among them. */
    public int connections() {
        ActiveMQServer server = embedded.getActiveMQServer();
        return server == null ? 0 : server.getConnectionCount();
    }

    /**
     * Runs the work once all these durable subscriptions exist, in this life of the broker or from an earlier one.
     *
     * @param subscriptions ClientId to topic filter
     */
    public void whenSubscribed(Map<String, String> subscriptions, Runnable work) {
        Set<SimpleString> queues = subscriptions.entrySet().stream()
                .map(subscription -> SimpleString.of(MQTTUtil.getCoreQueueFromMqttTopic(subscription.getValue(), subscription.getKey(),
                        embedded.getActiveMQServer().getConfiguration().getWildcardConfiguration())))
                .collect(Collectors.toSet());
        gatewayQueues = queues;
        AwaitedQueues awaited = new AwaitedQueues(queues, work);
        embedded.getActiveMQServer().registerBrokerPlugin(awaited);
        awaited.look(queue -> embedded.getActiveMQServer().locateQueue(queue) != null);
    }

    /** Devices and users are told to come back later; the gateway itself is let in. */
    @Override
    public void refuse() {
        access = new NobodyNow(access);
    }

    @Override
    public List<Runnable> goodbyes() {
        return clients.all().stream().map(client -> (Runnable) client::shutDown).toList();
    }

    @Override
    public int present() {
        return clients.all().size();
    }

    @Override
    public String name() {
        return "MQTT broker";
    }

    @Override
    public String setting() {
        return "mqtt.broker-url";
    }

    @Override
    public String start() throws Exception {
        requireFreePort();
        RenewedCertificate certificate = settings.tls() == null ? null : new RenewedCertificate(settings.tls(), clock);
        embedded.setConfiguration(BrokerConfiguration.of(settings, ACCEPTOR)).setSecurityManager(new GuardSecurity());
        embedded.start();
        ActiveMQServer server = embedded.getActiveMQServer();
        publisher = new BrokerPublisher(server);
        pushes = new BrokerPublisher(server);
        publisher.publish("broker/started", event -> event.put("ts", clock.millis()));
        PublishOrder.keep(server);
        PacketIdentifiers.free(server);
        server.registerBrokerPlugin(new CommandWitness(server, publisher));
        server.registerBrokerPlugin(new MessageWitness(server, deliveries));
        Backlog backlog = new Backlog(this::waitingForGateway, settings.maxWaiting());
        server.getScheduledPool().scheduleWithFixedDelay(backlog::measure, MEASURE_MS, MEASURE_MS, TimeUnit.MILLISECONDS);
        server.registerBrokerPlugin(new GuardPlugin(() -> access,
                new Attendance(new ClientPresence(publisher, clock), clients, deliveries, () -> connections), backlog, settings, clock));
        NettyAcceptor acceptor = acceptor(server);
        acceptor.start();
        door = new MqttDoor(new ConnectionLimits(settings.maxConnections(), settings.maxPerAddress()), certificate);
        int port = door.open(new InetSocketAddress(settings.host(), settings.port()), acceptor::transfer);
        address = (certificate == null ? "tcp://" : "ssl://") + settings.host() + ":" + port;
        LOG.info("MQTT broker listens on {}", address);
        if (certificate != null) {
            long period = settings.tls().reload().toMillis();
            server.getScheduledPool().scheduleWithFixedDelay(certificate::look, period, period, TimeUnit.MILLISECONDS);
        }
        return address;
    }

    @Override
    public String reached() {
        return address;
    }

    private long waitingForGateway() {
        long waiting = holding.getAsBoolean() ? settings.maxWaiting() : 0;
        for (SimpleString name : gatewayQueues) {
            Queue queue = embedded.getActiveMQServer().locateQueue(name);
            waiting += queue == null ? 0 : queue.getMessageCount();
        }
        return waiting;
    }

    @Override
    public void stop() throws Exception {
        ActiveMQServer server = embedded.getActiveMQServer();
        if (server == null) {
            return;
        }
        if (door != null) {
            // Closes the connections while their end can still be told
            door.close();
            acceptor(server).stop();
            door.awaitEnd();
            publisher.flush();
            door = null;
        }
        embedded.stop();
    }

    private static NettyAcceptor acceptor(ActiveMQServer server) {
        return (NettyAcceptor) server.getRemotingService().getAcceptor(ACCEPTOR);
    }

    /** Looks before the journal is opened: what holds the port may be another broker on the same directory. */
    private void requireFreePort() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException e) {
            boolean inUse = String.valueOf(e.getMessage()).contains("in use");
            throw new SettingException(inUse
                    ? "port " + settings.port() + " is in use: stop what listens there or set mqtt.port"
                    : "cannot listen on " + settings.host() + ":" + settings.port() + " (" + e.getMessage() + "): set bind.host or mqtt.port");
        }
    }
}
