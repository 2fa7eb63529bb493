package io.campanile.bench.run;

import io.campanile.bench.load.EchoLoad;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.Load;
import io.campanile.bench.load.Template;
import io.campanile.bench.peer.EchoPeer;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JavaPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Heartbeats through the dispatch that every service goes through, against bare Vert.x that reads and writes the same JSON. */
final class Echo implements Benchmark {

    private static final int CONNECTIONS = 50;
    private static final int WINDOW = 8;
    private static final double WANTED = 0.30;
    private static final String LOAD = CONNECTIONS + " connections, window " + WINDOW;
    private static final String UNIT = "msg/s";
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
            ours = stage.measure(gateway,
                    open(stage, new Endpoint(gateway.port("http.port"), "/ws?client_id=echo-%d", gateway.token())));
        }
        Peers peers = new Peers(stage, name(), LOAD, UNIT);
        Figures raw = peers.measure("raw Vert.x", () -> JavaPeer.start("raw Vert.x", EchoPeer.class, stage.subdirectory(name())),
                peer -> open(stage, new Endpoint(peer.port(), "/ws", null)));
        List<Row> rows = new ArrayList<>(List.of(Row.of(name(), "Campanile", LOAD, UNIT, ours).against(raw, WANTED, "raw Vert.x")));
        rows.addAll(peers.rows());
        return rows;
    }

    private static Load open(Stage stage, Endpoint endpoint) throws InterruptedException {
        return EchoLoad.open(stage.generator(), endpoint, REQUEST, CONNECTIONS, WINDOW);
    }
}
