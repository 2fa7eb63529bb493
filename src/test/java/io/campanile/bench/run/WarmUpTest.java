package io.campanile.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.bench.system.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    private static final Plan PLAN = new Plan(Duration.ofMillis(10), Duration.ofSeconds(20), Duration.ofSeconds(1), 0, 1, false);

    @TempDir
    private Path directory;
    private final AtomicInteger steps = new AtomicInteger();

    @Test
    void whatCompilesNothingIsWarmAfterTheFirstStep() throws Exception {
        try (Child child = Child.start("sleep", directory.resolve("out"), Map.of(), List.of("sleep", "60"))) {
            new WarmUp(PLAN, new Progress()).of(child, steps::incrementAndGet);
        }

        assertThat(steps).hasValue(1);
    }
}
