package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceToken;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;
import io.campanile.domain.session.Role;
import io.campanile.fixture.LinePeer;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.PublicSurface;
import io.campanile.fixture.RunningGateway;
import io.campanile.fixture.WebSocketPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of PROTOCOL 3, walked cell by cell against a running gateway: each row by everything public that belongs to
 * it, each column by somebody of that role, over every transport, for what is their own and for what is not.
 */
class RightsIT {

    private static final int REFUSED_BY_BROKER = 0x87;

    @TempDir
    static Path directory;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RunningGateway gateway;
    /** By role; the admin is {@code admin}. */
    private static final Map<Role, String> TOKENS = new java.util.EnumMap<>(Role.class);
    private static final Map<Role, WebSocketPeer> SOCKETS = new java.util.EnumMap<>(Role.class);
    /** The id of the device's alert. */
    private static final Map<String, String> ALERTS = new java.util.HashMap<>();
    private static String deviceSecret;
    private static WebSocketPeer deviceSocket;
    private static MqttPeer deviceMqtt;
    private static final Map<Role, MqttPeer> PEERS = new java.util.EnumMap<>(Role.class);
    private static final Map<Role, LinePeer> LINES = new java.util.EnumMap<>(Role.class);

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.first(directory, Map.of());
        String admin = gateway.token();
        deviceSecret = gateway.register(admin, "home", "retail");
        String awaySecret = gateway.register(admin, "away", "retail");
        // A device is one installation: the same one over MQTT would take over from WebSocket
        String otherSecret = gateway.register(admin, "lane", "retail");
        for (Role role : Role.values()) {
            if (role != Role.ADMIN) {
                gateway.post("/api/v1/users", null, Map.of("username", userId(role), "password", RunningGateway.PASSWORD));
                send(admin, "PUT /api/v1/users/" + userId(role) + "/roles", "{\"roles\":[\"" + role.wireName() + "\"]}");
            }
        }
        send(admin, "PUT /api/v1/households/1", "{\"residents\":[{\"user_id\":\"user\"}],\"devices\":[\"home\"]}");
        for (Role role : Role.values()) {
            TOKENS.put(role, gateway.post("/api/v1/sessions", null,
                    Map.of("username", userId(role), "password", RunningGateway.PASSWORD)).get("token").asText());
            SOCKETS.put(role, WebSocketPeer.connect(HTTP, gateway.webSocket(), TOKENS.get(role)));
            PEERS.put(role, MqttPeer.connect(gateway.mqtt(), userId(role) + ".rights", userId(role), TOKENS.get(role)));
            LINES.put(role, LinePeer.connect(gateway));
            assertThat(LINES.get(role).ask("login:" + userId(role) + ":" + RunningGateway.PASSWORD)).isEqualTo("ok:login");
        }
        raiseAlert(admin, "home", deviceSecret);
        raiseAlert(admin, "away", awaySecret);
        long now = System.currentTimeMillis();
        deviceSocket = WebSocketPeer.connect(HTTP, gateway.webSocket(), null);
        JsonNode login = deviceSocket.ask("/api/device/login", "{'sn':'home','timestamp':" + now + ",'token':'"
                + DeviceToken.sign("home", now, deviceSecret).token() + "'}");
        assertThat(login.at("/code").asInt()).as(login.toString()).isZero();
        deviceMqtt = MqttPeer.connect(gateway.mqtt(), "lane", "lane", otherSecret);
    }

    private static void raiseAlert(String admin, String sn, String secret) throws Exception {
        try (MqttPeer device = MqttPeer.connect(gateway.mqtt(), sn, sn, secret)) {
            device.publish("devices/" + sn + "/report", "{\"report_id\":\"r\",\"ts\":1,\"electricity\":{\"code\":1}}");
        }
        ALERTS.put(sn, await().until(() -> new ObjectMapper().readTree(gateway.get("/api/v1/alerts?sn=" + sn, admin).body())
                .at("/alerts/0/alert_id").asText(), id -> !id.isEmpty()));
    }

    @AfterAll
    static void stop() throws Exception {
        SOCKETS.values().forEach(WebSocketPeer::close);
        LINES.values().forEach(LinePeer::close);
        for (MqttPeer peer : PEERS.values()) {
            peer.close();
        }
        if (deviceMqtt != null) {
            deviceMqtt.close();
        }
        gateway.close();
    }

    static Stream<Arguments> restCells() {
        return cells(PublicSurface.rest());
    }

    static Stream<Arguments> webSocketCells() {
        return cells(PublicSurface.webSocket());
    }

    static Stream<Arguments> mqttCells() {
        return cells(PublicSurface.mqttOfUsers());
    }

    static Stream<Arguments> lineCells() {
        return cells(PublicSurface.lines());
    }

    private static Stream<Arguments> cells(List<PublicSurface> surface) {
        return surface.stream().filter(row -> row.operation() != null)
                .flatMap(row -> Stream.of(Role.values()).map(role -> Arguments.of(row, role)));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("restCells")
    void overRest(PublicSurface row, Role role) throws Exception {
        int own = send(TOKENS.get(role), of(role, row.request(), true), of(role, row.body(), true));
        int others = send(TOKENS.get(role), of(role, row.request(), false), of(role, row.body(), false));

        assertCell(row, principal(role), own, others);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("webSocketCells")
    void overWebSocket(PublicSurface row, Role role) {
        int own = SOCKETS.get(role).ask(row.name(), of(role, row.body(), true)).get("code").asInt();
        int others = SOCKETS.get(role).ask(row.name(), of(role, row.body(), false)).get("code").asInt();

        assertCell(row, principal(role), own, others);
    }

    static Stream<PublicSurface> webSocket() {
        return PublicSurface.webSocket().stream().filter(row -> row.operation() != null);
    }

    @ParameterizedTest
    @MethodSource("webSocket")
    void ofADeviceOverWebSocket(PublicSurface row) {
        int own = deviceSocket.ask(row.name(), of(Role.USER, row.body(), true)).get("code").asInt();
        int others = deviceSocket.ask(row.name(), of(Role.USER, row.body(), false)).get("code").asInt();

        assertCell(row, Principal.device("home", new DeviceCredentials("secret", "retail")), own, others);
    }

    /** A topic is a place of one's own (PROTOCOL 4): on behalf of others is asked for inside, or elsewhere. */
    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("mqttCells")
    void ofAUserOverMqtt(PublicSurface row, Role role) throws Exception {
        int own = PEERS.get(role).publish(of(role, row.name(), true), row.body());
        int others = PEERS.get(role).publish(of(role, row.name(), false), row.body());

        assertThat(own == REFUSED_BY_BROKER).isEqualTo(Access.reach(principal(role), row.operation()) == Reach.NONE);
        assertThat(others).isEqualTo(REFUSED_BY_BROKER);
    }

    /** Not even an admin watches or commands devices, pushes or tells anything by topics that are not an admin's. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void noRoleReachesTheTopicsOfOthersOverMqtt(Role role) throws Exception {
        MqttPeer peer = PEERS.get(role);
        for (String topic : List.of("devices/home/report", "devices/home/status", "devices/home/commands", "devices/home/calls/control",
                "devices/home/pushes", "system/time", "system/notice", "users/somebody/phone/pushes", "users/somebody/calls/incoming")) {
            assertThat(peer.publish(topic, "{}")).as("publish to " + topic).isEqualTo(REFUSED_BY_BROKER);
            if (!topic.startsWith("system/")) {
                assertThat(peer.subscribe(topic)).as("subscribe to " + topic).isEqualTo(REFUSED_BY_BROKER);
            }
        }
        for (String topic : List.of("calls/incoming", "calls/control", "rights/messages", "rights/replies", "rights/pushes")) {
            assertThat(peer.subscribe("users/" + userId(role) + "/" + topic)).as("subscribe to one's own " + topic).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("lineCells")
    void overLines(PublicSurface row, Role role) {
        int code = code(LINES.get(role).ask(row.body()));

        assertThat(isRefused(code)).isEqualTo(Access.reach(principal(role), row.operation()) == Reach.NONE);
    }

    static Stream<PublicSurface> lines() {
        return PublicSurface.lines().stream().filter(row -> row.operation() != null);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void overLinesAStrangerIsAskedToLogInAndADeviceCannot(PublicSurface row) {
        try (LinePeer stranger = LinePeer.connect(gateway)) {
            assertThat(code(stranger.ask("login:home:" + deviceSecret))).isEqualTo(401);
            assertThat(code(stranger.ask(row.body()))).isEqualTo(401);
        }
    }

    private static int code(String answer) {
        return answer.startsWith("error:") ? Integer.parseInt(answer.split(":")[2]) : 0;
    }

    @ParameterizedTest
    @MethodSource("io.campanile.fixture.PublicSurface#mqttOfDevices")
    void ofADeviceOverMqtt(PublicSurface row) throws Exception {
        int own = deviceMqtt.publish(row.name().replace("{sn}", "lane"), row.body());
        int others = deviceMqtt.publish(of(Role.USER, row.name(), false), row.body());

        assertCell(row, Principal.device("lane", new DeviceCredentials("secret", "retail")), own == REFUSED_BY_BROKER ? 403 : 0, others == REFUSED_BY_BROKER ? 403 : 0);
    }

    @ParameterizedTest
    @MethodSource("io.campanile.fixture.PublicSurface#rest")
    void overRestNobodyIsADeviceOrAStranger(PublicSurface row) throws Exception {
        if (row.operation() != null) {
            assertThat(send("home", of(Role.USER, row.request(), true), row.body())).isEqualTo(401);
            assertThat(send(null, of(Role.USER, row.request(), true), row.body())).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @MethodSource("webSocket")
    void overWebSocketAStrangerIsAskedToLogIn(PublicSurface row) {
        try (WebSocketPeer stranger = WebSocketPeer.connect(HTTP, gateway.webSocket(), null)) {
            assertThat(stranger.ask(row.name(), of(Role.USER, row.body(), true)).get("code").asInt()).isEqualTo(401);
        }
    }

    @Test
    void everyRestRouteIsInTheWalk() throws Exception {
        HttpRequest search = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.setting("management.port")
                + "/observe/jolokia/search/org.apache.camel:type=routes,*")).build();
        String found = HTTP.send(search, BodyHandlers.ofString()).body();
        List<String> routes = new ArrayList<>();
        Matcher names = Pattern.compile("name=\\\\?\"(rest-[a-z-]+)\\\\?\"").matcher(new ObjectMapper().readTree(found).toString());
        while (names.find()) {
            routes.add(names.group(1));
        }

        assertThat(routes).containsExactlyInAnyOrderElementsOf(PublicSurface.rest().stream().map(PublicSurface::name).toList());
    }

    private static void assertCell(PublicSurface row, Principal principal, int own, int others) {
        Reach reach = Access.reach(principal, row.operation());
        assertThat(isRefused(own)).as("own: %d for %s", own, reach).isEqualTo(reach == Reach.NONE);
        boolean othersRefused = reach == Reach.NONE || (row.namesOwner() && reach != Reach.ALL);
        assertThat(isRefused(others)).as("others': %d for %s", others, reach).isEqualTo(othersRefused);
    }

    private static boolean isRefused(int code) {
        assertThat(code).as("nobody is asked to sign in again, and nothing breaks").isNotIn(401, 500);
        return code == 403;
    }

    private static Principal principal(Role role) {
        return new Principal(Principal.Kind.USER, userId(role), Set.of(role), "jti", Long.MAX_VALUE);
    }

    private static String userId(Role role) {
        return role.wireName();
    }

    private static String of(Role role, String text, boolean own) {
        return text.replace("{pair}", "u:{user}:zed").replace("{sn}", own ? "home" : "away").replace("{alert}", ALERTS.get(own ? "home" : "away")).replace("{user}", own ? userId(role) : "admin".equals(userId(role)) ? "user" : "admin");
    }

    private static int send(String token, String request, String body) throws Exception {
        String[] methodAndPath = request.split(" ");
        HttpRequest.Builder builder = HttpRequest.newBuilder(gateway.http(methodAndPath[1])).header("Content-Type", "application/json")
                .method(methodAndPath[0], body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(builder.build(), BodyHandlers.ofString()).statusCode();
    }
}
