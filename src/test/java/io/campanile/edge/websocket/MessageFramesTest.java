package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.flow.message.MessageJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is encoded once for all members of a room is, for each of them, what it would be if it were encoded for them alone. */
class MessageFramesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageFrames frames = new MessageFrames(new FrameCodec(JSON, "galbot"));

    @Test
    void eachMemberGetsTheMessageUnderTheirOwnNumbers() throws IOException {
        Message said = message("m1", "{\"text\":\"\\\"告警\\\" ,}\"}");
        for (long number = 1; number < 20; number += 6) {
            assertIsWhole(new InboxMessage("bob", "e1", number, 7, said), number - 1);
        }
    }

    @Test
    void whatStandsWhereAnotherStoodIsNotTakenForIt() throws IOException {
        for (String epoch : List.of("e1", "e2")) {
            for (String msgId : List.of("m1", "m2")) {
                for (long seq = 1; seq < 5_000; seq += 512) {
                    assertIsWhole(new InboxMessage("bob", epoch, seq, seq, message(msgId, "\"" + msgId + seq + epoch + "\"")), 0);
                }
            }
        }
    }

    @Test
    void aLongOneAndOneToAUserAreTheSame() throws IOException {
        assertIsWhole(new InboxMessage("bob", "e1", 3, 2, message("m1", "\"" + "x".repeat(10_000) + "\"")), 2);
        assertIsWhole(new InboxMessage("bob", "e1", 4, 1, new Message("m2", "u:ann:bob", "ann", "bob", null, "text", "1", 0, 5, 9, null, List.of())), 3);
    }

    private void assertIsWhole(InboxMessage entry, long prev) throws IOException {
        JsonNode frame = JSON.readTree(frames.push(entry, prev).getBytes());
        assertThat(frame.at("/values")).isEqualTo(JSON.readTree(JSON.writeValueAsBytes(MessageJson.pushed(entry, prev))));
        assertThat(frame.fieldNames()).toIterable().containsExactly("op", "service", "code", "msg", "values", "result", "request_id");
    }

    private static Message message(String msgId, String content) {
        return new Message(msgId, "r:hall", "ann", null, "hall", "text", content, 0, 5, 1_000, "c\"1", List.of());
    }
}
