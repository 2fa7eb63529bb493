package io.campanile.flow.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.LastSeen;
import io.campanile.fixture.TestClock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node tells of its users, whatever is away. */
class PresenceAnnouncerTest implements LastSeen {

    private final CamelContext camel = new DefaultCamelContext();
    private final TestClock clock = new TestClock(5_000);
    private final PresenceAnnouncer announcer = new PresenceAnnouncer(this, clock);
    private final Map<String, Long> kept = new ConcurrentHashMap<>();
    /** Each user that a record named, with when they were seen as far as was known then. */
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private volatile boolean away;

    @BeforeEach
    void start() throws Exception {
        camel.start();
        camel.addService(announcer);
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void whoLooksFindsWhenTheyWereSeen() throws Exception {
        flowStarts();

        announcer.changed(Map.of("ada", 1_000L, "bob", 2_000L));

        await().untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder("ada 1000", "bob 2000"));
    }

    @Test
    void whileTheDatabaseIsAwayTheNewestOfEachWaits() throws Exception {
        flowStarts();
        away = true;
        announcer.changed(Map.of("ada", 1_000L));
        announcer.changed(Map.of("ada", 3_000L));
        announcer.changed(Map.of("ada", 2_000L));

        away = false;

        await().untilAsserted(() -> assertThat(told).contains("ada 3000"));
    }

    @Test
    void whileTheFlowIsAwayNothingIsLost() throws Exception {
        announcer.changed(Map.of("ada", 1_000L));
        await().until(() -> kept.containsKey("ada"));
        assertThat(told).isEmpty();

        flowStarts();

        await().untilAsserted(() -> assertThat(told).containsExactly("ada 1000"));
    }

    @Test
    void whoIsStillThereIsKeptAndNotTold() throws Exception {
        flowStarts();

        announcer.present(List.of("ada"));

        await().untilAsserted(() -> assertThat(kept).containsEntry("ada", 5_000L));
        assertThat(told).isEmpty();
    }

    private void flowStarts() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:user-presence").process(exchange -> {
                    for (Object record : exchange.getMessage().getBody(List.class)) {
                        String user = ((Message) record).getHeader(KafkaConstants.KEY, String.class);
                        told.add(user + " " + kept.get(user));
                    }
                });
            }
        });
    }

    @Override
    public void seen(Map<String, Long> seenAt) {
        if (away) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "away");
        }
        seenAt.forEach((user, at) -> kept.merge(user, at, Math::max));
    }

    @Override
    public Map<String, Optional<Long>> find(Collection<String> userIds) {
        return Map.of();
    }
}
