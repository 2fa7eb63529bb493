package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.bench.push.PushMain;
import io.campanile.bench.push.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push to a third of many connections on two nodes reaches exactly those (PROTOCOL 8); {@link PushMain} does it with 9,000. */
@Tag("faults")
class ConditionalPushIT {

    @TempDir
    Path directory;

    @Test
    void reachesExactlyThoseItIsMeantFor() throws Exception {
        Verdict verdict = PushMain.run(directory, 900, 3, 12);

        assertThat(verdict.isExact()).as(verdict.toString()).isTrue();
        assertThat(verdict.meant()).isEqualTo(12 * 300);
    }
}
