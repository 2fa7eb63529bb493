package io.campanile.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How messages are named (PROTOCOL 1). */
class MessageIdsTest {

    @Test
    void aRepeatGetsTheSameNameAndOnlyARepeat() {
        assertThat(MessageIds.of("alice", "1")).isEqualTo(MessageIds.of("alice", "1"))
                .isNotEqualTo(MessageIds.of("alice", "2")).isNotEqualTo(MessageIds.of("bob", "1"));
    }

    @Test
    void whatDiffersOnlyBehindTheBeginningHasANameOfItsOwn() {
        assertThat(MessageIds.of("alice", "1795411341521-1")).isNotEqualTo(MessageIds.of("alice", "1795411341521-2"))
                .isNotEqualTo(MessageIds.of("alice", "1795411341521"));
    }

    /** Whoever sent it: the index of all names grows at its end. */
    @ParameterizedTest
    @ValueSource(strings = {"1795411341521-k3f9", "019a1c5e-7b2a-7cc3-98c4-dc0c0c07398f"})
    void namesThatBeginWithATimeStayInItsOrder(String clientMsgId) {
        assertThat(MessageIds.of("alice", clientMsgId)).startsWith(clientMsgId.substring(0, 12)).hasSize(31);
        assertThat(MessageIds.of("bob", clientMsgId)).startsWith(clientMsgId.substring(0, 12));
    }

    /** They are a part of addresses, and of lines whose parts a colon ends. */
    @ParameterizedTest
    @ValueSource(strings = {"a:b/c?d=e&f#g\n", "größer \uD83D\uDE00 als", " "})
    void whateverAClientWritesANameIsPlain(String clientMsgId) {
        assertThat(MessageIds.of("alice", clientMsgId)).matches("[A-Za-z0-9_-]{19,31}");
    }
}
