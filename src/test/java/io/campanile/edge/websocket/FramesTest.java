package io.campanile.edge.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.WebSocketFrameType;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 5: frames, order and limits. */
class FramesTest {

    private WebSocketGateway gateway = new WebSocketGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answersWithTheEnvelope() {
        JsonNode answer = gateway.connect().ask("{'service':'/api/heartbeat','request_id':'7','values':{},'unknown':[1,{}]}");

        assertThat(answer.fieldNames()).toIterable().containsExactly("op", "service", "code", "msg", "values", "result", "request_id");
        assertThat(answer.at("/op").asText()).isEqualTo("galbot_response");
        assertThat(answer.at("/service").asText()).isEqualTo("/api/heartbeat");
        assertThat(answer.at("/code").isInt()).isTrue();
        assertThat(answer.at("/code").asInt()).isZero();
        assertThat(answer.at("/result").asBoolean()).isTrue();
        assertThat(answer.at("/values/ts").asLong()).isCloseTo(System.currentTimeMillis(), offset(60_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "\"\"", "1", "-7", "1.50", "12345678901234567890123"})
    void echoesTheRequestIdAsItCame(String id) {
        TestClient client = gateway.connect();
        CountDownLatch done = new CountDownLatch(1);
        StringBuilder raw = new StringBuilder();
        client.socket.textMessageHandler(text -> {
            raw.append(text);
            done.countDown();
        });

        client.send("{\"service\":\"/api/heartbeat\",\"request_id\":" + id + "}");

        assertThat(await(done)).isTrue();
        assertThat(raw).endsWith("\"request_id\":" + id + "}");
    }

    @Test
    void answersSuccessOnlyWithARequestIdAndFailureAlways() {
        TestClient client = gateway.connect();

        client.send("{'service':'/api/heartbeat'}").send("{'service':'/api/nothing'}");

        JsonNode failure = client.next();
        assertThat(failure.at("/code").asInt()).isEqualTo(404);
        assertThat(failure.at("/result").asBoolean()).isFalse();
        assertThat(failure.at("/request_id").isNull()).isTrue();
        client.assertSilent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "[]", "1", "null", "{'service':'/api/heartbeat'} {}", "{'a':1,}"})
    void answersWhatIsNoObjectAndStays(String frame) {
        TestClient client = gateway.connect();

        JsonNode answer = client.ask(frame);

        assertThat(answer.at("/code").asInt()).isEqualTo(400);
        assertThat(answer.get("service").isNull()).isTrue();
        assertThat(answer.get("request_id").isNull()).isTrue();
        client.assertSilent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'request_id':'1'}                                                             | 400 | service: ",
        "{'service':5,'request_id':'1'}                                                 | 400 | service: ",
        "{'service':'/api/heartbeat','request_id':'1','values':[]}                      | 400 | values: ",
        "{'service':'/api/user/login','request_id':'1','values':{'username':5}}         | 400 | username: ",
        "{'service':'/api/user/login','request_id':'1','values':{'username':'a'}}       | 400 | password: ",
        "{'service':'/api/user/login','request_id':'1','values':{'token':true}}         | 400 | token: ",
        "{'service':'/api/nothing','request_id':'1'}                                    | 404 | no such service",
        "{'service':'/api/device/subscribe','request_id':'1','values':{'all':true}}     | 401 | log in first"})
    void namesWhatIsWrong(String frame, int code, String text) {
        JsonNode answer = gateway.connect().ask(frame.replace("''", "'"));

        assertThat(answer.at("/code").asInt()).isEqualTo(code);
        assertThat(answer.at("/msg").asText()).startsWith(text.trim());
        assertThat(answer.at("/request_id").asText()).isEqualTo("1");
    }

    @Test
    void putsFragmentsTogether() {
        TestClient client = gateway.connect();

        client.sendFrame(WebSocketFrameType.TEXT, "{\"service\":\"/api/".getBytes(UTF_8), false)
                .sendFrame(WebSocketFrameType.CONTINUATION, "heartbeat\",\"request".getBytes(UTF_8), false)
                .sendFrame(WebSocketFrameType.CONTINUATION, "_id\":\"1\"}".getBytes(UTF_8), true);

        assertThat(client.next().at("/request_id").asText()).isEqualTo("1");
    }

    @Test
    void takesAMessageUpToTheLimitAndClosesAfterIt() {
        String frame = "{\"service\":\"/api/heartbeat\",\"request_id\":\"1\",\"x\":\"%s\"}";
        TestClient client = gateway.connect();
        assertThat(client.ask(frame.formatted("x".repeat(65536 - frame.length() + 2))).at("/code").asInt()).isZero();

        client.send(frame.formatted("x".repeat(65536)));

        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void closesAfterFragmentsThatAreTogetherTooLarge() {
        byte[] part = new byte[40_000];
        Arrays.fill(part, (byte) ' ');

        TestClient client = gateway.connect().sendFrame(WebSocketFrameType.TEXT, part, false)
                .sendFrame(WebSocketFrameType.CONTINUATION, part, true);

        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void closesAfterABinaryFrame() {
        assertThat(gateway.connect().sendFrame(WebSocketFrameType.BINARY, new byte[1], true).closeCode()).isEqualTo(1003);
    }

    @Test
    void closesAfterInvalidUtf8() {
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};

        assertThat(gateway.connect().sendFrame(WebSocketFrameType.TEXT, overlong, true).closeCode()).isEqualTo(1007);
    }

    @Test
    void doesNotWaitForTheRestOfAMessageThatIsNotUtf8() {
        byte[] lone = {'{', (byte) 0xC0};

        assertThat(gateway.connect().sendFrame(WebSocketFrameType.TEXT, lone, false).closeCode()).isEqualTo(1007);
    }

    @Test
    void takesEmptyFragments() {
        byte[] text = "{\"service\":\"/api/heartbeat\",\"request_id\":\"1\"}".getBytes(UTF_8);

        TestClient client = gateway.connect().sendFrame(WebSocketFrameType.TEXT, new byte[0], false)
                .sendFrame(WebSocketFrameType.CONTINUATION, text, false)
                .sendFrame(WebSocketFrameType.CONTINUATION, new byte[0], true);

        assertThat(client.next().at("/request_id").asText()).isEqualTo("1");
    }

    @Test
    void takesACharacterSplitBetweenFragments() {
        byte[] text = "{\"service\":\"/api/heartbeat\",\"request_id\":\"é\"}".getBytes(UTF_8);
        int middle = text.length - 3;

        TestClient client = gateway.connect()
                .sendFrame(WebSocketFrameType.TEXT, Arrays.copyOfRange(text, 0, middle), false)
                .sendFrame(WebSocketFrameType.CONTINUATION, Arrays.copyOfRange(text, middle, text.length), true);

        assertThat(client.next().at("/request_id").asText()).isEqualTo("é");
    }

    @Test
    void closesAfterAContinuationOfNothing() {
        assertThat(gateway.connect().sendFrame(WebSocketFrameType.CONTINUATION, new byte[1], true).closeCode()).isEqualTo(1002);
    }

    @Test
    void answersTenThousandPipelinedRequestsInTheirOrder() {
        TestClient client = gateway.connectAs("operator-1");

        // Some on the event loop, some over a worker thread, some refused
        String[] services = {"/api/device/unsubscribe", "/api/device/subscribe", "/api/nothing"};
        IntStream.range(0, 10_000).forEach(i -> client.send("{'service':'%s','request_id':%d,'values':{'sns':[]}}"
                .formatted(services[i % services.length], i)));

        for (int i = 0; i < 10_000; i++) {
            assertThat(client.next().at("/request_id").asInt()).isEqualTo(i);
        }
    }

    @Test
    void answersAHeartbeatWhileOthersWait() {
        TestClient client = gateway.connectAs("operator-1");
        gateway.register("d1", "retail", 1);
        CountDownLatch read = new CountDownLatch(1);
        gateway.whileReading = () -> await(read);

        client.send("{'service':'/api/device/subscribe','request_id':'slow','values':{'sns':['d1']}}")
                .send("{'service':'/api/device/unsubscribe','request_id':'behind','values':{'sns':['d1']}}");
        client.assertSilent();
        read.countDown();

        assertThat(client.next().at("/request_id").asText()).isEqualTo("slow");
        assertThat(client.next().at("/request_id").asText()).isEqualTo("behind");
    }

    @Test
    void holdsRequestsBackWhileALoginIsNotAnswered() {
        TestClient client = gateway.connect();
        CountDownLatch signIn = new CountDownLatch(1);
        gateway.whileSigningIn = () -> await(signIn);

        client.send("{'service':'/api/user/login','request_id':'login','values':{'username':'operator-1','password':'correct horse'}}")
                .send("{'service':'/api/device/subscribe','request_id':'needs it','values':{'all':true}}");
        signIn.countDown();

        assertThat(client.next().at("/request_id").asText()).isEqualTo("login");
        assertThat(client.next().at("/code").asInt()).isZero();
    }

    @Test
    void refusesMoreThanTheRate() {
        gateway.close();
        gateway = new WebSocketGateway("websocket.requests-per-second", "1", "websocket.burst", "3");
        TestClient client = gateway.connect();

        IntStream.range(0, 4).forEach(i -> client.send("{'service':'/api/heartbeat','request_id':" + i + "}"));

        IntStream.range(0, 3).forEach(i -> assertThat(client.next().at("/code").asInt()).isZero());
        JsonNode refused = client.next();
        assertThat(refused.at("/code").asInt()).isEqualTo(429);
        assertThat(refused.at("/values/retry_after_ms").asLong()).isBetween(1L, 1000L);
        assertThat(refused.at("/request_id").asInt()).isEqualTo(3);
    }

    @Test
    void keepsTheSocketsWhileTheRouteIsStopped() throws Exception {
        TestClient client = gateway.connect();

        gateway.camel.getRouteController().stopRoute("websocket-request");
        assertThat(client.ask("{'service':'/api/heartbeat','request_id':1}").at("/code").asInt()).isEqualTo(503);
        gateway.camel.getRouteController().startRoute("websocket-request");

        client.assertSilent();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
