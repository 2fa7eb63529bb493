package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows are edited while devices report: whoever reports or watches notices nothing, and every slip is named by its line. */
@Tag("faults")
class FlowEditingIT {

    @TempDir
    private Path directory;

    @Test
    void nobodyNoticesThatFlowsAreEdited() throws Exception {
        Path out = directory.resolve("out");
        String classPath = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classPath, EditMain.class.getName(), "cp=" + classPath, "dir=" + directory.resolve("run"),
                "edits=22", "pause=500ms", "check.duration=60s", "check.devices=100", "check.rate=300", "check.window=1000", "check.watchers=2",
                "check.late=5s")).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(out, StandardCharsets.UTF_8)).isZero();
        } finally {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }
}
