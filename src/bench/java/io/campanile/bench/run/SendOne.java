package io.campanile.bench.run;

import io.campanile.bench.load.Crowd;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.Load;
import io.campanile.bench.load.PushLoad;
import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pushes to one user, while ever more others are connected: what they cost must not depend on how many there are. The crowds take
 * turns, so that a machine that is slower for a while is so for all of them.
 */
final class SendOne implements Benchmark {

    private static final List<Integer> CONNECTIONS = List.of(100, 1_000, 9_000);
    private static final int LARGE = 9_000;
    private static final int WINDOW = 64;
    private static final double FLAT = 1.5;
    private static final String USER = "bench-one";

    @Override
    public String name() {
        return "send-one";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        Map<Integer, List<Figures.Run>> runs = new TreeMap<>();
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            String token = Accounts.token(gateway, USER);
            for (int turn = 1; turn <= stage.plan().runs(); turn++) {
                for (int connections : CONNECTIONS) {
                    if (connections < LARGE || stage.plan().large()) {
                        runs.computeIfAbsent(connections, among -> new ArrayList<>()).add(among(connections, stage, gateway, token, turn));
                    }
                }
            }
        }
        Map<Integer, Figures> figures = new TreeMap<>();
        runs.forEach((connections, each) -> figures.put(connections, Figures.medianOf(each, "")));
        Figures fewest = figures.get(CONNECTIONS.get(0));
        return figures.entrySet().stream().map(each -> Row.of(name(), "Campanile", String.format(Locale.ROOT, "1 of %,d connections", each.getKey()),
                "pushes/s", each.getValue(), each.getValue() == fewest ? new Check[0] : flat(fewest, each.getValue()))).toList();
    }

    private Figures.Run among(int connections, Stage stage, Gateway gateway, String token, int turn) throws IOException, InterruptedException {
        stage.progress().begin(String.format(Locale.ROOT, "%s: among %,d", name(), connections));
        Endpoint others = new Endpoint(gateway.port("http.port"), "/ws?client_id=other-%d", gateway.token());
        try (Crowd crowd = Crowd.open(stage.generator(), others, connections - 2);
                Load load = PushLoad.open(stage.generator(), Push.through(gateway, "{\"user\":\"" + USER + "\"}", token), 1, WINDOW)) {
            Measurement measurement = stage.measurement();
            if (turn == 1) {
                measurement.warmUp(gateway.process(), load);
            }
            return measurement.run(gateway.process(), load, turn);
        }
    }

    private static Check[] flat(Figures few, Figures many) {
        return new Check[] {
            Check.atMost(FLAT, few.perSecond() / many.perSecond(), "times slower than among 100"),
            Check.atMost(FLAT, many.p50() / few.p50(), "times the p50 among 100")};
    }
}
