package io.campanile.ops.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OverloadTest {

    private double load;
    private final Overload overload = new Overload(List.of(signal()));

    private Load signal() {
        return new Load() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public double measure() {
                return load;
            }
        };
    }

    @Test
    void beginsOnlyAfterASecondAboveTheHighMark() {
        measure(1.5, 3);
        measure(0.9, 1);
        measure(1.5, 3);
        assertThat(overload.isOverloaded()).as("peaks pass").isFalse();

        measure(1.0, 1);

        assertThat(overload.isOverloaded()).isTrue();
    }

    @Test
    void endsOnlyAfterThreeSecondsBelowTheLowMark() {
        measure(2, 4);
        measure(0.7, 100);
        assertThat(overload.isOverloaded()).as("between the marks nothing changes").isTrue();
        measure(0.4, 11);
        assertThat(overload.isOverloaded()).isTrue();

        measure(0.4, 1);

        assertThat(overload.isOverloaded()).isFalse();
    }

    @Test
    void makesRoomWhileItLasts() {
        AtomicInteger made = new AtomicInteger();
        overload.whileOverloaded(made::incrementAndGet);

        measure(2, 4);
        measure(2, 2);

        assertThat(made).hasValue(3);
    }

    @Test
    void feelsAnEventLoopThatIsBusyAndOneThatIsStuck() {
        Vertx vertx = Vertx.vertx();
        CountDownLatch stuck = new CountDownLatch(1);
        try {
            EventLoops loops = new EventLoops(vertx.nettyEventLoopGroup(), Duration.ofMillis(200));
            await().until(() -> loops.measure() < 1);
            vertx.runOnContext(v -> {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            await().until(() -> loops.measure() > 1);
            await().until(() -> loops.lag().compareTo(Duration.ofMillis(500)) > 0);

            stuck.countDown();

            await().until(() -> loops.measure() < 1 && loops.lag().toMillis() < 200);
        } finally {
            stuck.countDown();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void measure(double now, int times) {
        load = now;
        for (int i = 0; i < times; i++) {
            overload.measure();
        }
    }
}
