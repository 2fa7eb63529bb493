package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.session.MqttAccounts;
import io.campanile.domain.session.Sessions;
import io.campanile.edge.http.ConsoleSettings;
import io.campanile.edge.http.EdgeServer;
import io.campanile.edge.http.HealthEndpoint;
import io.campanile.edge.http.HttpSettings;
import io.campanile.edge.mqtt.DurableMqttComponent;
import io.campanile.edge.mqtt.MqttBroker;
import io.campanile.edge.mqtt.MqttTopics;
import io.campanile.edge.rest.DeviceOperations;
import io.campanile.edge.rest.DeviceRoutes;
import io.campanile.edge.rest.RestAnswers;
import io.campanile.edge.rest.SessionRoutes;
import io.campanile.edge.websocket.Catalogue;
import io.campanile.edge.websocket.DeviceSubscriptions;
import io.campanile.edge.websocket.DeviceWatchers;
import io.campanile.edge.websocket.FrameCodec;
import io.campanile.edge.websocket.Hub;
import io.campanile.edge.websocket.SignIn;
import io.campanile.edge.websocket.WebSocketComponent;
import io.campanile.edge.websocket.WebSocketEdge;
import io.campanile.edge.websocket.WebSocketRoutes;
import io.campanile.edge.websocket.WebSocketSettings;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.device.DeviceChanges;
import io.campanile.flow.device.PresenceEvents;
import io.campanile.flow.device.Reports;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.standalone.mqtt.ArtemisBroker;
import io.campanile.store.jwt.JwtSessions;
import io.campanile.store.password.AdminAccount;
import io.campanile.store.password.Argon2Passwords;
import io.campanile.store.redis.RedisOnceOnly;
import io.campanile.store.redis.RedisRevocations;
import io.campanile.store.sql.SqlAccounts;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlDeviceStates;
import io.campanile.store.sql.SqlPresences;
import io.campanile.store.sql.SqlReportHistory;
import io.campanile.store.sql.SqlSecrets;
import io.campanile.store.zookeeper.ZooKeeperLeaders;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.spi.Registry;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only place where implementations are chosen. */
final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final int SUBSCRIPTION_PATIENCE_S = 10;

    private final Settings settings;
    private final Clock clock;
    private final Backends backends;
    private final MqttAccounts mqttAccounts;
    private final ArtemisBroker broker;
    private final String adminPassword;
    private final DeviceTypes types;
    private final ObjectMapper json = new ObjectMapper();
    private final String mqttPassword;
    private final Vertx vertx = Vertx.vertx();
    private final EdgeServer server;
    private final Sessions sessions;
    private final Hub hub = new Hub();
    private final FrameCodec codec;
    private final DeviceWatchers watchers;
    private final SqlDeviceRegistry devices;
    private volatile boolean open;

    Wiring(Settings settings, Clock clock, ArtemisBroker broker, boolean standalone) {
        this.settings = settings;
        this.clock = clock;
        this.broker = broker;
        backends = Backends.open(settings);
        DataSource database = backends.database();
        types = new DeviceTypes(settings.all());
        SqlSecrets secrets = new SqlSecrets(database, clock);
        mqttPassword = settings.has("mqtt.password") ? settings.get("mqtt.password") : secrets.getOrCreate("mqtt", Wiring::randomSecret);
        devices = new SqlDeviceRegistry(database, clock);
        mqttAccounts = new MqttAccounts(devices, new RedisOnceOnly(backends.redis()),
                settings.duration("auth.device-token-window"), mqttPassword, clock);
        SqlAccounts accounts = new SqlAccounts(database, clock);
        Argon2Passwords passwords = new Argon2Passwords(2, 16);
        adminPassword = new AdminAccount(accounts, passwords, settings.directory("data.dir"))
                .ensure(settings.get("auth.admin.password"), standalone);
        sessions = new JwtSessions(accounts, passwords, secrets.getOrCreate("jwt", Wiring::randomSecret).getBytes(StandardCharsets.UTF_8),
                new RedisRevocations(backends.redisClient(), backends.redis(), clock, hub::revoked), settings.duration("auth.token-lifetime"), clock);
        codec = new FrameCodec(wireJson(), settings.get("websocket.op-prefix"));
        watchers = new DeviceWatchers(codec);
        server = new EdgeServer(vertx, HttpSettings.from(settings), new HealthEndpoint(() -> open));
        new ConsoleSettings(settings.get("console.mqtt-url"), settings.get("mqtt.broker-url")).addTo(server.router());
    }

    private static String randomSecret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** JSON as PROTOCOL 1 has it: snake_case. */
    private static ObjectMapper wireJson() {
        return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    }

    String adminPassword() {
        return adminPassword;
    }

    int httpPort() {
        return server.port();
    }

    /** @throws SettingException when the external MQTT broker is not there, or does not let us in */
    void requireBroker() {
        MqttBroker.require(mqttConfiguration());
    }

    /** Gives Camel its components and beans. */
    void into(CamelContext camel) throws Exception {
        Registry registry = camel.getRegistry();
        broker.admit(mqttAccounts);
        Jdbi jdbi = Jdbi.create(backends.database());
        DurableMqttComponent mqtt = new DurableMqttComponent(camel, mqttConfiguration());
        DeadLetters deadLetters = new DeadLetters(camel, camel.createProducerTemplate(), json, clock);
        registry.bind("paho-mqtt5", mqtt);
        registry.bind("leaders", new ZooKeeperLeaders(backends.zooKeeper(), settings.get("node.id")));
        registry.bind("mqttTopics", new MqttTopics());
        registry.bind("deadLetters", deadLetters);
        registry.bind("clock", clock);
        registry.bind("kafkaBatch", new KafkaBatch());
        registry.bind("reports", new Reports(new SqlDeviceStates(jdbi, types), deadLetters, json));
        registry.bind("presenceEvents", new PresenceEvents(new SqlPresences(jdbi), deadLetters, json));
        registry.bind("deviceChanges", new DeviceChanges(camel, watchers, json));
        registry.bind("vertx", vertx);
        SignIn signIn = new SignIn(sessions, hub);
        WebSocketComponent webSockets = new WebSocketComponent(vertx, hub);
        Catalogue services = new Catalogue(signIn, new DeviceSubscriptions(devices, types, watchers), clock);
        server.router().get("/ws").handler(new WebSocketEdge(WebSocketSettings.from(settings), sessions, signIn, hub,
                watchers, codec, services, webSockets, clock));
        registry.bind("vertx-websocket", webSockets);
        camel.addRoutes(new WebSocketRoutes());
        server.registerIn(camel);
        RestAnswers answers = new RestAnswers(clock);
        camel.addRoutes(new SessionRoutes(sessions, answers));
        camel.addRoutes(new DeviceRoutes(sessions, answers,
                new DeviceOperations(devices, types, new SqlReportHistory(backends.database()))));
    }

    private PahoMqtt5Configuration mqttConfiguration() {
        PahoMqtt5Configuration configuration = new PahoMqtt5Configuration();
        configuration.setBrokerUrl(settings.get("mqtt.broker-url").split(",")[0]);
        configuration.setServerURIs(settings.get("mqtt.broker-url"));
        configuration.setUserName(settings.has("mqtt.username") ? settings.get("mqtt.username") : MqttAccounts.GATEWAY);
        configuration.setPassword(mqttPassword);
        configuration.setManualAcksEnabled(true);
        configuration.setAutomaticReconnect(true);
        // ms; CAPABILITIES 0.13 allows 30 s at most, the component's default is 128 s
        configuration.setMaxReconnectDelay(16_000);
        return configuration;
    }

    /** Opens the doors, once the routes run and the broker keeps what devices will say to them. */
    void open(CamelContext camel, boolean carriesBroker) {
        if (carriesBroker) {
            CountDownLatch subscribed = new CountDownLatch(1);
            broker.whenSubscribed(camel.getComponent("paho-mqtt5", DurableMqttComponent.class).subscriptions(), subscribed::countDown);
            await(subscribed);
            mqttAccounts.open();
        }
        server.listen();
        open = true;
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
        hub.shutDown();
        server.close();
        vertx.close();
        backends.close();
    }
}
