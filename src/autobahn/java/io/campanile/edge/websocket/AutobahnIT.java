package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.python.util.jython;

/**
 * Autobahn's suite against RFC 6455, without its performance cases (9.*): a test for each of its cases. What
 * the peers said to each other is in {@code target/autobahn}.
 */
class AutobahnIT {

    private static final String RUN = """
            import sys
            from autobahntestsuite import wstest
            wstest.start({'mode': 'fuzzingclient'}, {
                'outdir': sys.argv[1],
                'servers': [{'agent': 'campanile', 'url': sys.argv[2], 'options': {'version': 18}}],
                'cases': ['*'], 'exclude-cases': ['9.*'], 'exclude-agent-cases': {}})
            """;
    private static final int PATIENCE_S = 300;

    @TestFactory
    Stream<DynamicTest> speaksWebSocket() throws Exception {
        Path reports = Files.createDirectories(Path.of("target", "autobahn"));
        try (EchoServer server = new EchoServer()) {
            // A process of its own: with ours on the class path Python's module "io" would be our package
            Process suite = new ProcessBuilder("java", "-cp", jar(jython.class) + File.pathSeparator + jar(AutobahnTestSuite.class),
                    jython.class.getName(), "-c", RUN, reports.toString(), server.url())
                    .redirectErrorStream(true).redirectOutput(reports.resolve("output").toFile()).start();
            try {
                assertThat(suite.waitFor(PATIENCE_S, TimeUnit.SECONDS) && suite.exitValue() == 0)
                        .as("the suite ran to its end, see %s/output", reports).isTrue();
            } finally {
                suite.destroyForcibly();
            }
        }
        return new ObjectMapper().readTree(reports.resolve("index.json").toFile()).path("campanile").properties().stream()
                .map(result -> dynamicTest(result.getKey(), () -> check(result.getValue())));
    }

    private static void check(JsonNode result) {
        assertThat(result.path("behavior").asText()).as(result.path("reportfile").asText()).isIn("OK", "NON-STRICT", "INFORMATIONAL");
        assertThat(result.path("behaviorClose").asText()).as(result.path("reportfile").asText()).isIn("OK", "INFORMATIONAL");
    }

    private static String jar(Class<?> of) throws URISyntaxException, IOException {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toRealPath().toString();
    }
}
