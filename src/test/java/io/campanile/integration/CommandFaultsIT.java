package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.bench.command.CommandMain;
import io.campanile.bench.command.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to devices that are away, come and go, or answer late, across a kill -9; {@link CommandMain} does it with 500. */
@Tag("faults")
class CommandFaultsIT {

    @TempDir
    Path directory;

    @Test
    void eachReachesItsOneRightEndAcrossAKill() throws Exception {
        Verdict verdict = CommandMain.run(directory, 100, 15, 60_000, 11);

        assertThat(verdict.isRight()).as(verdict.toString()).isTrue();
        assertThat(verdict.ends().keySet()).contains("replied", "expired");
    }
}
