package io.campanile.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private static final List<Benchmark> ALL = List.of(new Echo(), new FanOut(), new StartUp());

    @Test
    void nothingNamedMeansAllInFull() {
        Arguments arguments = Arguments.of("");

        assertThat(arguments.plan()).isEqualTo(Plan.FULL);
        assertThat(arguments.profile()).isFalse();
        assertThat(arguments.pick(ALL)).isEqualTo(ALL);
    }

    @Test
    void namesAndSwitchesComeInAnyOrder() {
        Arguments arguments = Arguments.of("start,quick", "profile=true", "echo", "alone");

        assertThat(arguments.plan()).isEqualTo(Plan.QUICK);
        assertThat(arguments.profile()).isTrue();
        assertThat(arguments.alone()).isTrue();
        assertThat(arguments.pick(ALL)).extracting(Benchmark::name).containsExactly("echo", "start");
    }

    @Test
    void onlyTheWarmUpDiffersWhenItIsNamed() {
        Plan plan = Arguments.of("warm-up=45").plan();

        assertThat(plan).isEqualTo(Plan.FULL.after(Duration.ofSeconds(45)));
        assertThat(plan.runs()).isEqualTo(Plan.FULL.runs());
        assertThatThrownBy(() -> Arguments.of("warm-up=long")).hasMessageContaining("takes seconds");
    }

    @Test
    void aWrongNameIsToldWithTheRightOnes() {
        assertThatThrownBy(() -> Arguments.of("ecco").pick(ALL)).hasMessage("no benchmark ecco: there are [echo, fan-out, start]");
    }
}
