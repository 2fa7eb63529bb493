package io.campanile.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.CheckFlows;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.DeviceEnrolment;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.CodedException;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.ReportHistory;
import io.campanile.domain.message.HighWaterMark;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.Participation;
import io.campanile.domain.room.RoomChange;
import io.campanile.domain.room.RoomChanges;
import io.campanile.domain.room.RoomDesk;
import io.campanile.domain.room.RoomReading;
import io.campanile.store.sql.SqlRoomChanges;
import io.campanile.store.sql.SqlRooms;
import io.campanile.domain.message.ReadMarks;
import io.campanile.domain.message.RoomReceipts;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.AccountChanges;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Households;
import io.campanile.domain.session.InMemoryRevocations;
import io.campanile.domain.session.Passwords;
import io.campanile.domain.session.Registration;
import io.campanile.domain.session.Revocations;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Sessions;
import io.campanile.fixture.KnownSecrets;
import io.campanile.fixture.PlainPasswords;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.metrics.Metrics;
import io.campanile.settings.Settings;
import io.campanile.store.jwt.JwtSessions;
import io.campanile.store.sql.CommandTimes;
import io.campanile.store.sql.SqlCommandQueues;
import io.campanile.store.sql.InboxEpochs;
import io.campanile.store.sql.SqlAccounts;
import io.campanile.store.sql.SqlDeadLetters;
import io.campanile.store.sql.SqlAlerts;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlHouseholds;
import io.campanile.store.sql.SqlInboxEvents;
import io.campanile.store.sql.SqlInboxes;
import io.campanile.store.sql.SqlInstallations;
import io.campanile.store.sql.SqlMessageHistory;
import io.campanile.store.sql.SqlReportHistory;
import io.campanile.store.sql.SqlTraces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/** The REST edge on a free port, with real routes, tokens and database, and a client for it. */
final class RestServer implements AutoCloseable {

    static final byte[] KEY = "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
    static final int LARGEST_BODY = 65_536;
    static final String PASSWORD = "correct horse";

    /** What came back; {@code json} is null when there was no body. */
    record Answer(int status, JsonNode json, HttpResponse<String> http) {

        String text(String field) {
            return json.path(field).asText();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    final DefaultCamelContext camel = new DefaultCamelContext();
    final Accounts accounts;
    final Passwords passwords;
    /** Whose household was told to have changed, in order. */
    final Queue<Set<String>> changed = new ConcurrentLinkedQueue<>();
    /** The alerts that were told, in order. */
    final Queue<AlertChange> told = new ConcurrentLinkedQueue<>();
    /** What was confirmed, as user, installation, epoch and number, in order. */
    final Queue<String> acked = new ConcurrentLinkedQueue<>();
    /** The receipts that were told, in order. */
    final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    final SqlInboxes inboxes;
    private final InboxEpochs epochs;
    /** The dead letters that were replayed, each with its edited body, in order. */
    final Queue<String> replayed = new ConcurrentLinkedQueue<>();
    /** With what the next replays and confirmations fail; null: they do not. */
    volatile CodedException refused;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final VertxPlatformHttpServer server;

    RestServer(DataSource database) {
        this(database, new PlainPasswords());
    }

    RestServer(DataSource database, Passwords passwords) {
        this(database, new SqlReportHistory(database), true, passwords);
    }

    RestServer(DataSource database, ReportHistory history) {
        this(database, history, true, new PlainPasswords());
    }

    RestServer(DataSource database, ReportHistory history, boolean registrationOpen, Passwords passwords) {
        this.passwords = passwords;
        Clock clock = Clock.systemUTC();
        accounts = new SqlAccounts(database, clock);
        Revocations revocations = new InMemoryRevocations(100, clock);
        Sessions sessions = new JwtSessions(accounts, passwords, KnownSecrets.keyRing(KEY), revocations, Duration.ofHours(12), clock);
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(0);
        configuration.setMaxBodySize((long) LARGEST_BODY);
        server = new VertxPlatformHttpServer(configuration);
        RestAnswers answers = new RestAnswers(clock, new Metrics(clock).requests("http"));
        DeviceRegistry devices = new SqlDeviceRegistry(database, clock);
        Households households = new SqlHouseholds(database, clock);
        epochs = new InboxEpochs(database, new ForgottenMark(), clock);
        inboxes = new SqlInboxes(epochs, Duration.ofSeconds(10), 500, clock);
        try {
            camel.addService(server);
            camel.addRoutes(new SessionRoutes(sessions, answers));
            camel.addRoutes(new DeviceRoutes(sessions, answers, new DeviceOperations(
                    new DeviceEnrolment(devices, types(), before -> revocations.revoke(before.secretId(), Long.MAX_VALUE)),
                    devices, types(), history, households, new SqlCommandQueues(database, new CommandTimes(5_000, 60_000, true), clock))));
            camel.addRoutes(new AlertRoutes(sessions, answers, new AlertOperations(new SqlAlerts(database, clock), told::add, households,
                    new Metrics(clock).alerts())));
            camel.addRoutes(new UserRoutes(sessions, answers,
                    new UserOperations(sessions, new Registration(accounts, passwords, registrationOpen), accounts,
                            new AccountChanges(accounts, passwords, revocations, Duration.ofHours(12), clock))));
            camel.addRoutes(new HouseholdRoutes(sessions, answers, new HouseholdOperations(households, changed::add)));
            camel.addRoutes(new FlowCheckRoutes(sessions, answers, CheckFlows.check(Settings.load(Path.of("application.properties"))),
                    () -> FlowFile.in(Path.of("routes"))));
            messages(sessions, answers, database, clock);
            DeadLetterStore letters = new SqlDeadLetters(database);
            camel.addRoutes(new DeadLetterRoutes(sessions, answers, new DeadLetterOperations(letters, (id, body) -> replay(letters, id, body), clock)));
            camel.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void messages(Sessions sessions, RestAnswers answers, DataSource database, Clock clock) throws Exception {
        MessageHistory history = new SqlMessageHistory(database);
        camel.addRoutes(new MessageRoutes(sessions, answers, new MessageOperations(inboxes, this::confirm,
                new SqlTraces(database, new SqlInboxEvents(database), userId -> false))));
        SqlRooms rooms = new SqlRooms(database, false, clock);
        // At once: its turn among messages that are under way is another test's
        RoomChanges changes = new SqlRoomChanges(epochs, inboxes);
        Participation participation = new Participation(new RoomReading(rooms, null));
        camel.addRoutes(new ConversationRoutes(sessions, answers, new ConversationOperations(history,
                new ReadMarks(history, receipts::addAll, RoomReceipts.NONE, participation), participation)));
        camel.addRoutes(new RoomRoutes(sessions, answers, new RoomOperations(new RoomDesk(rooms, null, (room, userId, joins) ->
                CompletableFuture.completedFuture(room.with(changes.apply(List.of(), List.of(new RoomChanges.Turn(new RoomChange(UUID.randomUUID().toString(), room.roomId(), userId, joins, "node-1"), 0)))
                        .done().get(0).members()))))));
        camel.addRoutes(new InstallationRoutes(sessions, answers, new SqlInstallations(database), clock));
    }

    private CompletionStage<Void> confirm(String userId, String clientId, String epoch, long inboxSeq) {
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        acked.add(userId + " " + clientId + " " + epoch + " " + inboxSeq);
        return CompletableFuture.completedFuture(null);
    }

    private record ForgottenMark() implements HighWaterMark {

        @Override
        public long get() {
            return 0;
        }

        @Override
        public void set(long mark) {
            // nobody asks for it
        }
    }

    private DeadLetter replay(DeadLetterStore letters, String id, String body) {
        if (refused != null) {
            throw refused;
        }
        replayed.add(id + " " + body);
        return letters.find(id).orElse(null);
    }

    /** Makes an account with {@link #PASSWORD}, unless it is there. */
    void account(String userId, Role... roles) {
        accounts.createIfAbsent(new Account(userId, passwords.hash(PASSWORD), Set.of(roles)));
    }

    String tokenOf(String userId) {
        return post("/api/v1/sessions", null, "{\"username\":\"" + userId + "\",\"password\":\"" + PASSWORD + "\"}")
                .text("token");
    }

    Answer get(String path, String token) {
        return send("GET", path, token, null);
    }

    Answer post(String path, String token, String body) {
        return send("POST", path, token, body);
    }

    Answer send(String method, String path, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            boolean json = response.headers().firstValue("Content-Type").orElse("").equals("application/json");
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : null, response);
        } catch (Exception e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    /** Sends what no decent client would send. */
    String rawStatusLine(String requestLine) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
            socket.getOutputStream().write((requestLine + "\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        }
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** That it is an error as PROTOCOL 1 says, whose text begins so. */
    static void assertError(Answer answer, int status, String text) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.json().fieldNames()).toIterable().containsExactly("code", "msg", "server_time");
        assertThat(answer.json().get("code").asInt()).isEqualTo(status);
        assertThat(answer.text("msg")).startsWith(text);
    }

    private static DeviceTypes types() {
        Properties settings = new Properties();
        settings.setProperty("device.type.retail", "electricity");
        settings.setProperty("device.type.rubbish", "rubbish,electricity");
        return new DeviceTypes(settings);
    }
}
