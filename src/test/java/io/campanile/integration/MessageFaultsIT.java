package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.bench.message.MessageMain;
import io.campanile.bench.message.Plan;
import io.campanile.bench.message.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages on two nodes, one of which is killed between numbering and commit, or on one that is killed, while Redis is killed, wiped
 * and replaced by an older copy; {@link MessageMain} does it with 200 users, and kills the node with the parts besides.
 */
@Tag("faults")
class MessageFaultsIT {

    @TempDir
    Path directory;

    @Test
    void nothingAcceptedIsMissingReorderedOrNumberedTwice() throws Exception {
        Verdict verdict = MessageMain.run(directory, plan(2, 0));

        assertThat(verdict.isRight()).as(verdict.toString()).isTrue();
        assertThat(verdict.pushedAgain()).as("pushed again, with their msg_id").isPositive();
    }

    /** What it has committed, and is not in the database's file, is in a log that only one node has. */
    @Test
    void noneIsOnOneNodeThatIsKilledEither() throws Exception {
        Verdict verdict = MessageMain.run(directory, plan(1, 2));

        assertThat(verdict.isRight()).as(verdict.toString()).isTrue();
    }

    private static Plan plan(int nodes, int kills) {
        return new Plan(nodes, 24, 4, 150, Duration.ofSeconds(15), kills, Duration.ofSeconds(4), Duration.ofSeconds(90), 7);
    }
}
