package io.campanile.flow.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.SetLeader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** When a source behind {@code master:} runs. */
class LeaderConsumerTest {

    /** Less than the second that camel-master waits. */
    private static final Duration AT_ONCE = Duration.ofMillis(900);

    private final SetLeader cluster = new SetLeader(false);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        camel.addService(cluster);
        camel.addComponent("master", new LeaderComponent());
        camel.addComponent("tap", new Tap());
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("master:water:tap:cold?bridgeErrorHandler=false").routeId("water").process(drop -> told.add(drop.getMessage().getBody(String.class)));
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
    void aRouteThatIsStartedAgainTakesAgain() throws Exception {
        cluster.lead(true);
        await().until(() -> told.contains("opened"));
        camel.getRouteController().stopRoute("water");
        told.clear();

        camel.getRouteController().startRoute("water");

        await().atMost(AT_ONCE).until(() -> told.contains("opened"));
    }

    /** A source that has something to hand on when it ends, as one that finishes what it has taken. */
    private final class Tap extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Consumer createConsumer(Processor processor) {
                    return new Flow(this, processor);
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
            Exchange exchange = createExchange(true);
            exchange.getMessage().setBody("last drop");
            getProcessor().process(exchange);
            told.add("closed");
            super.doStop();
        }
    }
}
