package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.fixture.OpenDeliveries;
import io.campanile.fixture.OpenDeliveries.Opened;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 10: messages, line by line. */
class MessagesTest {

    private final LineGateway gateway = new LineGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "chat:bob:hello: there    | to      | hello: there",
        "group_chat:r1:one\\ntwo  | room_id | \"one\ntwo\"",
        "chat:bob:a\\\\nb\\x\\    | to      | a\\nb\\x\\",
        "chat:bob:                | to      | \"\""})
    void sendsTextAsItWasMeant(String line, String field, String text) {
        gateway.connectAs("alice").says(line).hears("ok:" + line.split(":")[0] + ":m-1");

        assertThat(gateway.asked).singleElement().satisfies(request -> {
            assertThat(request.userId() + "." + request.clientId()).isEqualTo("alice.line");
            assertThat(request.values()).isEqualTo(Map.of(field, line.split(":")[1], "type", "text", "content", text));
        });
    }

    @Test
    void saysWhyAMessageIsRefused() {
        gateway.refusal = CodedException.notFound("user nobody");

        gateway.connectAs("alice").says("chat:nobody:hello").hears("error:chat:404:no such user nobody")
                .says("ping").hears("ok:ping");
    }

    @Test
    void pushesMessagesAsTheyCome() throws Exception {
        LineClient alice = gateway.connectAs("alice");
        Opened delivery = gateway.deliveries.next();

        delivery.push(1, "hello: there");
        delivery.push(2, "one\ntwo\\three");
        delivery.push(3, OpenDeliveries.message("alice", "bob", 3, "image", "{\"url\":\"a:b\",\"lines\":\"\\n\"}"));
        delivery.push(4, OpenDeliveries.message("alice", "bob", 4, "text", "[1,\"two\"]"));
        delivery.push(5, new Message("m5", "r:hall", "bob", null, "hall", "text", "\"hi all\"", 0, 5, 1_005, null, List.of()));
        alice.hears("msg:1:m1:1001:bob:hello: there")
                .hears("msg:2:m2:1002:bob:one\\ntwo\\\\three")
                .hears("msg:3:m3:1003:bob:{\"url\":\"a:b\",\"lines\":\"\\\\n\"}")
                .hears("msg:4:m4:1004:bob:[1,\"two\"]")
                .hears("group_msg:5:m5:1005:hall:bob:hi all");
    }

    @Test
    void confirmsInTheEpochOfWhatWasPushed() throws Exception {
        LineClient alice = gateway.connectAs("alice");
        Opened delivery = gateway.deliveries.next();
        delivery.push(7, "hello");

        alice.hears("msg:7:m7:1007:bob:hello").says("ack:7").hears("ok:ack");
        assertThat(delivery.confirmed).containsExactly("1:7");
        delivery.refusal = new CodedException(ErrorCode.INVALID, "inbox_seq: 9 is more than was pushed");
        alice.says("ack:9").hears("error:ack:400:inbox_seq: 9 is more than was pushed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ack:", "ack:-1", "ack:1.5", "ack:seven", "ack:1:2", "ack:9999999999999999999"})
    void wantsANumberToConfirm(String line) {
        gateway.connectAs("alice").says(line).hears("error:ack:400:inbox_seq: must be a whole number from 0")
                .says("ping").hears("ok:ping");
    }

    @Test
    void pullsWhatIsUnconfirmedAndConfirmsThatThoughItWasNotPushedYet() throws Exception {
        gateway.inbox.addAll(List.of(entry(4), entry(5)));
        LineClient alice = gateway.connectAs("alice");
        Opened delivery = gateway.deliveries.next();
        delivery.refusal = new CodedException(ErrorCode.INVALID, "inbox_seq: 5 is more than was pushed");

        alice.says("pull").hears("ok:pull").hears("msg:4:m4:1004:bob:text 4").hears("msg:5:m5:1005:bob:text 5").hears("end_pull:2")
                .says("ack:5").hears("ok:ack")
                .says("ack:6").hears("error:ack:400:inbox_seq: 5 is more than was pushed");
        assertThat(gateway.acked).singleElement().satisfies(request -> assertThat(request.values()).isEqualTo(Map.of("epoch", "1", "inbox_seq", 5L)));
    }

    @Test
    void pullsNothingFromAnEmptyInbox() {
        gateway.connectAs("alice").says("pull\nping").hears("ok:pull").hears("end_pull:0").hears("ok:ping");
    }

    @Test
    void deliversToOneConnectionUntilItsEnd() throws Exception {
        LineClient first = gateway.connectAs("alice").says("login:alice:secret").hears("ok:login");
        Opened delivery = gateway.deliveries.next();
        assertThat(delivery.clientId).isEqualTo("line");
        assertThat(gateway.deliveries.isEmpty()).as("a second login on the connection changes nothing").isTrue();

        gateway.connectAs("alice");
        first.hears("error::409:connected elsewhere").hearsTheEnd();
        await().until(() -> delivery.closed);
        assertThat(gateway.deliveries.next().closed).isFalse();
    }

    @Test
    void closesWhoConfirmsNothing() throws Exception {
        LineClient alice = gateway.connectAs("alice");

        gateway.deliveries.next().unconfirmed();

        alice.hears("error::400:messages stayed unconfirmed").hearsTheEnd();
    }

    private static InboxMessage entry(long number) {
        return new InboxMessage("alice", OpenDeliveries.EPOCH, number, number, OpenDeliveries.text("alice", "bob", number, "text " + number));
    }
}
