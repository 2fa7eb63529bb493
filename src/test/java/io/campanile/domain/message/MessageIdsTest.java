package io.campanile.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How messages are named (PROTOCOL 1). */
class MessageIdsTest {

    @Test
    void aRepeatGetsTheSameNameAndOnlyARepeat() {
        assertThat(MessageIds.of("alice", "1")).isEqualTo(MessageIds.of("alice", "1"))
                .isNotEqualTo(MessageIds.of("alice", "2")).isNotEqualTo(MessageIds.of("bob", "1"));
    }

    @Test
    void whatIsNotNamedByItsSenderIsNamedInTheOrderOfTime() {
        assertThat(MessageIds.at(1_700_000_000_000L)).isLessThan(MessageIds.at(1_700_000_000_001L)).hasSize(32).matches("[0-9a-f]+");
    }

    @Test
    void noTwoOfTheSameMomentMeet() {
        Set<String> ids = IntStream.range(0, 100_000).mapToObj(i -> MessageIds.at(1)).collect(Collectors.toSet());
        assertThat(ids).hasSize(100_000);
    }
}
