package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.device.DeviceToken;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROTOCOL 8: which connections of a node a push reaches, and how. */
class PushingTest {

    private final WebSocketGateway gateway = new WebSocketGateway();
    private final WebSocketPushTargets targets = new WebSocketPushTargets(gateway.hub, new RoomConnections(null), gateway.codec);
    private int pushed;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'user':'user-1'}                                   | a b",
        "{'users':['user-1','operator-1','user-1','nobody']} | a b c",
        "{'user':'nobody'}                                   |",
        "{'all':true}                                        | a b c d e",
        "{'where':{'user_id':'user-1'}}                      | a b",
        "{'where':{'user_id':'user-1','client_id':'phone'}}  | a",
        "{'where':{'client_id':'phone'}}                     | a c",
        "{'where':{'role':'operator'}}                       | c",
        "{'where':{'transport':'websocket'}}                 | a b c d e",
        "{'where':{'transport':'mqtt'}}                      |",
        "{'where':{'device_type':'retail'}}                  | e",
        "{'where':{'device_type':'rubbish'}}                 |",
        "{'where':{'attr.floor':'3'}}                        | b c",
        "{'where':{'attr.floor':'3','role':'user'}}          | b",
        "{'where':{'attr.floor':'4'}}                        |"})
    void reachesThoseItIsMeantForAndNobodyElse(String target, String expected) throws Exception {
        Map<String, TestClient> clients = new LinkedHashMap<>();
        clients.put("a", connect("user-1", "?client_id=phone"));
        clients.put("b", connect("user-1", "?client_id=wall&attr.floor=3"));
        clients.put("c", connect("operator-1", "?client_id=phone&attr.floor=3"));
        clients.put("d", connect("admin-1", ""));
        clients.put("e", device("d1"));
        TestClient stranger = gateway.connect();
        int those = expected == null ? 0 : expected.split(" ").length;

        PushOutcome outcome = push(target).get(4, TimeUnit.SECONDS);

        assertThat(outcome).isEqualTo(new PushOutcome(those, those, Map.of()));
        clients.forEach((name, client) -> {
            if (expected != null && expected.contains(name)) {
                assertThat(client.next().at("/values/n").asInt()).as(name).isEqualTo(1);
            }
            client.assertSilent();
        });
        stranger.assertSilent();
    }

    @Test
    void looksAsTheProtocolSays() {
        TestClient client = connect("user-1", "");
        push("{'all':true}");
        assertThat(client.next().toString()).isEqualTo("{\"op\":\"galbot_push\",\"service\":\"broadcast\",\"code\":0,\"msg\":\"\","
                + "\"values\":{\"n\":1},\"result\":true,\"request_id\":\"p-1\"}");
        push("{'user':'user-1'}");
        assertThat(client.next().at("/service").asText()).isEqualTo("user_broadcast");
        push("{'where':{'role':'user'}}");
        assertThat(client.next().at("/service").asText()).isEqualTo("conditional_broadcast");
    }

    @Test
    void moreThanMayWaitInOneTurnOfTheLoopReachesWhoReads() {
        TestClient client = connect("user-1", "");
        Connection connection = gateway.hub.ofUser("user-1").iterator().next();

        connection.execute(() -> IntStream.range(0, 1_500).forEach(i ->
                connection.offer(gateway.codec.push("/push/any", Map.of("n", i, "text", "x".repeat(200))))));

        IntStream.range(0, 1_500).forEach(i -> assertThat(client.next().at("/values/n").asInt()).isEqualTo(i));
    }

    @Test
    void arrivesInTheOrderOfThePushesWhateverTheirTargetsAndHoweverManyConnections() {
        List<TestClient> clients = IntStream.range(0, 800).mapToObj(i -> connect("user-1", "?client_id=c" + i)).toList();
        List<String> ways = List.of("{'all':true}", "{'user':'user-1'}", "{'where':{'role':'user'}}", "{'where':{'user_id':'user-1'}}");

        IntStream.range(0, 40).forEach(i -> push(ways.get(i % ways.size())));

        clients.forEach(client -> IntStream.rangeClosed(1, 40).forEach(
                n -> assertThat(client.next().at("/values/n").asInt()).isEqualTo(n)));
    }

    @Test
    void oneWhoDoesNotReadIsClosedAndCountedAndCostsTheOthersNothing() throws Exception {
        TestClient deaf = connect("user-deaf", "");
        List<TestClient> others = IntStream.range(0, 20).mapToObj(i -> connect("user-" + i, "")).toList();
        deaf.socket.pause();
        String text = "x".repeat(50_000);
        List<PushOutcome> outcomes = new ArrayList<>();

        await().pollDelay(1, TimeUnit.MILLISECONDS).pollInterval(1, TimeUnit.MILLISECONDS).until(() -> {
            outcomes.add(push("{'all':true}", Map.of("n", ++pushed, "text", text)).get(4, TimeUnit.SECONDS));
            others.forEach(client -> assertThat(client.next().at("/values/n").asInt()).isEqualTo(pushed));
            return outcomes.get(outcomes.size() - 1).sent() < 21;
        });

        assertThat(outcomes.get(outcomes.size() - 1)).isEqualTo(new PushOutcome(21, 20, Map.of("too_slow", 1)));
        deaf.socket.resume();
        assertThat(deaf.closeCode()).isEqualTo(1013);
        assertThat(push("{'all':true}").get(4, TimeUnit.SECONDS)).isEqualTo(new PushOutcome(20, 20, Map.of()));
    }

    @Test
    void whoLeftIsNotMatched() throws Exception {
        TestClient gone = connect("user-1", "?client_id=phone");
        TestClient stays = connect("user-1", "?client_id=wall");
        gone.socket.close();
        await().until(() -> gateway.hub.ofUser("user-1").size() == 1);
        for (String target : List.of("{'all':true}", "{'user':'user-1'}", "{'where':{'client_id':'phone'}}")) {
            int matched = target.contains("phone") ? 0 : 1;
            assertThat(push(target).get(4, TimeUnit.SECONDS).matched()).as(target).isEqualTo(matched);
        }
        assertThat(stays.next().at("/values/n").asInt()).isEqualTo(1);
    }

    /** Connected, and known as the user. */
    private TestClient connect(String user, String query) {
        TestClient client = gateway.connect(query, Map.of("Authorization", "Bearer " + gateway.token(user)));
        client.assertSilent();
        return client;
    }

    private TestClient device(String sn) {
        gateway.secrets.put(sn, "s3cret");
        TestClient device = gateway.connect("", Map.of());
        long now = System.currentTimeMillis();
        device.ask("{'service':'/api/device/login','request_id':1,'values':{'sn':'" + sn + "','timestamp':" + now
                + ",'token':'" + DeviceToken.sign(sn, now, "s3cret").token() + "'}}");
        return device;
    }

    private CompletableFuture<PushOutcome> push(String target) {
        return push(target, Map.of("n", ++pushed));
    }

    private CompletableFuture<PushOutcome> push(String target, Map<String, Object> values) {
        Map<String, Object> fields = Map.of("target", parse(target), "values", values);
        return targets.push(Push.of(fields, "p-" + pushed, 0)).toCompletableFuture();
    }

    private static Object parse(String json) {
        try {
            JsonNode node = WebSocketGateway.JSON.readTree(json.replace("''", "'").replace('\'', '"'));
            return WebSocketGateway.JSON.convertValue(node, Map.class);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
