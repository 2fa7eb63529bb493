package io.campanile.edge.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.DeviceTokens;
import io.campanile.domain.session.InMemoryConnectionRegistry;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;
import io.campanile.domain.session.Tickets;
import io.campanile.edge.http.EdgeServer;
import io.campanile.edge.http.HealthEndpoint;
import io.campanile.edge.http.HttpSettings;
import io.campanile.ops.metrics.Metrics;
import io.campanile.ops.overload.Admission;
import io.campanile.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The WebSocket edge on a free port, with real sockets and routes; sessions and devices are kept in memory. */
final class WebSocketGateway implements AutoCloseable, Sessions, DeviceRegistry {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String PASSWORD = "correct horse";

    final Vertx vertx = Vertx.vertx();
    private final WebSocketClient clients = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(1 << 20).setMaxConnections(10_000));
    final CamelContext camel = new DefaultCamelContext();
    final InMemoryConnectionRegistry connections = new InMemoryConnectionRegistry();
    final Hub hub = new Hub(connections);
    final Metrics metrics = new Metrics(Clock.systemUTC());
    final FrameCodec codec = new FrameCodec(JSON, "galbot");
    final DeviceWatchers watchers;
    final Map<String, DeviceState> devices = new ConcurrentSkipListMap<>();
    final Tickets tickets = new OneUseTickets();
    final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    /** The sns of whom, by user id. */
    final Map<String, Set<String>> homes = new ConcurrentHashMap<>();
    final HouseholdSubscriptions residents;
    final KnownUsers users = new KnownUsers();
    /** Who was to be looked at, in order. */
    final Queue<String> looks = new ConcurrentLinkedQueue<>();
    PresenceWatchers presenceWatchers;
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    /** Runs inside every read of the registry. */
    volatile Runnable whileReading = () -> { };
    /** Runs inside every sign-in. */
    volatile Runnable whileSigningIn = () -> { };
    /** Gets who has just signed in. */
    volatile Consumer<Principal> afterSigningIn = principal -> { };
    volatile long tokenLifetime = 3_600_000;
    final EdgeServer server;

    /** @param overrides settings by name, each followed by its value; the rest is as shipped, but for a high rate */
    WebSocketGateway(String... overrides) {
        Properties properties = Settings.load(java.nio.file.Path.of("application.properties")).all();
        properties.setProperty("http.port", "0");
        properties.setProperty("websocket.requests-per-second", "1000000");
        properties.setProperty("websocket.burst", "1000000");
        for (int i = 0; i < overrides.length; i += 2) {
            properties.setProperty(overrides[i], overrides[i + 1]);
        }
        Settings settings = new Settings(properties, name -> null);
        watchers = new DeviceWatchers(codec, hub, "on".equals(settings.get("device-watch.conflation")));
        Clock clock = Clock.systemUTC();
        SignIn signIn = new SignIn(this, tickets,
                new DeviceTokens(this, (key, keep) -> used.add(key), device -> revoked.contains(device.tokenId()), Duration.ofSeconds(300), clock), hub);
        WebSocketComponent component = new WebSocketComponent(vertx, hub);
        residents = new HouseholdSubscriptions(new KnownHouseholds(homes, this), watchers, hub);
        Catalogue catalogue = new Catalogue(signIn,
                new DeviceSubscriptions(this, new DeviceTypes(properties), watchers, residents),
                new DeviceServices(new DeviceAccess(this, new KnownHouseholds(homes, this)), null),
                presenceServices(settings.number("presence.max-subscriptions")), new MessageServices(null, null, null, null), new CallServices(null, null), new RoomServices(null, null, null, null), clock);
        server = new EdgeServer(vertx, HttpSettings.from(settings), new HealthEndpoint(() -> true), clock);
        server.router().get("/ws").handler(new WebSocketEdge(WebSocketSettings.from(settings), signIn, hub, watchers,
                codec, catalogue, component, clock, new WebSocketMetrics(metrics), Admission.open(metrics.drops())));
        server.registerIn(camel);
        camel.getRegistry().bind("vertx-websocket", component);
        try {
            camel.addRoutes(new WebSocketRoutes());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        camel.start();
        server.listen();
    }

    private PresenceServices presenceServices(int most) {
        presenceWatchers = new PresenceWatchers(codec, watchers, most);
        PresenceServices services = new PresenceServices(users.presences(connections), presenceWatchers, users, most, looks::addAll);
        hub.onArrival(services::resume);
        hub.onDeparture(presenceWatchers::closed);
        return services;
    }

    TestClient connect() {
        return connect("", Map.of());
    }

    TestClient connectAs(String user) {
        return connect("", Map.of("Authorization", "Bearer " + token(user)));
    }

    TestClient connect(String query, Map<String, String> headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1").setPort(server.port()).setURI("/ws" + query);
        headers.forEach(options::addHeader);
        return new TestClient(clients, options);
    }

    TestClient connectOffering(List<String> subprotocols) {
        return new TestClient(clients, new WebSocketConnectOptions()
                .setHost("127.0.0.1").setPort(server.port()).setURI("/ws").setSubProtocols(subprotocols));
    }

    /** A token of somebody whose name begins with the role. */
    String token(String user) {
        return user + "." + (System.currentTimeMillis() + tokenLifetime) + "." + System.nanoTime();
    }

    DeviceState register(String sn, String type, long version) {
        DeviceState state = state(sn, type, version);
        devices.put(sn, state);
        return state;
    }

    static DeviceState state(String sn, String type, long version) {
        return new DeviceState(sn, type, Map.of("status", version), 1_000 + version, version, 2_000 + version);
    }

    @Override
    public Session signIn(String username, String password) {
        whileSigningIn.run();
        if (!PASSWORD.equals(password)) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "wrong name or password");
        }
        String token = token(username);
        Session session = new Session(token, verify(token));
        afterSigningIn.accept(session.principal());
        return session;
    }

    @Override
    public Principal verify(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3 || revoked.contains(token)) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "no good token");
        }
        Role role = Role.fromWire(parts[0].split("-")[0]);
        return new Principal(Principal.Kind.USER, parts[0], Set.of(role), token, Long.parseLong(parts[1]));
    }

    @Override
    public Session refresh(String token) {
        String next = token(verify(token).id());
        return new Session(next, verify(next));
    }

    @Override
    public void revoke(Principal principal) {
        end(principal.tokenId());
    }

    /** What came by that token, or by that secret, is good no longer. */
    void end(String tokenId) {
        revoked.add(tokenId);
        hub.revoked(principal -> tokenId.equals(principal.tokenId()));
    }

    @Override
    public void register(Device device, String secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rotateSecret(String sn, String before, String secret) {
        return secrets.replace(sn, before, secret);
    }

    @Override
    public Optional<DeviceCredentials> credentials(String sn) {
        return Optional.ofNullable(secrets.get(sn)).map(secret -> new DeviceCredentials(secret, "retail"));
    }

    /** Tickets of this node, in memory. */
    private final class OneUseTickets implements Tickets {
        private final Map<String, String> tokens = new ConcurrentHashMap<>();

        @Override
        public String issue(String token) {
            String ticket = UUID.randomUUID().toString();
            tokens.put(ticket, token);
            return ticket;
        }

        @Override
        public Optional<String> redeem(String ticket) {
            whileReading.run();
            return Optional.ofNullable(tokens.remove(ticket));
        }
    }

    @Override
    public Optional<DeviceView> find(String sn) {
        Optional<DeviceView> found = Optional.ofNullable(devices.get(sn)).map(WebSocketGateway::view);
        whileReading.run();
        return found;
    }

    @Override
    public List<DeviceView> page(String type, String after, int limit) {
        List<DeviceView> page = devices.values().stream()
                .filter(state -> type == null || state.type().equals(type))
                .filter(state -> after == null || state.sn().compareTo(after) > 0)
                .limit(limit).map(WebSocketGateway::view).toList();
        whileReading.run();
        return page;
    }

    private static DeviceView view(DeviceState state) {
        return new DeviceView(new Device(state.sn(), state.type(), null), true, state, 0);
    }

    @Override
    public void close() {
        camel.stop();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
