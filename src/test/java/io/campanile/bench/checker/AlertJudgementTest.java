package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge of alerts finds what is wrong, and nothing else. */
class AlertJudgementTest {

    private static final List<String> SAID = List.of(
            "said\td1\tr-1\t1000\telectricity=0,location=3",
            "said\td1\tr-2\t2000\telectricity=5",
            "said\td1\tr-2\t2000\telectricity=5",
            "said\td1\tr-3\t1500\telectricity=0,location=0",
            "said\td1\tr-4\t3000\telectricity=6,location=0",
            "said\td1\tr-2\t2000\telectricity=5");
    private static final String OPEN = "a\td1\telectricity\t6\traised\t20000\t0";
    private static final String CLEARED = "b\td1\tlocation\t3\tcleared\t10000\t30000";

    @TempDir
    Path directory;

    @Test
    void passesWhatIsRight() throws Exception {
        AlertJudgement judgement = judge("found\t" + OPEN, "found\t" + CLEARED, "watched\tw1\t1\t5000\t99000",
                "pushed\tw1\t1\tb\td1\tlocation\t3\traised\t10000\t0", "pushed\tw1\t1\ta\td1\telectricity\t5\traised\t20000\t0",
                "pushed\tw1\t1\t" + OPEN, "pushed\tw1\t1\t" + CLEARED);

        assertThat(judgement.passed()).as(judgement.toString()).isTrue();
    }

    @Test
    void findsAnAlertThatIsMissing() throws Exception {
        assertThat(judge("found\t" + OPEN).toString()).contains("d1 location must have [3 cleared], and has []", "FAILED");
    }

    @Test
    void findsOneThatIsThereTwice() throws Exception {
        assertThat(judge("found\t" + OPEN, "found\t" + CLEARED, "found\tc\td1\telectricity\t5\tcleared\t10000\t20000").toString())
                .contains("d1 electricity must have [6 raised], and has [6 raised, 5 cleared]");
    }

    @Test
    void findsOneThatNoDeviceRaised() throws Exception {
        assertThat(judge("found\t" + OPEN, "found\t" + CLEARED, "found\tc\td1\tbattery\t1\traised\t10000\t0").toString())
                .contains("d1 battery must have none, and has [1 raised]");
    }

    @Test
    void findsAPushThatIsMissingAndOneThatComesTwice() throws Exception {
        String raised = "pushed\tw1\t1\tb\td1\tlocation\t3\traised\t10000\t0";
        String text = judge("found\t" + OPEN, "found\t" + CLEARED, "watched\tw1\t1\t5000\t99000", raised, raised, "pushed\tw1\t1\t" + OPEN).toString();

        assertThat(text).contains("w1 1 was told AlertSeen[id=b", "was not told that AlertSeen[id=b").contains("was cleared", "FAILED: 2 findings");
    }

    private AlertJudgement judge(String... seen) throws Exception {
        List<String> lines = new ArrayList<>(SAID);
        lines.addAll(List.of(seen));
        return AlertJudgement.on(Files.write(directory.resolve("log"), lines));
    }
}
