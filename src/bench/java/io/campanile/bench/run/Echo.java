package io.campanile.bench.run;

import io.campanile.bench.load.EchoLoad;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.Template;
import io.campanile.bench.peer.EchoPeer;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JavaPeer;
import io.campanile.bench.system.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Heartbeats through the dispatch that every service goes through, against bare Vert.x that reads and writes the same JSON. */
final class Echo implements Benchmark {

    private static final int CONNECTIONS = 50;
    private static final int WINDOW = 8;
    private static final double WANTED = 0.30;
    private static final String LOAD = CONNECTIONS + " connections, window " + WINDOW;
    private static final Template REQUEST =
            Template.of("{\"service\":\"/api/heartbeat\",\"request_id\":\"#0000000000\",\"values\":{}}");

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        Figures ours;
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            ours = measure(stage, gateway, new Endpoint(gateway.port("http.port"), "/ws?client_id=echo-%d", gateway.token()));
        }
        stage.progress().begin(name() + ": raw Vert.x starts");
        Figures raw;
        try (JavaPeer peer = JavaPeer.start("raw Vert.x", EchoPeer.class, stage.subdirectory(name()))) {
            raw = measure(stage, peer, new Endpoint(peer.port(), "/ws", null));
        }
        return List.of(
                Row.of(name(), "Campanile", LOAD, "msg/s", ours, Check.atLeast(WANTED, ours.perSecond() / raw.perSecond(), "of raw Vert.x")),
                Row.of(name(), "raw Vert.x", LOAD, "msg/s", raw));
    }

    private static Figures measure(Stage stage, Subject subject, Endpoint endpoint) throws IOException, InterruptedException {
        return stage.measure(subject, EchoLoad.open(stage.generator(), endpoint, REQUEST, CONNECTIONS, WINDOW));
    }
}
