package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.Presence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROTOCOL 5: watching devices. */
class WatchingTest {

    private WebSocketGateway gateway = new WebSocketGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'sns':['d1','d2']} | d1 d2", "{'type':'retail'} | d1 d3", "{'all':true} | d1 d2 d3"})
    void answersThenPushesTheCurrentStatesThenTheChanges(String selection, String expected) {
        gateway.register("d1", "retail", 5);
        gateway.register("d2", "rubbish", 5);
        gateway.register("d3", "retail", 0);
        List<String> sns = List.of(expected.split(" "));
        TestClient client = gateway.connectAs("operator-1");

        JsonNode answer = subscribe(client, selection.replace("''", "'"));

        assertThat(answer.at("/values/count").asInt()).isEqualTo(sns.size());
        sns.forEach(sn -> assertThat(client.next().at("/values/sn").asText()).isEqualTo(sn));
        List.of("d1", "d2", "d3").forEach(sn -> gateway.watchers.stateChanged(
                WebSocketGateway.state(sn, sn.equals("d2") ? "rubbish" : "retail", 6)));
        sns.forEach(sn -> assertThat(client.next().at("/values/version").asInt()).isEqualTo(6));
        client.assertSilent();
    }

    @Test
    void pushesAsTheProtocolSays() {
        gateway.register("d1", "retail", 5);
        TestClient client = gateway.connectAs("operator-1");
        subscribe(client, "{'all':true}");

        JsonNode state = client.next();
        assertThat(state.at("/op").asText()).isEqualTo("galbot_push");
        assertThat(state.at("/service").asText()).isEqualTo("/push/device/state");
        assertThat(state.at("/request_id").asText()).isNotEmpty();
        assertThat(state.get("values").toString()).contains("\"sn\":\"d1\"", "\"type\":\"retail\"", "\"state\":{\"status\":5}", "\"ts\":1005", "\"version\":5");

        gateway.watchers.presenceChanged(new Presence("d1", "retail", true, 7));
        gateway.watchers.presenceChanged(new Presence("d1", "retail", true, 7));
        JsonNode presence = client.next();
        assertThat(presence.at("/service").asText()).isEqualTo("/push/device/presence");
        assertThat(presence.get("values").size()).isEqualTo(3);
        assertThat(presence.at("/values/online").asBoolean()).isTrue();

        Alert alert = new Alert("a1", "d1", "electricity", 3, "low", Alert.State.RAISED, 9, null, null, 1, 1);
        gateway.watchers.alertChanged(alert, "retail");
        gateway.watchers.alertChanged(alert, "retail");
        assertThat(client.next().at("/values/state").asText()).isEqualTo("raised");
        client.assertSilent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}                         | 400 | give exactly one",
        "{'all':true,'sns':['d1']}  | 400 | give exactly one",
        "{'all':false}              | 400 | all: ",
        "{'sns':'d1'}               | 400 | sns: ",
        "{'sns':[1]}                | 400 | sns: ",
        "{'sns':['no good']}        | 400 | sns: ",
        "{'type':'toaster'}         | 400 | type: ",
        "{'sns':['nowhere']}        | 404 | no such device nowhere"})
    void namesWhatIsWrong(String selection, int code, String text) {
        JsonNode answer = subscribe(gateway.connectAs("operator-1"), selection.replace("''", "'"));

        assertThat(answer.at("/code").asInt()).isEqualTo(code);
        assertThat(answer.at("/msg").asText()).startsWith(text.trim());
    }

    @Test
    void ignoresVersionsThatAreNotNewer() {
        gateway.register("d1", "retail", 5);
        TestClient client = gateway.connectAs("operator-1");
        subscribe(client, "{'all':true}");
        client.next();

        LongStream.of(4, 5, 7, 6, 7).forEach(version -> gateway.watchers.stateChanged(WebSocketGateway.state("d1", "retail", version)));

        assertThat(client.next().at("/values/version").asInt()).isEqualTo(7);
        client.assertSilent();
    }

    @Test
    void pushesWhatChangesBetweenReadingAndAnsweringOnceAndNothingOlder() {
        gateway.register("d1", "retail", 5);
        TestClient client = gateway.connectAs("operator-1");
        gateway.whileReading = () -> gateway.watchers.stateChanged(WebSocketGateway.state("d1", "retail", 6));

        subscribe(client, "{'all':true}");

        int first = client.next().at("/values/version").asInt();
        // What was read may have been pushed before the change arrived; then the change follows
        assertThat(first == 6 ? 6 : client.next().at("/values/version").asInt()).isEqualTo(6);
        client.assertSilent();
    }

    @Test
    void pushesToTheOthersWhatOneSubscriptionReadsFirst() {
        gateway.register("d1", "retail", 5);
        TestClient first = gateway.connectAs("operator-1");
        subscribe(first, "{'all':true}");
        first.next();
        DeviceState written = gateway.register("d1", "retail", 6);
        TestClient second = gateway.connectAs("operator-2");
        subscribe(second, "{'all':true}");
        assertThat(second.next().at("/values/version").asInt()).isEqualTo(6);

        gateway.watchers.stateChanged(written);

        assertThat(first.next().at("/values/version").asInt()).isEqualTo(6);
        first.assertSilent();
        second.assertSilent();
    }

    @Test
    void letsGoOfWhatWasNotWatched() {
        assertThat(gateway.connectAs("operator-1").ask("{'service':'/api/device/unsubscribe','request_id':2,'values':{'sns':['d1']}}")
                .at("/code").asInt()).isZero();
    }

    @Test
    void endsAndBeginsAgainWithThePresentState() {
        gateway.register("d1", "retail", 5);
        TestClient client = gateway.connectAs("operator-1");
        subscribe(client, "{'sns':['d1']}");
        client.next();

        assertThat(client.ask("{'service':'/api/device/unsubscribe','request_id':2,'values':{'sns':['d1']}}").at("/values/count").asInt()).isEqualTo(1);
        gateway.watchers.stateChanged(gateway.register("d1", "retail", 6));
        client.assertSilent();

        subscribe(client, "{'sns':['d1']}");
        assertThat(client.next().at("/values/version").asInt()).isEqualTo(6);
    }

    @Test
    void bringsTheNewestStateToFiveHundredWatchersInOrder() {
        gateway.register("d1", "retail", 0);
        List<TestClient> clients = IntStream.range(0, 500).mapToObj(i -> gateway.connectAs("operator-" + i)).toList();
        clients.forEach(client -> subscribe(client, "{'all':true}"));

        LongStream.rangeClosed(1, 100).forEach(version -> gateway.watchers.stateChanged(WebSocketGateway.state("d1", "retail", version)));

        for (TestClient client : clients) {
            int last = -1;
            while (last < 100) {
                int version = client.next().at("/values/version").asInt();
                assertThat(version).isGreaterThan(last);
                last = version;
            }
        }
    }

    @Test
    void bringsASlowWatcherTheNewestStateAndNoBacklog() {
        gateway.register("d1", "retail", 0);
        TestClient slow = gateway.connectAs("operator-slow");
        TestClient other = gateway.connectAs("operator-other");
        subscribe(slow, "{'all':true}");
        subscribe(other, "{'all':true}");
        slow.next();
        other.next();
        slow.socket.pause();

        int versions = 1_000;
        for (int version = 1; version <= versions; version++) {
            gateway.watchers.stateChanged(new DeviceState("d1", "retail", Map.of("text", "x".repeat(50_000)), version, version, version));
            assertThat(other.next().at("/values/version").asInt()).isEqualTo(version);
        }
        slow.socket.resume();

        int received = 1;
        for (int version = 0; version < versions; received++) {
            int next = slow.next().at("/values/version").asInt();
            assertThat(next).isGreaterThan(version);
            version = next;
        }
        assertThat(received).isLessThan(versions);
        slow.assertSilent();
    }

    @Test
    void bringsEveryStateWhenConflationIsOff() {
        gateway.close();
        gateway = new WebSocketGateway("device-watch.conflation", "off");
        gateway.register("d1", "retail", 0);
        TestClient slow = gateway.connectAs("operator-slow");
        subscribe(slow, "{'all':true}");
        slow.next();
        slow.socket.pause();

        for (int version = 1; version <= 500; version++) {
            gateway.watchers.stateChanged(new DeviceState("d1", "retail", Map.of("text", "x".repeat(1_500)), version, version, version));
        }
        slow.socket.resume();

        for (int version = 1; version <= 500; version++) {
            assertThat(slow.next().at("/values/version").asInt()).isEqualTo(version);
        }
    }

    @Test
    void endsOneWhoNeverReadsAndServesTheOthersMeanwhile() {
        gateway.close();
        gateway = new WebSocketGateway("websocket.write-timeout", "500ms");
        DeviceState[] fat = {null};
        gateway.register("d1", "retail", 0);
        TestClient deaf = gateway.connectAs("operator-deaf");
        TestClient other = gateway.connectAs("operator-other");
        subscribe(deaf, "{'all':true}");
        subscribe(other, "{'all':true}");
        other.next();
        deaf.socket.pause();
        String text = "x".repeat(50_000);

        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            long version = fat[0] == null ? 1 : fat[0].version() + 1;
            fat[0] = new DeviceState("d1", "retail", Map.of("text", text), version, version, version);
            gateway.watchers.stateChanged(fat[0]);
            assertThat(other.next().at("/values/version").asLong()).isEqualTo(version);
            return gateway.hub.ofUser("operator-deaf").stream().allMatch(Connection::isClosing);
        });
        deaf.socket.resume();
        assertThat(deaf.closeCode()).isEqualTo(1013);
    }

    @Test
    void endsOneForWhomTooMuchWaits() {
        TestClient deaf = gateway.connectAs("operator-deaf");
        await().until(() -> gateway.hub.ofUser("operator-deaf").size() == 1);
        Connection connection = gateway.hub.ofUser("operator-deaf").iterator().next();
        deaf.socket.pause();

        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            connection.send(gateway.codec.push("/push/any", Map.of("text", "x".repeat(50_000))));
            return connection.isClosing();
        });
        deaf.socket.resume();
        assertThat(deaf.closeCode()).isEqualTo(1013);
    }

    private static JsonNode subscribe(TestClient client, String selection) {
        return client.ask("{'service':'/api/device/subscribe','request_id':1,'values':" + selection + "}");
    }
}
