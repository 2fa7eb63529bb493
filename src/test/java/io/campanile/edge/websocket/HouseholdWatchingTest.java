package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROTOCOL 3 and 9: residents watch the devices of their households, and no others. */
class HouseholdWatchingTest {

    private final WebSocketGateway gateway = new WebSocketGateway();

    @BeforeEach
    void threeDevicesTwoAtHome() {
        gateway.register("d1", "retail", 5);
        gateway.register("d2", "rubbish", 5);
        gateway.register("d3", "retail", 5);
        gateway.homes.put("user-1", Set.of("d1", "d2"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{'sns':['d2','d1']} | d1 d2", "{'type':'retail'} | d1", "{'all':true} | d1 d2", "{'sns':[]} |''"})
    void showsWhatIsAtHomeAndItsChanges(String selection, String expected) {
        List<String> sns = List.of(expected.split(" ")).stream().filter(sn -> !sn.isEmpty()).toList();
        TestClient client = gateway.connectAs("user-1");

        assertThat(subscribe(client, selection).at("/values/count").asInt()).isEqualTo(sns.size());
        assertThat(nextSns(client, sns.size())).isEqualTo(sns);
        change("d1", "d2", "d3");

        assertThat(nextSns(client, sns.size())).isEqualTo(sns);
        client.assertSilent();
    }

    @Test
    void refusesWhatIsNotAtHomeWhetherItExistsOrNot() {
        TestClient client = gateway.connectAs("user-1");

        for (String sn : List.of("d3", "nowhere")) {
            JsonNode answer = subscribe(client, "{'sns':['d1','" + sn + "']}");
            assertThat(answer.at("/code").asInt()).isEqualTo(403);
            assertThat(answer.at("/msg").asText()).isEqualTo("sns: " + sn + " not in your household");
        }
        change("d1", "d3");
        client.assertSilent();
    }

    @Test
    void showsNothingToWhoLivesNowhere() {
        TestClient client = gateway.connectAs("user-2");

        assertThat(subscribe(client, "{'all':true}").at("/values/count").asInt()).isZero();
        change("d1", "d2", "d3");
        client.assertSilent();
    }

    @Test
    void followsTheHouseholdWhileSubscribed() {
        TestClient client = gateway.connectAs("user-1");
        subscribe(client, "{'all':true}");
        nextSns(client, 2);

        gateway.homes.put("user-1", Set.of("d2", "d3"));
        gateway.residents.changed(List.of("user-1"));

        assertThat(nextSns(client, 1)).as("the present state of what came").containsExactly("d3");
        change("d1", "d2", "d3");
        assertThat(nextSns(client, 2)).as("what left is seen no more").containsExactly("d2", "d3");
        client.assertSilent();
    }

    @Test
    void forgetsADeviceThatLeftAndShowsItAgainWhenItIsBack() {
        TestClient client = gateway.connectAs("user-1");
        subscribe(client, "{'sns':['d1']}");
        nextSns(client, 1);

        gateway.homes.put("user-1", Set.of());
        gateway.residents.missed();
        assertThat(subscribe(client, "{'all':true}").at("/values/count").asInt()).isZero();
        gateway.homes.put("user-1", Set.of("d1"));
        gateway.residents.changed(List.of("user-1"));

        assertThat(nextSns(client, 1)).containsExactly("d1");
    }

    @Test
    void readsAgainWhatChangedWhileItWasRead() {
        TestClient client = gateway.connectAs("user-1");
        gateway.whileReading = () -> {
            gateway.whileReading = () -> { };
            gateway.homes.put("user-1", Set.of());
            gateway.residents.changed(List.of("user-1"));
        };

        assertThat(subscribe(client, "{'all':true}").at("/values/count").asInt()).isZero();
        change("d1", "d2");
        client.assertSilent();
    }

    @Test
    void letsGoOfAPartAndKeepsTheRest() {
        TestClient client = gateway.connectAs("user-1");
        subscribe(client, "{'sns':['d1']}");
        nextSns(client, 1);
        subscribe(client, "{'all':true}");
        nextSns(client, 1);

        JsonNode answer = client.ask("{'service':'/api/device/unsubscribe','request_id':2,'values':{'all':true}}");

        assertThat(answer.at("/values/count").asInt()).isEqualTo(2);
        change("d1", "d2");
        assertThat(nextSns(client, 1)).containsExactly("d1");
        client.assertSilent();
    }

    private void change(String... sns) {
        for (String sn : sns) {
            gateway.watchers.stateChanged(gateway.register(sn, gateway.devices.get(sn).type(), gateway.devices.get(sn).version() + 1));
        }
    }

    private static List<String> nextSns(TestClient client, int count) {
        return java.util.stream.Stream.generate(() -> client.next().at("/values/sn").asText()).limit(count).sorted().toList();
    }

    private static JsonNode subscribe(TestClient client, String selection) {
        return client.ask("{'service':'/api/device/subscribe','request_id':1,'values':" + selection.replace("''", "'") + "}");
    }
}
