package io.campanile.bench.run;

import io.campanile.bench.load.Crowd;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.PushLoad;
import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pushes to one user, while ever more others are connected: what they cost must not depend on how many there are. */
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
        List<Row> rows = new ArrayList<>();
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            String token = Accounts.token(gateway, USER);
            Endpoint others = new Endpoint(gateway.port("http.port"), "/ws?client_id=other-%d", gateway.token());
            Figures fewest = null;
            for (int connections : CONNECTIONS) {
                if (connections == LARGE && !stage.plan().large()) {
                    continue;
                }
                stage.progress().begin(String.format("%s: among %,d", name(), connections));
                try (Crowd crowd = Crowd.open(stage.generator(), others, connections - 2)) {
                    Figures figures = stage.measure(gateway, PushLoad.open(stage.generator(),
                            Push.through(gateway, "{\"user\":\"" + USER + "\"}", token), 1, WINDOW));
                    fewest = fewest == null ? figures : fewest;
                    rows.add(Row.of(name(), "Campanile", String.format("1 of %,d connections", connections), "pushes/s", figures,
                            fewest == figures ? new Check[0] : flat(fewest, figures)));
                }
            }
        }
        return rows;
    }

    private static Check[] flat(Figures few, Figures many) {
        return new Check[] {
            Check.atMost(FLAT, few.perSecond() / many.perSecond(), "times slower than among 100"),
            Check.atMost(FLAT, many.p50() / few.p50(), "times the p50 among 100")};
    }
}
