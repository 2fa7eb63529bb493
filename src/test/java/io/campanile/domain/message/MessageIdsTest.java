package io.campanile.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How messages are named (PROTOCOL 1). */
class MessageIdsTest {

    @Test
    void aRepeatGetsTheSameNameAndOnlyARepeat() {
        assertThat(MessageIds.of("alice", "1")).isEqualTo(MessageIds.of("alice", "1"))
                .isNotEqualTo(MessageIds.of("alice", "2")).isNotEqualTo(MessageIds.of("bob", "1"));
    }
}
