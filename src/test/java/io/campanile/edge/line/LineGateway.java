package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.InMemoryConnectionRegistry;
import io.campanile.domain.session.InMemoryRevocations;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Registration;
import io.campanile.domain.session.Revocations;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.ServiceRequests.ServiceRequest;
import io.campanile.domain.session.Sessions;
import io.campanile.fixture.KnownSecrets;
import io.campanile.fixture.OpenDeliveries;
import io.campanile.fixture.PlainPasswords;
import io.campanile.fixture.StillInboxes;
import io.campanile.ops.metrics.Drops;
import io.campanile.ops.metrics.Metrics;
import io.campanile.ops.overload.Admission;
import io.campanile.ops.overload.Admission.Gate;
import io.campanile.settings.Settings;
import io.campanile.store.jwt.JwtSessions;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;

/** The line protocol on a free port, with real sockets and tokens; accounts are kept in memory. */
final class LineGateway implements AutoCloseable, Accounts {

    static final byte[] KEY = "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);

    final LineHub hub = new LineHub(new InMemoryConnectionRegistry());
    final Sessions sessions;
    final OpenDeliveries deliveries = new OpenDeliveries();
    /** What lies unconfirmed in everybody's inbox. */
    final List<InboxMessage> inbox = new CopyOnWriteArrayList<>();
    /** What was to be sent, and what was confirmed past the deliveries, in order. */
    final Queue<ServiceRequest> asked = new ConcurrentLinkedQueue<>();
    final Queue<ServiceRequest> acked = new ConcurrentLinkedQueue<>();
    /** With what sending fails; null: it does not, and each message is {@code m-1}. */
    volatile CodedException refusal;
    volatile boolean overloaded;
    private final Vertx vertx = Vertx.vertx();
    private final LineServer server;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final List<LineClient> clients = new ArrayList<>();

    LineGateway(String... overrides) {
        this(new PlainPasswords(), overrides);
    }

    /** @param overrides settings by name, each followed by its value; the rest is as shipped, but for a high rate */
    LineGateway(Passwords passwords, String... overrides) {
        Properties properties = Settings.load(Path.of("application.properties")).all();
        properties.setProperty("line.port", "0");
        properties.setProperty("auth.registration", "open");
        properties.setProperty("line.lines-per-second", "1000000");
        properties.setProperty("line.burst", "1000000");
        for (int i = 0; i < overrides.length; i += 2) {
            properties.setProperty(overrides[i], overrides[i + 1]);
        }
        Settings settings = new Settings(properties, name -> null);
        Clock clock = Clock.systemUTC();
        sessions = new JwtSessions(this, passwords, KnownSecrets.keyRing(KEY), new Telling(new InMemoryRevocations(100, clock)), settings.duration("auth.token-lifetime"), clock);
        Registration registration = new Registration(this, passwords, settings.get("auth.registration").equals("open"));
        server = new LineServer(vertx, LineSettings.from(settings), hub, clock);
        LineMessages messages = new LineMessages(vertx, this::send, this::ack, new StillInboxes(inbox), deliveries);
        server.listen(new Commands(new LineSignIn(vertx, registration, sessions, hub, messages, admission()), messages));
    }

    private CompletionStage<Map<String, Object>> send(ServiceRequest request) {
        asked.add(request);
        return refusal == null ? CompletableFuture.completedFuture(Map.of("msg_id", "m-1", "timestamp", 1)) : CompletableFuture.failedFuture(refusal);
    }

    private CompletionStage<Map<String, Object>> ack(ServiceRequest request) {
        acked.add(request);
        return CompletableFuture.completedFuture(Map.of());
    }

    /** Closed while {@link #overloaded}. */
    private Admission admission() {
        Gate overload = new Gate(Drops.Reason.OVERLOAD, () -> overloaded, "the node has too much to do: try again", 5_000);
        return new Admission(List.of(overload), List.of(overload), List.of(), new Metrics(Clock.systemUTC()).drops());
    }

    LineClient connect() {
        return connect(SocketFactory.getDefault());
    }

    LineClient connect(SocketFactory sockets) {
        LineClient client = new LineClient(sockets, server.port());
        clients.add(client);
        return client;
    }

    /** A client of somebody who is registered and logged in now. */
    LineClient connectAs(String user) {
        LineClient client = connect();
        if (!accounts.containsKey(user)) {
            client.says("register:" + user + ":secret").hears("ok:register");
        }
        return client.says("login:" + user + ":secret").hears("ok:login");
    }

    int port() {
        return server.port();
    }

    @Override
    public boolean createIfAbsent(Account account) {
        return accounts.putIfAbsent(account.userId(), account) == null;
    }

    @Override
    public Optional<Account> find(String userId) {
        return Optional.ofNullable(accounts.get(userId));
    }

    @Override
    public long setPassword(String userId, String passwordHash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long setRoles(String userId, Set<Role> roles) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        clients.forEach(LineClient::close);
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Tells the hub what is revoked, as Redis tells every node. */
    private final class Telling implements Revocations {

        private final Revocations revocations;

        Telling(Revocations revocations) {
            this.revocations = revocations;
        }

        @Override
        public void revoke(String tokenId, long untilMs) {
            revocations.revoke(tokenId, untilMs);
            hub.revoked(principal -> tokenId.equals(principal.tokenId()));
        }

        @Override
        public void revokeOlder(String userId, long generation, long untilMs) {
            revocations.revokeOlder(userId, generation, untilMs);
            hub.revoked(principal -> principal.id().equals(userId) && principal.generation() < generation);
        }

        @Override
        public boolean revoked(Principal principal) {
            return revocations.revoked(principal);
        }
    }
}
