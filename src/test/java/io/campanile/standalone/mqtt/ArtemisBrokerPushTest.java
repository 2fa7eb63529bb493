package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushTargets;
import io.campanile.fixture.MqttPeer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PROTOCOL 8 over MQTT: which clients of the broker a push reaches, and how. */
class ArtemisBrokerPushTest {

    @TempDir
    static Path directory;
    private static RunningBroker broker;
    private static PushTargets targets;
    private static int pushed;

    private static final Map<String, MqttPeer> PEERS = new LinkedHashMap<>();

    private final int before = pushed;

    @BeforeAll
    static void start() throws Exception {
        broker = RunningBroker.start(directory);
        targets = broker.broker.pushTargets(push -> push.pushId().getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(60));
        PEERS.put("phone", broker.alice("phone"));
        PEERS.put("tablet", broker.alice("tablet"));
        PEERS.put("sn1", broker.device("sn1"));
        PEERS.put("sn2", broker.device("sn2"));
        assertThat(PEERS.get("phone").subscribe("users/alice/phone/pushes")).isEqualTo(1);
        assertThat(PEERS.get("tablet").subscribe("users/alice/tablet/#")).isEqualTo(1);
        assertThat(PEERS.get("sn1").subscribe("devices/sn1/pushes")).isEqualTo(1);
    }

    @AfterAll
    static void stop() throws Exception {
        for (MqttPeer peer : PEERS.values()) {
            peer.close();
        }
        broker.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'user':'alice'}                                       | phone tablet     | 0",
        "{'users':['alice','alice','nobody','sn1']}             | phone tablet     | 0",
        "{'user':'sn1'}                                         |                  | 0",
        "{'all':true}                                           | phone tablet sn1 | 1",
        "{'where':{'transport':'mqtt'}}                         | phone tablet sn1 | 1",
        "{'where':{'transport':'websocket'}}                    |                  | 0",
        "{'where':{'client_id':'phone'}}                        | phone            | 0",
        "{'where':{'client_id':'sn1'}}                          | sn1              | 0",
        "{'where':{'user_id':'alice','client_id':'tablet'}}     | tablet           | 0",
        "{'where':{'user_id':'nobody'}}                         |                  | 0",
        "{'where':{'role':'user'}}                              | phone tablet     | 0",
        "{'where':{'role':'admin'}}                             |                  | 0",
        "{'where':{'device_type':'retail'}}                     | sn1              | 1",
        "{'where':{'device_type':'rubbish'}}                    |                  | 0",
        "{'where':{'attr.floor':'3'}}                           |                  | 0"})
    void reachesThoseItIsMeantForAndTellsWhoHasNotSubscribed(String target, String expected, int notSubscribed) throws Exception {
        int those = expected == null ? 0 : expected.split(" ").length;

        PushOutcome outcome = push(target);

        assertThat(outcome).isEqualTo(new PushOutcome(those + notSubscribed, those, notSubscribed == 0 ? Map.of() : Map.of("not_subscribed", 1)));
        PushOutcome last = push("{'all':true}");
        assertThat(last.sent()).isEqualTo(3);
        for (String name : new String[] {"phone", "tablet", "sn1"}) {
            if (expected != null && expected.contains(name)) {
                assertThat(next(name).text()).as(name).isEqualTo("p-" + (pushed - 1));
            }
            MqttPeer.Received received = next(name);
            assertThat(received.text()).as(name).isEqualTo("p-" + pushed);
            assertThat(received.topic()).isEqualTo(name.equals("sn1") ? "devices/sn1/pushes" : "users/alice/" + name + "/pushes");
            assertThat(received.retained()).isFalse();
        }
    }

    @Test
    void pushesArriveInTheirOrder() throws Exception {
        int first = pushed + 1;
        for (int i = 0; i < 200; i++) {
            push(i % 2 == 0 ? "{'all':true}" : "{'user':'alice'}");
        }
        for (int n = first; n < first + 200; n++) {
            assertThat(next("phone").text()).isEqualTo("p-" + n);
        }
    }

    @Test
    void oneWhoTakesNothingHasFailedInTheEndAndCostsTheOthersNothing() throws Exception {
        try (MqttPeer deaf = MqttPeer.connect(broker.url, "bob.deaf", "bob", broker.tokens.issue("bob"), options -> options.setReceiveMaximum(10))) {
            deaf.subscribe("users/bob/deaf/pushes");
            deaf.confirmNothing();
            for (int i = 0; i < 1_000; i++) {
                assertThat(push("{'user':'bob'}").sent()).isEqualTo(1);
            }
            // A message counts as waiting once it is in the queue, which is a moment after it was pushed
            await().until(() -> push("{'user':'bob'}").sent() == 0);
            assertThat(push("{'users':['bob','alice']}")).isEqualTo(new PushOutcome(3, 2, Map.of("too_slow", 1)));
            assertThat(next("phone").text()).isEqualTo("p-" + pushed);
        }
    }

    @Test
    void whoLeftIsNotMatchedAndNothingIsKeptForThem() throws Exception {
        String token = broker.tokens.issue("carol");
        MqttPeer gone = MqttPeer.connect(broker.url, "carol.phone", "carol", token, options -> options.setSessionExpiryInterval(MqttPeer.NEVER));
        gone.subscribe("users/carol/phone/pushes");
        gone.close();
        await().until(() -> push("{'user':'carol'}").matched() == 0);

        try (MqttPeer back = MqttPeer.connect(broker.url, "carol.phone", "carol", token)) {
            assertThat(push("{'user':'carol'}").sent()).isEqualTo(1);
            assertThat(back.next().text()).isEqualTo("p-" + pushed);
        }
    }

    @Test
    void aBrokerThatWasNeverStartedReachesNobody() throws Exception {
        ArtemisBroker elsewhere = new ArtemisBroker(null, null);

        assertThat(elsewhere.pushTargets(push -> null, Duration.ZERO).push(of("{'all':true}")).toCompletableFuture().get()).isEqualTo(PushOutcome.NONE);
    }

    /** The next that this test has pushed: others may still be on their way. */
    private MqttPeer.Received next(String name) throws InterruptedException {
        MqttPeer.Received received = PEERS.get(name).next();
        while (Integer.parseInt(received.text().substring(2)) <= before) {
            received = PEERS.get(name).next();
        }
        return received;
    }

    private static PushOutcome push(String target) throws Exception {
        pushed++;
        return targets.push(of(target)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Push of(String target) throws JsonProcessingException {
        return Push.of(Map.of("target", new ObjectMapper().readValue(target.replace('\'', '"'), Map.class), "values", Map.of()), "p-" + pushed, 0);
    }
}
