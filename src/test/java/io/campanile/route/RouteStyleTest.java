package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.CheckFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every route file keeps to, so that an operator finds in it what the operator needs. */
class RouteStyleTest {

    @Test
    void aRunningNodeWouldLetEveryFileIn() {
        assertThat(CheckFlows.of(Path.of("routes"))).isEmpty();
    }

    @Test
    void everySettingIsExplained() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("application.properties"));
        boolean explained = false;
        for (String line : lines) {
            if (line.isBlank()) {
                explained = false;
            } else if (line.startsWith("#")) {
                explained = true;
            } else {
                assertThat(explained).as(line).isTrue();
            }
        }
    }
}
