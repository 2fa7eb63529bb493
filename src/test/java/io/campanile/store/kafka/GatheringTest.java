package io.campanile.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long is waited for others after a first record, by an injected clock. */
class GatheringTest {

    private static final Duration TIMEOUT = Duration.ofMillis(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Gathering gathering = new Gathering(nanos::get);

    @Test
    void whoIsWaitedForAndComesWaitsForOthersAsLongAsIsSet() {
        gathering.came(false);
        assertThat(gathering.longest(TIMEOUT)).isEqualTo(Duration.ofMillis(2));
        pass(Duration.ofMillis(3));
        assertThat(gathering.longest(TIMEOUT)).isNegative();
    }

    /** It was sent while the former batch was worked off, and is of the time when that began. */
    @Test
    void whatHadComeBeforeWaitsForTheNextAnswer() {
        gathering.came(true);
        pass(Duration.ofMillis(3));
        assertThat(gathering.longest(TIMEOUT)).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void theNextAnswerIsTheLast() {
        gathering.came(true);
        pass(Duration.ofMillis(3));
        gathering.came(false);
        assertThat(gathering.longest(TIMEOUT)).isNegative();
    }

    @Test
    void anAnswerThatNeverComesIsNotWaitedForLong() {
        gathering.came(true);
        pass(Duration.ofMillis(6));
        assertThat(gathering.longest(TIMEOUT)).isNegative();
    }

    @Test
    void aFlowThatGathersForLongerDoesSoWhateverHadComeBefore() {
        gathering.came(true);
        assertThat(gathering.longest(Duration.ofMillis(50))).isEqualTo(Duration.ofMillis(51));
    }

    @Test
    void afterABatchAPollIsShortOnce() {
        gathering.came(false);
        gathering.cameNothing();
        assertThat(gathering.isUnderWay()).isFalse();
        assertThat(gathering.longest(TIMEOUT)).isEqualTo(Duration.ofMillis(2));
        gathering.cameNothing();
        assertThat(gathering.longest(TIMEOUT)).isEqualTo(Duration.ofMillis(100));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
