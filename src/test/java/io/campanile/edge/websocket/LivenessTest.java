package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What watches over a connection touches nobody else's timers. */
class LivenessTest {

    @Test
    void connectionThatIsNotWatchedYetStopsNoTimer() {
        Vertx vertx = Vertx.vertx();
        try {
            long first = vertx.setTimer(60_000, id -> { });

            new Liveness(vertx, null, null, null, Clock.systemUTC()).stop();

            assertThat(vertx.cancelTimer(first)).as("the first timer, whose id is 0, still runs").isTrue();
        } finally {
            vertx.close();
        }
    }
}
