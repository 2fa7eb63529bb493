package io.campanile.bench.run;

import io.campanile.bench.load.Load;
import io.campanile.bench.load.MessageLoad;
import io.campanile.bench.load.Mqtt;
import io.campanile.bench.system.Ejabberd;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JetStream;
import io.campanile.bench.system.Mosquitto;
import io.campanile.bench.system.RabbitMq;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages from one user to another, each accepted, delivered and confirmed; against brokers, which do less with them. */
final class OneToOne implements Benchmark {

    static final int PAIRS = 100;
    private static final double WANTED = 4_000;
    private static final double LATE_MS = 50;
    private static final double AHEAD = 1.0;
    private static final String LOAD = PAIRS + " pairs, window 16";
    private static final String UNIT = "confirmed/s";

    @Override
    public String name() {
        return "one-to-one";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        Figures ours = gateway(stage);
        Peers peers = new Peers(stage, name(), LOAD, UNIT);
        Figures rabbit = peers.measure("RabbitMQ", "on disk before it is accepted, unless it is confirmed sooner; no history, unread, trace or "
                + "numbers, repeats are not known", () -> RabbitMq.start(stage.subdirectory(name())), peer -> mqtt(stage, peer.port(), Mqtt.V3_1_1, false));
        Figures nats = peers.measure("NATS JetStream", "in files that are synced every 2 minutes; keeps a history, has no unread or trace, "
                + "numbers with gaps for a reader", () -> JetStream.start(stage.subdirectory(name())),
                peer -> MessageLoad.overNats(stage.generator(), peer.port(), PAIRS));
        Figures mosquitto = peers.measure("Mosquitto", "in memory, saved from time to time; no history, unread, trace or numbers, repeats are "
                + "not known", () -> Mosquitto.start(stage.subdirectory(name())), peer -> mqtt(stage, peer.port(), Mqtt.V5, false));
        Figures ejabberd = peers.measure("ejabberd", "in memory only; no history, unread, trace or numbers over MQTT, repeats are not known",
                () -> Ejabberd.start(stage.subdirectory(name())), peer -> mqtt(stage, peer.port(), Mqtt.V5, true));
        List<Row> rows = new ArrayList<>(List.of(Row.of(name(), "Campanile", LOAD, UNIT, ours,
                Check.atLeast(WANTED, ours.perSecond(), UNIT), Check.atMost(LATE_MS, ours.p99(), "ms to arrive, p99"))
                .against(rabbit, AHEAD, "RabbitMQ").beside(nats, "NATS JetStream").beside(mosquitto, "Mosquitto").beside(ejabberd, "ejabberd")
                .noting("survives kill -9, not synced to the disk; with history, unread, trace and gapless numbers")));
        rows.addAll(peers.rows());
        return rows;
    }

    private Figures gateway(Stage stage) throws IOException, InterruptedException {
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            return stage.measure(gateway, MessageLoad.overWebSocket(stage.generator(), gateway.port("http.port"), Accounts.ofPairs(gateway, PAIRS)));
        }
    }

    private static Load mqtt(Stage stage, int port, Mqtt version, boolean login) throws InterruptedException {
        return MessageLoad.overMqtt(stage.generator(), port, version, login, PAIRS);
    }
}
