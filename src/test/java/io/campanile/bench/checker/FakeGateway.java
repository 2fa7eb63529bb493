package io.campanile.bench.checker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/**
 * A gateway that keeps PROTOCOL as far as the checker uses it, with a real MQTT broker, and that can be told to break
 * it. One lock guards everything: it is small, not fast.
 */
final class FakeGateway implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 200;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, FakeDevice> devices = new LinkedHashMap<>();
    private final Map<ServerWebSocket, Entry.Watching> watchers = new LinkedHashMap<>();
    private final int mqttPort;
    private final HttpServer http;
    private final MqttClient subscriber;
    /** Which reports, by sn and n, the history forgets. */
    private volatile BiPredicate<String, Long> loses = (sn, n) -> false;
    private volatile BiPredicate<String, Long> hides = (sn, n) -> false;
    private volatile BiPredicate<String, Long> repeats = (sn, n) -> false;

    private static final class FakeDevice {
        final String type;
        final LinkedHashMap<String, ObjectNode> history = new LinkedHashMap<>();
        final List<ObjectNode> rows = new ArrayList<>();
        ObjectNode state = JSON.createObjectNode();
        long version;

        FakeDevice(String type) {
            this.type = type;
        }
    }

    FakeGateway() throws Exception {
        this(0, 0);
    }

    /** @param httpPort 0 takes a free one, as does mqttPort */
    FakeGateway(int httpPort, int mqtt) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(false).setSecurityEnabled(false).setJMXManagementEnabled(false)
                .addAcceptorConfiguration(new TransportConfiguration(NettyAcceptorFactory.class.getName(),
                        Map.of("host", "127.0.0.1", "port", String.valueOf(mqtt), "protocols", "MQTT"), "mqtt"));
        broker.setConfiguration(configuration).start();
        mqttPort = ((NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("mqtt")).getActualPort();
        subscriber = new MqttClient(mqtt().toString(), "gateway", new MemoryPersistence());
        subscriber.connect();
        IMqttMessageListener listener = (topic, message) -> reported(topic.split("/")[1], message.getPayload());
        subscriber.subscribe(new MqttSubscription[]{new MqttSubscription("devices/+/report", 1)},
                new IMqttMessageListener[]{listener});
        http = vertx.createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("campanile.v1")))
                .requestHandler(request -> request.bodyHandler(body -> answer(request, body.getBytes())))
                .webSocketHandler(this::opened)
                .listen(httpPort, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    URI mqtt() {
        return URI.create("tcp://127.0.0.1:" + mqttPort);
    }

    URI rest() {
        return URI.create("http://127.0.0.1:" + http.actualPort());
    }

    /** From the history only: state and watchers see it. */
    FakeGateway thatLoses(BiPredicate<String, Long> loses) {
        this.loses = loses;
        return this;
    }

    /** From the watchers only. */
    FakeGateway thatHides(BiPredicate<String, Long> hides) {
        this.hides = hides;
        return this;
    }

    /** In the history. */
    FakeGateway thatRepeats(BiPredicate<String, Long> repeats) {
        this.repeats = repeats;
        return this;
    }

    /** Cuts every device's connection, unannounced. */
    void cutDevices() {
        broker.getActiveMQServer().getRemotingService().getConnections().stream()
                .filter(connection -> !"gateway".equals(connection.getClientID()))
                .forEach(connection -> connection.getTransportConnection().forceClose());
    }

    /** Closes every watcher with this code. */
    synchronized void closeWatchers(int code) {
        List.copyOf(watchers.keySet()).forEach(socket -> socket.close((short) code));
    }

    private synchronized void reported(String sn, byte[] payload) throws Exception {
        // Unknown after a restart, as it keeps nothing: a gateway that forgets
        FakeDevice device = devices.computeIfAbsent(sn, forgotten -> new FakeDevice("retail"));
        ObjectNode report = (ObjectNode) JSON.readTree(payload);
        if (device.history.putIfAbsent(report.path("report_id").asText(), report) != null) {
            return;
        }
        long n = report.path("properties").path("n").asLong();
        if (!loses.test(sn, n)) {
            device.rows.add(report);
        }
        if (repeats.test(sn, n)) {
            device.rows.add(report);
        }
        device.state = report;
        device.version++;
        if (!hides.test(sn, n)) {
            watchers.forEach((socket, watching) -> {
                if (watching.covers(new Entry.Device(sn, device.type))) {
                    socket.writeTextMessage(push(sn, device).toString());
                }
            });
        }
    }

    private static ObjectNode push(String sn, FakeDevice device) {
        ObjectNode push = JSON.createObjectNode().put("op", "galbot_push").put("service", "/push/device/state");
        push.putObject("values").put("sn", sn).put("type", device.type).put("version", device.version)
                .set("state", device.state);
        return push;
    }

    private void opened(ServerWebSocket socket) {
        if (!socket.headers().get("sec-websocket-protocol").contains("bearer.token")) {
            socket.close((short) 3000);
            return;
        }
        socket.closeHandler(closed -> {
            synchronized (this) {
                watchers.remove(socket);
            }
        });
        socket.textMessageHandler(text -> requested(socket, text));
    }

    private synchronized void requested(ServerWebSocket socket, String text) {
        try {
            JsonNode request = JSON.readTree(text);
            socket.writeTextMessage(((ObjectNode) request).put("op", "galbot_response").put("code", 0).toString());
            if (request.path("service").asText().equals("/api/device/subscribe")) {
                Entry.Watching watching = new Entry.Watching("",
                        request.path("values").path("type").asText(Entry.Watching.ALL));
                watchers.put(socket, watching);
                devices.forEach((sn, device) -> {
                    if (device.version > 0 && watching.covers(new Entry.Device(sn, device.type))) {
                        socket.writeTextMessage(push(sn, device).toString());
                    }
                });
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void answer(HttpServerRequest request, byte[] body) {
        try {
            JsonNode json = JSON.readTree(new String(body, UTF_8));
            String[] path = request.path().split("/");
            if (request.path().equals("/health")) {
                respond(request, 200, JSON.createObjectNode().put("status", "UP"));
            } else if (request.path().equals("/api/v1/sessions")) {
                respond(request, 200, JSON.createObjectNode().put("token", "token"));
            } else if (request.path().equals("/api/v1/devices")) {
                devices.put(json.path("sn").asText(), new FakeDevice(json.path("type").asText()));
                respond(request, 201, JSON.createObjectNode().put("secret", "secret"));
            } else if (path.length == 6) {
                respond(request, 200, history(devices.get(path[4]), request.getParam("before"),
                        Integer.parseInt(request.getParam("limit"))));
            } else {
                FakeDevice device = devices.get(path[4]);
                respond(request, 200, JSON.createObjectNode().put("version", device.version).set("state", device.state));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode history(FakeDevice device, String before, int limit) {
        ObjectNode page = JSON.createObjectNode();
        var reports = page.putArray("reports");
        long end = before == null ? device.rows.size() : device.rows.indexOf(device.history.get(before));
        long start = Math.max(0, end - Math.min(limit, PAGE));
        for (long i = end - 1; i >= start; i--) {
            reports.add(device.rows.get((int) i));
        }
        return page.put("has_more", start > 0);
    }

    private static void respond(HttpServerRequest request, int status, JsonNode json) {
        request.response().setStatusCode(status).end(json.toString());
    }

    @Override
    public void close() throws Exception {
        subscriber.disconnectForcibly(0, 1000, false);
        subscriber.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        broker.stop();
    }
}
