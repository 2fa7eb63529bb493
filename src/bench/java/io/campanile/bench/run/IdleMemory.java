package io.campanile.bench.run;

import io.campanile.bench.load.Crowd;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.LiveHeap;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a connection costs that has signed in and is silent: live heap after a collection, and what the process grew by
 * outside the heap. The heap's pages are all touched at the start, so that resident memory shows the outside only.
 */
final class IdleMemory implements Benchmark {

    private static final int LARGE = 9_000;
    private static final int SMALL = 1_000;
    private static final double WANTED_KB = 20;
    private static final double KB = 1024;
    private static final int SETTLE_SECONDS = 3;

    @Override
    public String name() {
        return "idle-memory";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        int connections = stage.plan().large() ? LARGE : SMALL;
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            Endpoint endpoint = new Endpoint(gateway.port("http.port"), "/ws?client_id=idle-%d", gateway.token());
            stage.progress().step("connections come and go once, so that what is made only once is there");
            Crowd.open(stage.generator(), endpoint, SMALL).close();
            Memory before = Memory.of(gateway);
            stage.progress().step(String.format(Locale.ROOT, "%,d connect", connections));
            try (Crowd crowd = Crowd.open(stage.generator(), endpoint, connections)) {
                Memory with = Memory.of(gateway);
                crowd.requireWhole();
                double heap = (with.heap - before.heap) / KB / connections;
                double outside = (with.resident - before.resident) / KB / connections;
                return List.of(Row.of(name(), "Campanile", String.format(Locale.ROOT, "%,d connections", connections), "KB/connection",
                        heap + outside, Check.atMost(WANTED_KB, heap + outside, "KB"))
                        .noting(String.format(Locale.ROOT, "%.1f KB of it live heap; the kernel's socket buffers are not in it", heap)));
            }
        }
    }

    private record Memory(long heap, long resident) {

        static Memory of(Gateway gateway) throws IOException, InterruptedException {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            return new Memory(LiveHeap.of(gateway.process()), gateway.process().resident());
        }
    }
}
