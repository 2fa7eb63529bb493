package io.campanile.ops.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import io.campanile.ops.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What an operator sees who edits a flow that runs. */
class FlowReloadTest {

    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir
    Path directory;
    private final Metrics metrics = new Metrics(Clock.systemUTC());
    private Path routes;
    private CamelContext camel;
    private ProducerTemplate sender;
    private FlowReload reload;

    @BeforeEach
    void begin() throws Exception {
        routes = Files.createDirectory(directory.resolve("routes"));
    }

    @AfterEach
    void end() {
        metrics.close();
        if (camel != null) {
            ServiceHelper.stopService(reload);
            camel.stop();
        }
    }

    @Test
    void aGoodEditIsTakenUp() throws Exception {
        write("greet", greet("hello"));
        start();
        FlowVersion before = running("greet");

        write("greet", greet("good morning"));

        await().untilAsserted(() -> assertThat(ask("greet")).isEqualTo("good morning"));
        assertThat(running("greet").id()).isNotEqualTo(before.id());
        assertThat(running("greet").at()).isGreaterThanOrEqualTo(before.at());
        assertThat(running("greet").by()).isEqualTo(Files.getOwner(routes.resolve("greet.camel.yaml")).getName());
    }

    @Test
    void aBadEditLeavesTheFlowAloneAndSaysTheLine() throws Exception {
        write("greet", greet("hello"));
        start();
        FlowVersion before = running("greet");

        write("greet", greet("hello").replace("  description: Greet", "  description: Greet\n   note: [oh"));

        await().until(() -> flow("greet").error() != null);
        assertThat(flow("greet").error().line()).isPositive();
        assertThat(running("greet")).isEqualTo(before);
        assertThat(ask("greet")).isEqualTo("hello");
        assertThat(metrics.registry().scrape()).contains("flow_reload_total{flow=\"greet\",result=\"refused\"} 1.0");
    }

    @Test
    void whatThePassedCheckButCannotStartIsTakenBack() throws Exception {
        write("greet", greet("hello"));
        start();

        write("greet", greet("hello").replace("- setBody:", "- to: 'nowhere:at-all'\n        - setBody:"));

        await().until(() -> flow("greet").error() != null);
        assertThat(flow("greet").error().reason()).contains("nowhere");
        assertThat(ask("greet")).isEqualTo("hello");
        assertThat(metrics.registry().scrape()).contains("result=\"failed\"");
    }

    @Test
    void theErrorGoesWhenTheFileIsCorrected() throws Exception {
        write("greet", greet("hello"));
        start();
        write("greet", "- route: [");
        await().until(() -> flow("greet").error() != null);

        write("greet", greet("hello"));

        await().until(() -> flow("greet").error() == null);
        assertThat(ask("greet")).isEqualTo("hello");
    }

    @Test
    void whatItsPreconditionLeavesOutIsOffAndNoFailure() throws Exception {
        String off = greet("hello").replace("  description: Greet", "  precondition: 'false'\n    description: Greet");
        write("greet", off);
        start();
        assertThat(flow("greet").error()).isNull();
        assertThat(reload.status(flow("greet"))).isEqualTo("Off");

        write("greet", off.replace("'false'", "'true'"));
        await().until(() -> reload.status(flow("greet")).equals("Started"));
        await().until(() -> ask("greet"), "hello"::equals);

        write("greet", off);
        await().until(() -> reload.status(flow("greet")).equals("Off"));
        assertThat(flow("greet").error()).isNull();
    }

    @Test
    void aFileThatIsWrittenInPiecesIsTakenWhole() throws Exception {
        write("greet", greet("hello"));
        start();
        String text = greet("good evening");
        for (int end = 1; end < text.length(); end += 7) {
            Files.writeString(routes.resolve("greet.camel.yaml"), text.substring(0, end));
            Files.writeString(routes.resolve(".greet.camel.yaml.swp"), "- route: [");
            Files.writeString(routes.resolve("greet.camel.yaml~"), "- route: [");
        }
        Files.writeString(routes.resolve("greet.camel.yaml"), text);

        await().untilAsserted(() -> assertThat(ask("greet")).isEqualTo("good evening"));
        assertThat(reload.flows()).hasSize(1);
        assertThat(flow("greet").error()).isNull();
    }

    @Test
    void otherWordsRestartNothing() throws Exception {
        write("greet", greet("hello"));
        start();
        Object route = camel.getRoute("greet-answer");

        write("greet", greet("hello").replace("description: Greet", "description: Greet politely"));

        await().until(() -> running("greet").text().contains("politely"));
        assertThat(camel.getRoute("greet-answer")).isSameAs(route);
    }

    @Test
    void onlyTheRoutesThatDoSomethingElseAreSwapped() throws Exception {
        write("greet", greet("hello") + route("greet-other", "direct:other", "other"));
        start();
        Object other = camel.getRoute("greet-other");

        write("greet", greet("hi") + route("greet-other", "direct:other", "other") + route("greet-third", "direct:third", "third"));

        await().untilAsserted(() -> assertThat(sender.requestBody("direct:third", "")).isEqualTo("third"));
        assertThat(ask("greet")).isEqualTo("hi");
        assertThat(camel.getRoute("greet-other")).isSameAs(other);

        write("greet", greet("hi"));

        await().until(() -> camel.getRoute("greet-third") == null && camel.getRoute("greet-other") == null);
        assertThat(ask("greet")).isEqualTo("hi");
    }

    @Test
    void whoSendsBeforeTheFlowsAreThereWaitsForThem() throws Exception {
        CompletableFuture<CompletableFuture<Object>> early = new CompletableFuture<>();
        write("greet", greet("hello"));
        start(context -> context.addStartupListener((started, already) -> early.complete(
                context.createProducerTemplate().asyncRequestBody("direct:greet?block=false", ""))));

        assertThat(early.get().get()).isEqualTo("hello");
    }

    @Test
    void anEditOfWhatHappensToFailuresIsInForce() throws Exception {
        write("greet", failing("first"));
        start();
        assertThat(ask("greet")).isEqualTo("first");

        write("greet", failing("second"));

        await().untilAsserted(() -> assertThat(ask("greet")).isEqualTo("second"));
    }

    @Test
    void whatIsUnderWayEndsOnTheOldVersionAndWhoComesWaitsForTheNew() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        write("greet", greet("hello").replace("- setBody:", "- to: direct:hold\n        - setBody:"));
        start(context -> context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:hold").process(exchange -> {
                    entered.countDown();
                    released.await();
                });
            }
        }));
        CompletableFuture<Object> underWay = CompletableFuture.supplyAsync(() -> ask("greet"));
        entered.await();

        write("greet", greet("good night"));
        await().during(Duration.ofMillis(100)).until(() -> running("greet").text().contains("hello"));
        CompletableFuture<Object> late = sender.asyncRequestBody("direct:greet?block=false", "");
        released.countDown();

        assertThat(underWay.get()).isEqualTo("hello");
        assertThat(late.get()).isEqualTo("good night");
    }

    @Test
    void underLoadNobodyIsTurnedAwayOrOvertaken() throws Exception {
        write("greet", greet("0"));
        start();
        AtomicInteger overtaken = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<?> load = CompletableFuture.runAsync(() -> {
            int newest = 0;
            while (answered.get() < 20_000) {
                Exchange done = sender.request("direct:greet?block=false", exchange -> { });
                answered.incrementAndGet();
                if (done.getException() != null) {
                    failed.incrementAndGet();
                } else {
                    int version = done.getMessage().getBody(Integer.class);
                    if (version < newest) {
                        overtaken.incrementAndGet();
                    }
                    newest = version;
                }
            }
        });
        for (int edit = 1; !load.isDone(); edit++) {
            String text = greet(Integer.toString(edit));
            write("greet", text);
            await().until(() -> load.isDone() || running("greet").text().equals(text));
        }

        load.get();
        assertThat(failed).hasValue(0);
        assertThat(overtaken).hasValue(0);
    }

    @Test
    void aDeletedFileStopsItsFlowAfterAWhile() throws Exception {
        write("greet", greet("hello"));
        write("other", route("other-answer", "direct:other", "other"));
        start();

        Files.delete(routes.resolve("greet.camel.yaml"));

        await().until(() -> flow("greet").error() != null && flow("greet").error().reason().contains("gone"));
        assertThat(ask("greet")).isEqualTo("hello");
        await().until(() -> camel.getRoute("greet-answer") == null);
        assertThat(reload.flows()).extracting(FlowState::name).containsExactly("other");
    }

    @Test
    void aFileThatComesBackInTimeStopsNothing() throws Exception {
        write("greet", greet("hello"));
        write("other", route("other-answer", "direct:other", "other"));
        start();
        Object route = camel.getRoute("greet-answer");
        Files.delete(routes.resolve("greet.camel.yaml"));
        await().until(() -> flow("greet").error() != null);

        write("greet", greet("hello"));

        await().until(() -> flow("greet").error() == null);
        assertThat(camel.getRoute("greet-answer")).isSameAs(route);
    }

    @Test
    void anEmptyFolderStopsNothing() throws Exception {
        write("greet", greet("hello"));
        start();

        Files.delete(routes.resolve("greet.camel.yaml"));

        await().until(() -> reload.getLastError() != null);
        await().during(Duration.ofMillis(700)).until(() -> ask("greet").equals("hello"));
    }

    @Test
    void rollingBackPutsFlowAndFileBackOneByOne() throws Exception {
        write("greet", greet("one"));
        start();
        edit("two");
        edit("three");

        FlowState back = reload.rollBack("greet", "alice");

        assertThat(back.running().by()).isEqualTo("alice");
        assertThat(ask("greet")).isEqualTo("two");
        assertThat(Files.readString(routes.resolve("greet.camel.yaml"))).isEqualTo(greet("two"));
        reload.rollBack("greet", "alice");
        assertThat(ask("greet")).isEqualTo("one");
        assertThatThrownBy(() -> reload.rollBack("greet", "alice")).isInstanceOf(CodedException.class).hasMessageContaining("no earlier version");
        assertThatThrownBy(() -> reload.rollBack("none", "alice")).isInstanceOf(CodedException.class).hasMessageContaining("no such flow");
    }

    @Test
    void rollingBackABadEditPutsTheFileBackToWhatRuns() throws Exception {
        write("greet", greet("one"));
        start();
        edit("two");
        write("greet", "- route: [");
        await().until(() -> flow("greet").error() != null);

        FlowState back = reload.rollBack("greet", "alice");

        assertThat(back.error()).isNull();
        assertThat(ask("greet")).isEqualTo("two");
        assertThat(Files.readString(routes.resolve("greet.camel.yaml"))).isEqualTo(greet("two"));
    }

    @Test
    void afterARestartTheVersionIsThatOfBefore() throws Exception {
        write("greet", greet("one"));
        start();
        edit("two");
        FlowVersion before = running("greet");
        end();

        start();

        assertThat(running("greet")).isEqualTo(before);
        reload.rollBack("greet", "alice");
        assertThat(ask("greet")).isEqualTo("one");
    }

    @Test
    void aBadFileAtTheStartIsReplacedByTheLastGoodOne() throws Exception {
        write("greet", greet("one"));
        start();
        end();
        write("greet", "- route: [");
        write("never", "- route: [");
        write("other", route("other-answer", "direct:other", "other"));

        start();

        assertThat(ask("greet")).isEqualTo("one");
        assertThat(flow("greet").error()).isNotNull();
        assertThat(reload.status(flow("greet"))).isEqualTo("Started");
        assertThat(flow("never").running()).isNull();
        assertThat(reload.status(flow("never"))).isEqualTo("Stopped");
        assertThat(flow("never").error()).isNotNull();
        assertThat(sender.requestBody("direct:other", "")).isEqualTo("other");
    }

    private void edit(String answer) throws IOException {
        write("greet", greet(answer));
        await().until(() -> running("greet").text().contains(answer));
    }

    private void start() throws Exception {
        start(context -> { });
    }

    private void start(Beside beside) throws Exception {
        camel = new DefaultCamelContext();
        GatedDirectComponent direct = new GatedDirectComponent();
        camel.getRegistry().bind("direct", direct);
        ReloadSettings settings = new ReloadSettings(routes, directory.resolve("flows"), 20, LOOK, Duration.ofSeconds(5), Duration.ofMillis(500));
        reload = new FlowReload(camel, direct, settings, FlowReloadTest::check, metrics.flows(), Clock.systemUTC());
        beside.addTo(camel);
        camel.addService(reload);
        camel.start();
        reload.begin();
        sender = camel.createProducerTemplate();
    }

    private interface Beside {

        void addTo(CamelContext context) throws Exception;
    }

    private Object ask(String flow) {
        try {
            return sender.requestBody("direct:" + flow + "?block=false", "");
        } catch (CamelExecutionException e) {
            return e.getCause();
        }
    }

    private FlowState flow(String name) {
        return reload.flows().stream().filter(flow -> flow.name().equals(name)).findFirst().orElseThrow();
    }

    private FlowVersion running(String name) {
        return flow(name).running();
    }

    /** As an editor does: all of it at once, by renaming. */
    private void write(String flow, String text) throws IOException {
        Path written = Files.writeString(directory.resolve("written"), text);
        Files.move(written, routes.resolve(flow + ".camel.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Only whether it is YAML at all. */
    private static List<Problem> check(FlowFile candidate, Collection<FlowFile> others) {
        try {
            new Load(LoadSettings.builder().build()).loadFromString(candidate.text());
            return List.of();
        } catch (MarkedYamlEngineException e) {
            return List.of(new Problem(e.getProblemMark().orElseThrow().getLine() + 1, e.getProblem()));
        }
    }

    private static String failing(String handled) {
        return """
                - routeConfiguration:
                    id: greet-failures
                    onException:
                      - onException:
                          exception:
                            - java.lang.IllegalArgumentException
                          handled:
                            constant:
                              expression: "true"
                          steps:
                            - setBody:
                                expression:
                                  constant:
                                    expression: %s
                - route:
                    id: greet-answer
                    routeConfigurationId: greet-failures
                    from:
                      uri: direct:greet
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalArgumentException
                            message: no
                """.formatted(handled);
    }

    private static String greet(String answer) {
        return route("greet-answer", "direct:greet", answer);
    }

    private static String route(String id, String from, String answer) {
        return """
                - route:
                    id: %1$s
                    description: Greet
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: %2$s
                      steps:
                        - setBody:
                            id: %1$s-body
                            expression:
                              constant:
                                expression: %3$s
                """.formatted(id, from, answer);
    }
}
