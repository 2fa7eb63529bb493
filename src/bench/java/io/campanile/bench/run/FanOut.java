package io.campanile.bench.run;

import io.campanile.bench.load.Load;
import io.campanile.bench.load.PushLoad;
import io.campanile.bench.load.PushTarget;
import io.campanile.bench.peer.PushPeer;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JavaPeer;
import io.campanile.bench.system.Nchan;
import io.campanile.bench.system.SocketIo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One push to everybody, from one connection, pushes back to back. */
final class FanOut implements Benchmark {

    private static final int SMALL = 1_000;
    private static final int LARGE = 9_000;
    private static final int WINDOW = 16;
    private static final double WANTED_OF_RAW = 0.8;
    private static final double AHEAD = 1.0;
    private static final String UNIT = "deliveries/s";

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>(at(stage, SMALL));
        if (stage.plan().large()) {
            rows.addAll(at(stage, LARGE));
        }
        return rows;
    }

    private List<Row> at(Stage stage, int connections) throws IOException, InterruptedException {
        String load = String.format(Locale.ROOT, "%,d connections", connections);
        Figures ours;
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            ours = stage.measure(gateway, open(stage, Push.through(gateway, "{\"all\":true}", gateway.token()), connections));
        }
        Peers peers = new Peers(stage, name(), load, UNIT);
        Figures raw = peers.measure("raw Vert.x", () -> JavaPeer.start("raw Vert.x", PushPeer.class, stage.subdirectory(name())),
                peer -> open(stage, Push.throughVertx(peer.port()), connections));
        Figures socketIo = peers.measure("Socket.IO", () -> SocketIo.start(stage.subdirectory(name())),
                peer -> open(stage, Push.throughSocketIo(peer.port()), connections));
        Figures nchan = peers.measure("nchan", () -> Nchan.start(stage.subdirectory(name())),
                peer -> open(stage, Push.throughNchan(peer.port()), connections));
        List<Row> rows = new ArrayList<>(List.of(Row.of(name(), "Campanile", load, UNIT, ours)
                .against(raw, WANTED_OF_RAW, "raw Vert.x").against(socketIo, AHEAD, "Socket.IO").beside(nchan, "nchan")));
        rows.addAll(peers.rows());
        return rows;
    }

    private static Load open(Stage stage, PushTarget target, int connections) throws InterruptedException {
        return PushLoad.open(stage.generator(), target, connections, WINDOW);
    }
}
