package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.fixture.Chromium;
import io.campanile.integration.FakeEdge.Chat;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

/** The sample client, console/campanile.js, with messages (PROTOCOL 6): confirms, handles a repeat once, survives an epoch, sends again. */
class SampleClientMessagesIT {

    private static final String CONNECT = """
            window.handled = []; window.resets = []; window.sent = [];
            window.gateway = new Campanile(`ws://${location.host}/messages`, async () => 't', () => {}, 'tab-1');
            gateway.on('/push/message', ({ epoch, inbox_seq, content }) => handled.push(`${epoch}:${inbox_seq}:${content}`));
            gateway.on('/push/inbox/reset', ({ inbox_seq }) => resets.push(inbox_seq));
            gateway.connect();
            """;
    private static final String SEND = "gateway.send({ to: 'bob', type: 'text', content: arguments[0] })"
            + ".then(({ msg_id }) => sent.push(msg_id), ({ code }) => sent.push(code))";

    private static FakeEdge edge;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        browser = Chromium.start();
        edge = new FakeEdge();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
            edge.close();
        }
    }

    @Test
    void confirmsWhatItHandledOnceAndGoesOnInANewEpoch() throws Exception {
        Chat first = connect();
        assertThat(first.query()).isEqualTo("client_id=tab-1");
        push(first, "e1", 1, "one");
        push(first, "e1", 2, "two");
        awaitAck(first, "e1", 2);
        push(first, "e1", 1, "one");
        push(first, "e1", 2, "two");
        awaitAck(first, "e1", 2);
        first.socket().close((short) 1001);

        Chat second = edge.chats.poll(10, TimeUnit.SECONDS);
        push(second, "e1", 2, "two");
        push(second, "e1", 3, "three");
        awaitAck(second, "e1", 3);
        push(second, "e2", 1, "of another epoch");
        awaitAck(second, "e2", 1);
        second.push("/push/inbox/reset", new JsonObject().put("epoch", "e3").put("inbox_seq", 40));
        push(second, "e3", 40, "gone");
        push(second, "e3", 41, "next");
        awaitAck(second, "e3", 41);
        assertThat(browser.executeScript("return handled")).isEqualTo(List.of("e1:1:one", "e1:2:two", "e1:3:three", "e2:1:of another epoch", "e3:41:next"));
        assertThat(browser.executeScript("return resets")).isEqualTo(List.of(40L));
    }

    @Test
    void sendsAgainWhatWasNotAnsweredAndOnlyThat() throws Exception {
        Chat first = connect();
        browser.executeScript(SEND, "a");
        browser.executeScript(SEND, "b");
        JsonObject a = first.next();
        JsonObject b = first.next();
        first.answer(b, 0, new JsonObject().put("msg_id", "m-b"));
        await().until(() -> browser.executeScript("return sent").equals(List.of("m-b")));
        first.socket().close((short) 1001);

        Chat second = edge.chats.poll(10, TimeUnit.SECONDS);
        JsonObject again = second.next();
        assertThat(again.getJsonObject("values")).isEqualTo(a.getJsonObject("values"));
        assertThat(again.getJsonObject("values").getString("client_msg_id")).isNotBlank().isNotEqualTo(b.getJsonObject("values").getString("client_msg_id"));
        second.answer(again, 503, new JsonObject().put("retry_after_ms", 10));
        JsonObject once = second.next();
        assertThat(once.getJsonObject("values")).isEqualTo(a.getJsonObject("values"));
        second.answer(once, 0, new JsonObject().put("msg_id", "m-a"));
        browser.executeScript(SEND, "c");
        second.answer(second.next(), 404, new JsonObject());
        await().until(() -> browser.executeScript("return sent").equals(List.of("m-b", "m-a", 404L)));
    }

    private static Chat connect() throws InterruptedException {
        browser.get("http://127.0.0.1:" + edge.port() + "/");
        await().until(() -> (Boolean) browser.executeScript("return !!window.Campanile"));
        edge.chats.clear();
        browser.executeScript(CONNECT);
        return edge.chats.poll(10, TimeUnit.SECONDS);
    }

    private static void push(Chat chat, String epoch, int inboxSeq, String content) {
        chat.push("/push/message", new JsonObject().put("msg_id", epoch + inboxSeq).put("epoch", epoch).put("inbox_seq", inboxSeq)
                .put("prev", inboxSeq - 1).put("type", "text").put("content", content));
    }

    /** Of acks that are gathered the last one counts. */
    private static void awaitAck(Chat chat, String epoch, int inboxSeq) throws InterruptedException {
        JsonObject expected = new JsonObject().put("epoch", epoch).put("inbox_seq", inboxSeq);
        JsonObject ack = chat.next();
        while (ack != null && !ack.getJsonObject("values").equals(expected)) {
            ack = chat.next();
        }
        assertThat(ack).as("ack of " + inboxSeq + " in " + epoch).isNotNull();
    }
}
