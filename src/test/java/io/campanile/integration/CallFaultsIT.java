package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.bench.call.CallMain;
import io.campanile.bench.call.Verdict;
import io.campanile.bench.call.Victim;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that three answer at once, on two nodes and over three transports; {@link CallMain} does it with 2,000. */
@Tag("faults")
class CallFaultsIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"NONE, 60, 10", "SECOND, 16, 8"})
    void oneWinsEverybodyIsToldAndNothingIsLeftBehind(Victim victim, int calls, int houses) throws Exception {
        Verdict verdict = CallMain.run(directory, calls, houses, victim);

        assertThat(verdict.isRight()).as(verdict.toString()).isTrue();
    }
}
