package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.bench.checker.Arguments;
import io.campanile.bench.room.Plan;
import io.campanile.bench.room.RoomMain;
import io.campanile.bench.room.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room whose members come and go while others speak and a node is killed; {@link RoomMain} does it with 10,000. */
@Tag("faults")
class RoomFaultsIT {

    @TempDir
    Path directory;

    /** Larger than {@code room.large}: the nodes fill the inboxes of those whom they hold. */
    @Test
    void eachMemberGetsExactlyWhatIsSaidBetweenJoiningAndLeaving() throws Exception {
        Verdict verdict = RoomMain.run(directory, Plan.of(new Arguments("members=300", "large=100", "changes=50", "rate=20", "duration=10s",
                "sample=20", "settle=30s")));

        assertThat(verdict.isExact()).as(verdict.toString()).isTrue();
    }
}
