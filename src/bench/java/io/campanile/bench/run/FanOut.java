package io.campanile.bench.run;

import io.campanile.bench.load.PushLoad;
import io.campanile.bench.load.PushTarget;
import io.campanile.bench.peer.PushPeer;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JavaPeer;
import io.campanile.bench.system.Nchan;
import io.campanile.bench.system.NotInstalledException;
import io.campanile.bench.system.SocketIo;
import io.campanile.bench.system.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One push to everybody, from one connection, pushes back to back. */
final class FanOut implements Benchmark {

    private static final int SMALL = 1_000;
    private static final int LARGE = 9_000;
    private static final int WINDOW = 16;
    private static final double WANTED_OF_RAW = 0.8;
    private static final double AHEAD = 1.0;
    private static final String UNIT = "deliveries/s";

    /** How a system is started. */
    private interface Launch<S extends Subject> {
        S start() throws IOException, InterruptedException;
    }

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
        String load = String.format("%,d connections", connections);
        Figures ours;
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            ours = measure(stage, gateway, Push.through(gateway, "{\"all\":true}", gateway.token()), connections);
        }
        List<Row> peers = new ArrayList<>();
        Figures raw = peer(stage, "raw Vert.x", connections, peers, peer -> Push.throughVertx(peer.port()),
                () -> JavaPeer.start("raw Vert.x", PushPeer.class, stage.subdirectory(name())));
        Figures socketIo = peer(stage, "Socket.IO", connections, peers, peer -> Push.throughSocketIo(peer.port()),
                () -> SocketIo.start(stage.subdirectory(name())));
        Figures nchan = peer(stage, "nchan", connections, peers, peer -> Push.throughNchan(peer.port()),
                () -> Nchan.start(stage.subdirectory(name())));
        List<Check> checks = new ArrayList<>();
        if (raw != null) {
            checks.add(Check.atLeast(WANTED_OF_RAW, ours.perSecond() / raw.perSecond(), "of raw Vert.x"));
        }
        if (socketIo != null) {
            checks.add(Check.atLeast(AHEAD, ours.perSecond() / socketIo.perSecond(), "of Socket.IO"));
        }
        if (nchan != null) {
            checks.add(Check.told(ours.perSecond() / nchan.perSecond(), "of nchan"));
        }
        peers.add(0, Row.of(name(), "Campanile", load, UNIT, ours, checks.toArray(Check[]::new)));
        return peers;
    }

    /** Adds the peer's row; null when it could not be measured, which the row says. */
    private <S extends Subject> Figures peer(Stage stage, String peer, int connections, List<Row> rows,
            Function<S, PushTarget> target, Launch<S> launch) throws IOException, InterruptedException {
        String load = String.format("%,d connections", connections);
        stage.progress().begin(name() + ": " + peer + " starts");
        try (S subject = launch.start()) {
            Figures figures = measure(stage, subject, target.apply(subject), connections);
            rows.add(Row.of(name(), peer, load, UNIT, figures));
            return figures;
        } catch (NotInstalledException | IllegalStateException e) {
            stage.progress().step("not run: " + e.getMessage());
            rows.add(Row.notRun(name(), peer, load, e.getMessage()));
            return null;
        }
    }

    private static Figures measure(Stage stage, Subject subject, PushTarget target, int connections)
            throws IOException, InterruptedException {
        return stage.measure(subject, PushLoad.open(stage.generator(), target, connections, WINDOW));
    }
}
