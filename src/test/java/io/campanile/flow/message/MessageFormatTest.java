package io.campanile.flow.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFormatTest {

    private final MessageFormat format = new MessageFormat();

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":[1,2.5,null,\"ü\"]}", "\"text\"", "0", "null", "[]", "123456789012345678901234567890"})
    void aMessageIsReadAsItWasWritten(String content) throws Exception {
        Message message = message(content);
        InboxMessage inInbox = new InboxMessage("alice", "e1", 3, 7, message);

        assertThat(format.message(format.write(message))).isEqualTo(message);
        assertThat(format.inboxMessage(format.write(inInbox))).isEqualTo(inInbox);
    }

    @Test
    void contentIsJsonInTheRecordAndNotText() {
        assertThat(new String(format.write(message("{\"n\":1}")), StandardCharsets.UTF_8)).contains("\"content\":{\"n\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"msg_id\":\"1\",\"conversation_id\":\"u:a:b\",\"sender_id\":\"a\",\"type\":\"t\",\"to\":\"b\",\"mentions\":[]}",
            "{\"msg_id\":\"1\",\"conversation_id\":\"u:a:b\",\"sender_id\":\"a\",\"type\":\"t\",\"content\":1,\"to\":\"b\",\"room_id\":\"r\"}"})
    void whatIsNoMessageIsRefused(String record) {
        assertThatThrownBy(() -> format.message(record.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfAny(java.io.IOException.class, CodedException.class);
    }

    private static Message message(String content) {
        return new Message("m1", "u:alice:bob", "alice", "bob", null, "text", content, 0, 5, 1_000, null, List.of("carol"));
    }
}
