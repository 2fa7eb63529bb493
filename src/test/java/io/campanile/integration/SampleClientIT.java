package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.Chromium;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.chrome.ChromeDriver;

/**
 * The sample client, console/campanile.js, in a real browser and against a server that closes its connections: it comes
 * back by the close codes of PROTOCOL 5. All clients are closed at once, one of each code, and each test looks at its own.
 */
class SampleClientIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Set<String> SUBSCRIBES = Set.of("/api/device/subscribe", "/api/heartbeat");
    private static final String FAILING = "1013&times=3";

    /** A client with the query as its name, and what it tells of itself. */
    private static final String CONNECT = """
            const [query] = arguments, states = [];
            (window.states ??= {})[query] = states;
            const gateway = new Campanile(`ws://${location.host}/ws?code=${query}`, async refused => refused ? 'new' : 'first',
                state => states.push({ ...state, wait: state.until - Date.now() }));
            gateway.subscribe('/api/device/subscribe', { all: true });
            gateway.connect();
            """;

    private static FakeEdge edge;
    private static ChromeDriver browser;

    @BeforeAll
    static void connectOneOfEach() {
        browser = Chromium.start();
        edge = new FakeEdge();
        browser.get("http://127.0.0.1:" + edge.port() + "/");
        await().atMost(PATIENCE).until(() -> (Boolean) browser.executeScript("return !!window.Campanile"));
        Stream.of("1000", "1001", "1002", "1003", "1006", "1007", "1008", "1009", "1013", "3000", "3003", "3008", "4001", "4008")
                .forEach(code -> browser.executeScript(CONNECT, code));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
            edge.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1001, shutting down", "1006, the line is dead", "1013, too slow or overload", "3008, heartbeat lost", "4008, unconfirmed"})
    void comesBackAfterAPauseAndSubscribesAgain(String code, String why) {
        assertThat(visitAgain(code).token()).as(why).isEqualTo("first");

        assertThat(waits(code)).singleElement().satisfies(wait -> assertThat(wait).isBetween(480L, 1000L));
        await().atMost(PATIENCE).until(() -> states(code).endsWith("live"));
    }

    @Test
    void comesBackWithANewTokenWhereItsTokenWasRefused() {
        assertThat(visitAgain("3000").token()).isEqualTo("new");
    }

    @ParameterizedTest
    @CsvSource({"1000, logged out", "1002, against RFC 6455", "1003, not text", "1007, not UTF-8", "1008, no login or abuse",
        "1009, too large", "3003, origin or role", "4001, connected elsewhere"})
    void staysAwayWhereComingBackWouldEndTheSame(String code, String why) {
        await().atMost(PATIENCE).until(() -> states(code).endsWith("closed"));
        // Who does come back has had to wait as long as this one could have
        visitAgain("1013");

        assertThat(edge.visits(code)).as(why).hasSize(1);
        assertThat(waits(code)).isEmpty();
    }

    @Test
    void waitsLongerEachTimeAndNotTheSameAsOthers() {
        browser.executeScript(CONNECT, FAILING);
        await().atMost(PATIENCE).until(() -> waits(FAILING).size() == 3);

        List<Long> waits = waits(FAILING);
        assertThat(waits.get(0)).isBetween(480L, 1000L);
        assertThat(waits.get(1)).isBetween(980L, 2000L);
        assertThat(waits.get(2)).isBetween(1980L, 4000L);
        assertThat(Stream.of("1001", "1006", "1013", "3008", "4008").map(code -> waits(code).get(0)).distinct()).hasSizeGreaterThan(1);
    }

    private static FakeEdge.Visit visitAgain(String code) {
        await().atMost(PATIENCE).until(() -> edge.visits(code).size() >= 2);
        FakeEdge.Visit again = edge.visits(code).get(1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(again.services()).containsAll(SUBSCRIBES));
        return again;
    }

    private static String states(String query) {
        return (String) browser.executeScript("return states[arguments[0]].map(state => state.name).join(' ')", query);
    }

    /** ms, or a little less: the clock has gone on when the client tells until when it waits. */
    @SuppressWarnings("unchecked")
    private static List<Long> waits(String query) {
        List<Number> waits = (List<Number>) browser.executeScript(
                "return states[arguments[0]].filter(state => state.name === 'waiting').map(state => state.wait)", query);
        return waits.stream().map(wait -> Math.round(wait.doubleValue())).toList();
    }
}
