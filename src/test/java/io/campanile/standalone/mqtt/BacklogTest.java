package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Publishers are held while too much waits, and go on once a quarter of it is gone. */
class BacklogTest {

    private final AtomicLong waiting = new AtomicLong();
    private final Backlog backlog = new Backlog(waiting::get, 100);
    private final Channel publisher = new EmbeddedChannel();

    @Test
    void nobodyIsHeldWhileLittleWaits() {
        measure(99);
        assertThat(reads()).isTrue();
    }

    @Test
    void aPublisherIsHeldUntilAQuarterIsGone() {
        measure(100);
        assertThat(reads()).isFalse();
        measure(76);
        assertThat(reads()).isFalse();
        measure(75);
        assertThat(reads()).isTrue();
    }

    @Test
    void whoHasGoneIsForgotten() {
        measure(100);
        backlog.regulate(publisher);
        backlog.gone(publisher);
        publisher.config().setAutoRead(false);
        measure(0);
        assertThat(publisher.config().isAutoRead()).isFalse();
    }

    private void measure(long now) {
        waiting.set(now);
        backlog.measure();
    }

    /** Whether it goes on reading after a publish. */
    private boolean reads() {
        backlog.regulate(publisher);
        return publisher.config().isAutoRead();
    }
}
