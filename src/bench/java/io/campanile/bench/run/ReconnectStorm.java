package io.campanile.bench.run;

import com.nimbusds.jose.JOSEException;
import io.campanile.bench.load.Load;
import io.campanile.bench.load.MessageLoad;
import io.campanile.bench.load.Mqtt;
import io.campanile.bench.load.StormLoad;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.Issuer;
import io.campanile.bench.system.Mosquitto;
import io.campanile.bench.system.RabbitMq;
import io.campanile.bench.system.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Everybody comes back at the same moment, to messages that wait for them; and how two who were always there fare meanwhile. */
final class ReconnectStorm implements Benchmark {

    private static final int LARGE = 5_000;
    private static final int SMALL = 500;
    private static final int WAITING = 100;
    /** As many users as one push may name, whose names are as long as these. */
    private static final int AT_ONCE = 2_500;
    private static final long FILL_SECONDS = 240;
    private static final String UNIT = "confirmed/s";

    @Override
    public String name() {
        return "reconnect-storm";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        int clients = stage.plan().large() ? LARGE : SMALL;
        String load = String.format(Locale.ROOT, "%,d clients, %d messages each", clients, WAITING);
        Figures ours = gateway(stage, clients);
        Peers peers = new Peers(stage, name(), load, UNIT);
        Figures rabbit = peers.observe("RabbitMQ", "MQTT sessions with durable queues; nobody signs in", () -> RabbitMq.start(stage.subdirectory(name())),
                peer -> mqtt(stage, peer, peer.port(), Mqtt.V3_1_1, clients));
        Figures mosquitto = peers.observe("Mosquitto", "MQTT sessions in memory, saved from time to time; nobody signs in",
                () -> Mosquitto.start(stage.subdirectory(name())), peer -> mqtt(stage, peer, peer.port(), Mqtt.V5, clients));
        List<Row> rows = new ArrayList<>(List.of(Row.of(name(), "Campanile", load, UNIT, ours).beside(rabbit, "RabbitMQ").beside(mosquitto, "Mosquitto")
                .noting("latency is from the beginning until a client has confirmed all of its messages")));
        rows.addAll(peers.rows());
        return rows;
    }

    private Figures gateway(Stage stage, int clients) throws IOException, InterruptedException {
        try (Issuer issuer = new Issuer(); Gateway gateway = stage.gateway(name(), issuer.settings())) {
            List<String> users = IntStream.range(0, clients).mapToObj(number -> "client-" + number).toList();
            List<String> tokens = Accounts.all(users.stream().<Callable<String>>map(user -> () -> issuer.token(user)).toList());
            stage.progress().step("messages are written");
            for (int i = 0; i < WAITING; i++) {
                for (int from = 0; from < clients; from += AT_ONCE) {
                    gateway.post("/api/v1/pushes", Map.of("target", Map.of("users", users.subList(from, Math.min(clients, from + AT_ONCE))),
                            "reliable", true, "values", Map.of("text", String.format("#%010d %s", i, "x".repeat(80)))));
                }
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(FILL_SECONDS);
            Accounts.all(tokens.stream().<Callable<Boolean>>map(token -> () -> awaitWaiting(gateway, token, deadline)).toList());
            int port = gateway.port("http.port");
            return storm(stage, gateway, StormLoad.overWebSocket(stage.generator(), port, tokens, WAITING),
                    MessageLoad.overWebSocket(stage.generator(), port, List.of(issuer.token("writer-0"), issuer.token("reader-0"))));
        } catch (JOSEException e) {
            throw new IllegalStateException("no tokens can be signed", e);
        }
    }

    private static boolean awaitWaiting(Gateway gateway, String token, long deadline) throws IOException, InterruptedException {
        while (gateway.get("/api/v1/inbox?limit=1&after=" + (WAITING - 1), token).path("messages").isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("a client's messages were not there after " + FILL_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    private static Figures mqtt(Stage stage, Subject peer, int port, Mqtt version, int clients) throws IOException, InterruptedException {
        stage.progress().step("messages are written");
        return storm(stage, peer, StormLoad.overMqtt(stage.generator(), port, version, clients, WAITING),
                MessageLoad.overMqtt(stage.generator(), port, version, false, 1));
    }

    private static Figures storm(Stage stage, Subject subject, Load storm, Load others) throws IOException, InterruptedException {
        try (storm; others) {
            return new Storm(stage.progress()).of(subject.process(), storm, others);
        }
    }
}
