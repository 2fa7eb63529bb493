package io.campanile.bench.run;

import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From launch to ready, standalone with every part inside, on a new directory; and what it holds then. */
final class StartUp implements Benchmark {

    private static final String[] AS_IN_THE_IMAGE = {"-XX:-UseTransparentHugePages", "-XX:-AlwaysPreTouch", "-Xms32m", "-Xmx512m",
            "-XX:MaxMetaspaceSize=224m", "-XX:MaxDirectMemorySize=256m"};
    private static final double MB = 1024 * 1024;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        List<Double> megabytes = new ArrayList<>();
        for (int i = 0; i < stage.plan().runs(); i++) {
            try (Gateway gateway = stage.gateway(name(), Map.of(), AS_IN_THE_IMAGE)) {
                seconds.add(gateway.startTime().toMillis() / 1000.0);
                megabytes.add(gateway.process().resident() / MB);
            }
        }
        return List.of(
                Row.of(name(), "Campanile", "launch to ready", "s", Median.of(seconds)),
                Row.of(name(), "Campanile", "resident when ready", "MB", Median.of(megabytes)));
    }
}
