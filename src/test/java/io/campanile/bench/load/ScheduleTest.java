package io.campanile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void sendsAreMeantToHappenAtEvenTimes() {
        Schedule schedule = new Schedule(1_000, 1_000_000);

        assertThat(schedule.intended(0)).isEqualTo(1_000);
        assertThat(schedule.intended(1)).isEqualTo(2_000);
        assertThat(schedule.intended(60)).isEqualTo(61_000);
    }

    @Test
    void aRateThatDividesNoSecondDoesNotDrift() {
        Schedule schedule = new Schedule(0, 3);

        assertThat(schedule.intended(3_000_000)).isEqualTo(1_000_000L * 1_000_000_000L);
    }

    @Test
    void whatShouldHaveBeenSentDuringAStallIsDueAtOnceAndChargedFromItsOwnTime() {
        Pace pace = new Pace.Open(new Schedule(0, 1_000));
        long afterTheStall = 10_500_000;

        assertThat(pace.due(10, afterTheStall)).isTrue();
        assertThat(pace.due(11, afterTheStall)).isFalse();
        assertThat(afterTheStall - pace.intended(4)).isEqualTo(6_500_000);
    }

    @Test
    void anUnboundedLoadIsAlwaysDue() {
        assertThat(Pace.UNBOUNDED.due(Long.MAX_VALUE, 0)).isTrue();
        assertThat(Pace.UNBOUNDED.timed()).isFalse();
    }
}
