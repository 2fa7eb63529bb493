package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it in processes of its own, against a gateway that remembers nothing once it is killed. */
@Tag("faults")
class ChaosMainIT {

    @TempDir
    private Path directory;

    @Test
    void withoutAKillTheGatewayPasses() throws Exception {
        assertThat(chaos("kills=0", "check.duration=2s")).as(output()).isZero();

        assertThat(output()).contains("node-1 is ready", "node-2 is ready", "PASSED");
    }

    @Test
    void aGatewayThatForgetsWhenItIsKilledIsCaught() throws Exception {
        // With this seed the one kill, of node 1, comes early enough to send on afterwards
        assertThat(chaos("kills=1", "seed=7", "check.duration=6s")).as(output()).isEqualTo(1);

        assertThat(output()).contains("seed=7", "⚡ node-1 was killed", "✓ node-1 is ready again", "was confirmed r-1, and",
                "FAILED");
    }

    private int chaos(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), ChaosMain.class.getName(),
                "cp=" + System.getProperty("java.class.path"), "main=" + FakeNode.class.getName(),
                "dir=" + directory.resolve("run"), "check.devices=4", "check.settle=10s"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile()).start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.descendants()).isEmpty();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String output() throws Exception {
        Path out = directory.resolve("out");
        return Files.exists(out) ? Files.readString(out, StandardCharsets.UTF_8) : "";
    }
}
