package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts across a kill -9, judged by what the devices said; {@link AlertMain} does it with 1,000 devices for ten minutes. */
@Tag("faults")
class AlertMainIT {

    @TempDir
    Path directory;

    @Test
    void theAlertsAreThoseThatMustBe() throws Exception {
        assertThat(AlertMain.run("cp=" + System.getProperty("java.class.path"), "dir=" + directory.resolve("run"), "devices=60",
                "period=500ms", "duration=20s", "kills=1", "seed=7", "settle=180s")).isZero();
    }
}
