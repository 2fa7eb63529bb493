package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs against a gateway that keeps the contract, and against ones that break it in one place. */
@Tag("faults")
class RunIT {

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private FakeGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new FakeGateway();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void aGatewayThatKeepsTheContractPasses() throws Exception {
        Verdict verdict = run("2s");

        assertThat(verdict.passed()).as(verdict.toString()).isTrue();
        assertThat(verdict.confirmed).isEqualTo(verdict.sent).isEqualTo(verdict.stored).isPositive();
        assertThat(verdict.pushes).isGreaterThan(verdict.confirmed);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("/s  in flight");
    }

    @Test
    void aLostConnectionIsMadeAgainAndCostsNothing() throws Exception {
        CompletableFuture<Verdict> running = CompletableFuture.supplyAsync(() -> {
            try {
                return run("3s");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(Duration.ofSeconds(20)).until(() -> printed().contains("   1 s  confirmed"));
        gateway.cutDevices();
        gateway.closeWatchers(1001);

        Verdict verdict = running.get();

        assertThat(verdict.passed()).as(verdict.toString()).isTrue();
        assertThat(verdict.resent).isPositive();
        assertThat(printed()).contains("reconnects 8+4");
    }

    @Test
    void oneConfirmedReportThatTheHistoryForgetsIsCaught() throws Exception {
        gateway.thatLoses((sn, n) -> sn.endsWith("-3") && n == 17);

        Verdict verdict = run("1s");

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.count(Fault.LOST)).isOne();
        assertThat(verdict.examples(Fault.LOST).get(0)).contains("-3 was confirmed r-17");
    }

    @Test
    void oneReportTwiceInTheHistoryIsCaught() throws Exception {
        gateway.thatRepeats((sn, n) -> sn.endsWith("-5") && n == 8);

        assertThat(run("1s").examples(Fault.REPEATED)).singleElement().asString().contains("-5 has r-8 more than once");
    }

    @Test
    void watchersThatAreNotToldAreStale() throws Exception {
        gateway.thatHides((sn, n) -> sn.endsWith("-2") && n > 5);

        Verdict verdict = run("1s");

        // w1 and w3 watch all; w2 and w4 watch types of which device 2 is none
        assertThat(verdict.count(Fault.STALE_WATCHER)).isEqualTo(2);
        assertThat(verdict.examples(Fault.STALE_WATCHER)).allMatch(example -> example.contains("was last told r-5"));
    }

    @Test
    void aWatcherThatIsSentAwayForGoodIsStale() throws Exception {
        CompletableFuture<Verdict> running = CompletableFuture.supplyAsync(() -> {
            try {
                return run("2s");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(Duration.ofSeconds(20)).until(() -> printed().contains("   1 s  confirmed"));
        gateway.closeWatchers(4001);

        assertThat(running.get().count(Fault.STALE_WATCHER)).isPositive();
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Verdict run(String duration) throws Exception {
        Plan plan = Plan.of(new Arguments("rest=" + gateway.rest(), "mqtt=" + gateway.mqtt(), "password=x", "devices=8",
                "duration=" + duration, "settle=2s", "readback=30s", "log=" + directory.resolve("log")));
        assertThat(plan.rest()).isEqualTo(List.of(gateway.rest()));
        return new Run(plan, new PrintStream(printed, true, StandardCharsets.UTF_8), Clock.systemUTC()).verdict();
    }
}
