package io.campanile.flow.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.SetLeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a source behind {@code master:} runs. */
class LeaderConsumerTest {

    /** Less than the second that camel-master waits. */
    private static final Duration AT_ONCE = Duration.ofMillis(900);

    private final SetLeader cluster = new SetLeader(false);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch filled = new CountDownLatch(1);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private volatile Flow flow;

    @BeforeEach
    void start() throws Exception {
        camel.addService(cluster);
        camel.addComponent("master", new LeaderComponent());
        camel.addComponent("tap", new Tap());
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:water:tap:cold?bridgeErrorHandler=false").routeId("water").process(drop -> told.add(drop.getMessage().getBody(String.class)))
                        .filter(drop -> drop.getMessage().getBody().equals("slow drop"))
                        .threads(1)
                        .process(drop -> filled.await())
                        .process(drop -> told.add("slow drop fell"));
            }
        });
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void itRunsAtOnceWhenThisNodeLeadsAndOnlyThen() {
        assertThat(told).isEmpty();

        cluster.lead(true);
        await().atMost(AT_ONCE).until(() -> told.contains("opened"));
        cluster.lead(false);
        await().until(() -> told.contains("closed"));
        cluster.lead(true);

        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(told).containsExactly("opened", "last drop", "closed", "opened"));
    }

    @Test
    void itIsFinishedBeforeTheStepsBehindItEndAndBeforeAnotherNodeMayLead() throws Exception {
        cluster.lead(true);
        await().until(() -> told.contains("opened"));
        cluster.whenReleased(() -> told.add("released"));

        camel.getRouteController().stopRoute("water");

        assertThat(told).containsExactly("opened", "last drop", "closed", "released");
    }

    @Test
    @Timeout(20)
    void whatIsUnderWayGoesThroughTheStepsBeforeAnotherNodeMayLead() throws Exception {
        cluster.lead(true);
        await().until(() -> told.contains("opened"));
        cluster.whenReleased(() -> told.add("released"));
        CompletableFuture<Exchange> underWay = flow.hand("slow drop");

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stopRoute("water"));
        await().until(() -> told.contains("closed"));
        filled.countDown();

        assertThat(underWay.get().getException()).isNull();
        stopped.get();
        assertThat(told).containsExactly("opened", "slow drop", "last drop", "closed", "slow drop fell", "released");
    }

    @Test
    void aRouteThatIsSuspendedTakesNothingUntilItIsResumed() throws Exception {
        cluster.lead(true);
        await().until(() -> told.contains("opened"));
        camel.getRouteController().suspendRoute("water");
        assertThat(told).endsWith("closed");
        told.clear();

        camel.getRouteController().resumeRoute("water");

        await().atMost(AT_ONCE).until(() -> told.contains("opened"));
    }

    @Test
    void aRouteThatIsStartedAgainTakesAgain() throws Exception {
        cluster.lead(true);
        await().until(() -> told.contains("opened"));
        camel.getRouteController().stopRoute("water");
        told.clear();

        camel.getRouteController().startRoute("water");

        await().atMost(AT_ONCE).until(() -> told.contains("opened"));
    }

    private void stopRoute(String id) {
        try {
            camel.getRouteController().stopRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A source that has something to hand on when it ends, as one that finishes what it has taken. */
    private final class Tap extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Consumer createConsumer(Processor processor) {
                    flow = new Flow(this, processor);
                    return flow;
                }

                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    private final class Flow extends DefaultConsumer {

        Flow(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            told.add("opened");
        }

        @Override
        protected void doStop() throws Exception {
            hand("last drop");
            told.add("closed");
            super.doStop();
        }

        /** Does not wait for the steps that are for another thread. */
        CompletableFuture<Exchange> hand(String drop) {
            Exchange exchange = createExchange(false);
            exchange.getMessage().setBody(drop);
            return getAsyncProcessor().processAsync(exchange);
        }
    }
}
