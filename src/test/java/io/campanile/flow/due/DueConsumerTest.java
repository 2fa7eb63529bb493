package io.campanile.flow.due;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.due.Due;
import io.campanile.domain.due.DueRecords;
import io.campanile.fixture.TestClock;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlDueRecords;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is due begins a route, on one of the nodes, until the route has ended well. */
class DueConsumerTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final TestClock clock = new TestClock(1_000_000);
    private final List<Due> begun = new CopyOnWriteArrayList<>();
    private final List<CamelContext> nodes = new CopyOnWriteArrayList<>();
    private DueRecords records;

    @BeforeEach
    void store() {
        records = new SqlDueRecords(DATABASE.dataSource(), clock);
    }

    @AfterEach
    void stop() {
        nodes.forEach(CamelContext::stop);
    }

    @Test
    void eachIsDoneOnceByOneOfTheNodes() throws Exception {
        int many = 600;
        records.putIfAbsent("ring", IntStream.range(0, many).mapToObj(i -> "c" + i).toList(), "end", 0);
        node(exchange -> { });
        node(exchange -> { });

        await().until(() -> left() == 0);
        assertThat(begun).hasSize(many).extracting(Due::subject).doesNotHaveDuplicates();
    }

    @Test
    void whatFailsIsDueAgainWhenItsLeaseIsOver() throws Exception {
        records.put("ring", "c1", "end", 0);
        node(exchange -> {
            if (begun.size() < 2) {
                throw new IllegalStateException("not yet");
            }
        });

        await().until(() -> begun.size() == 1);
        clock.advance(Duration.ofSeconds(30));
        await().until(() -> left() == 0);
        assertThat(begun).extracting(Due::attempts).containsExactly(1, 2);
    }

    @Test
    void aRouteThatSetsTheNextStepIsNotDoneWithTheRecord() throws Exception {
        records.put("ring", "c1", "first", 0);
        node(exchange -> {
            Due due = exchange.getMessage().getBody(Due.class);
            if (due.step().equals("first")) {
                records.next(due, "second", clock.millis() + 1_000);
            }
        });

        await().until(() -> begun.size() == 1);
        clock.advance(Duration.ofSeconds(1));
        await().until(() -> left() == 0);
        assertThat(begun).extracting(Due::step).containsExactly("first", "second");
    }

    private void node(Processor step) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("due", new DueComponent(records));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("due:ring?delay=20&initialDelay=0").process(DueConsumerTest.this::note).process(step);
            }
        });
        nodes.add(camel);
        camel.start();
    }

    private void note(Exchange exchange) {
        begun.add(exchange.getMessage().getBody(Due.class));
    }

    private int left() {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM due").mapTo(Integer.class).one());
    }
}
