package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.campanile.fixture.RunningGateway;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that README.md gives to copy and paste do what it says, each in a shell of its own. */
class ReadmeIT {

    private static final List<String> TOOLS = List.of("bash", "curl", "jq", "mosquitto_pub", "npx");
    /** npx fetches the client the first time. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;

    @BeforeAll
    static void theToolsAreThere() {
        for (String tool : TOOLS) {
            boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                    .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
            assumeTrue(there, tool + " is missing: .ci/run installs it");
        }
    }

    @Test
    void someoneWhoWatchesSeesWhatADeviceReports() throws Exception {
        // An empty password, as shipped: the gateway makes one, and the lines read it from data/
        try (RunningGateway gateway = RunningGateway.first(directory, Map.of("auth.admin.password", ""))) {
            Lines lines = new Lines(gateway);
            String secrets = lines.of("export ");
            String given = run(secrets + "\necho \"$TOKEN $SECRET\"");
            assertThat(given).as("a token and a secret").matches("\\S{100,} [A-Za-z0-9_-]{32,}\\s*");
            String known = "export TOKEN=%s SECRET=%s\n".formatted((Object[]) given.trim().split(" "));

            Path seen = directory.resolve("seen");
            Process watcher = begin(known + "exec " + lines.of("npx "), seen);
            try {
                Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).content().contains("\"count\":1"));
                assertThat(run(known + lines.of("mosquitto_pub "))).isEmpty();
                Awaitility.await().untilAsserted(() -> assertThat(Files.readAllLines(seen)).anySatisfy(line ->
                        assertThat(line).contains("/push/device/state", "\"sn\":\"robot-1\"", "\"level\":87")));
                assertThat(run(known + lines.of("curl "))).contains("\"sn\":\"robot-1\"", "\"type\":\"dance_robot\"", "\"level\":87");
            } finally {
                watcher.descendants().forEach(ProcessHandle::destroyForcibly);
                watcher.destroyForcibly();
            }
        }
    }

    /** The lines of README.md, with the ports of the test's gateway. */
    private record Lines(RunningGateway gateway) {

        /** Those that begin with this; there must be one. */
        String of(String command) throws IOException {
            List<String> lines = Files.readAllLines(Path.of("README.md")).stream().filter(line -> line.startsWith(command)).toList();
            assertThat(lines).as("lines of README.md with " + command).isNotEmpty();
            return String.join("\n", lines)
                    .replace("127.0.0.1:8080", "127.0.0.1:" + gateway.setting("http.port"))
                    .replace("-p 1883", "-p " + gateway.setting("mqtt.port"));
        }
    }

    /** What it prints, errors too. */
    private static String run(String script) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", "");
        Process shell = begin(script, output);
        assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
        String printed = Files.readString(output);
        assertThat(shell.exitValue()).as(printed).isZero();
        return printed;
    }

    private static Process begin(String script, Path output) throws IOException {
        return new ProcessBuilder("bash", "-c", script).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }
}
