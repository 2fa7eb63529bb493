package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.SetClock;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PublishPaceTest {

    private static final int A_SECOND = 10;

    private final SetClock clock = new SetClock(1_000);
    private final AtomicLong waiting = new AtomicLong();
    private final Backlog backlog = new Backlog(waiting::get, 100);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void aBurstPassesAndWhoGoesOnIsReadFromAtTheRate() {
        PublishPace pace = new PublishPace(channel, backlog, A_SECOND, true, clock);
        publish(pace, 20);
        assertThat(reads()).isTrue();

        publish(pace, 5);
        assertThat(reads()).isFalse();
        pass(400);
        assertThat(reads()).isFalse();
        pass(100);
        assertThat(reads()).isTrue();
        publish(pace, 1);
        assertThat(reads()).as("nothing is saved up yet").isFalse();
    }

    @Test
    void whoKeepsTheRateIsNeverHeld() {
        PublishPace pace = new PublishPace(channel, backlog, A_SECOND, true, clock);
        for (int i = 0; i < 100; i++) {
            publish(pace, 1);
            assertThat(reads()).isTrue();
            pass(100);
        }
    }

    @Test
    void whatWasReadWithItCostsNoMoreThanABurst() {
        PublishPace pace = new PublishPace(channel, backlog, A_SECOND, true, clock);
        publish(pace, 10_000);
        pass(2_000);
        assertThat(reads()).isTrue();
    }

    @Test
    void aDeviceIsSlowedDownOnlyWhileMuchWaits() {
        PublishPace pace = new PublishPace(channel, backlog, A_SECOND, false, clock);
        publish(pace, 100);
        assertThat(reads()).isTrue();

        waits(50);
        publish(pace, 1);
        assertThat(reads()).isFalse();
        waits(0);
        pass(2_000);
        assertThat(reads()).isTrue();
    }

    @Test
    void whoIsHeldWithAllOthersStaysSo() {
        PublishPace pace = new PublishPace(channel, backlog, A_SECOND, true, clock);
        publish(pace, 21);
        waits(100);
        backlog.regulate(channel);
        pass(2_000);
        assertThat(reads()).isFalse();

        waits(0);
        assertThat(reads()).isTrue();
    }

    private static void publish(PublishPace pace, int messages) {
        for (int i = 0; i < messages; i++) {
            pace.count();
        }
    }

    private void waits(long messages) {
        waiting.set(messages);
        backlog.measure();
    }

    private void pass(long millis) {
        clock.pass(Duration.ofMillis(millis));
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private boolean reads() {
        return channel.config().isAutoRead();
    }
}
