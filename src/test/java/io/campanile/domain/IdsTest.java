package io.campanile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What we name ourselves. */
class IdsTest {

    @Test
    void newIdsAreInTheOrderOfTime() {
        assertThat(Ids.at(1_700_000_000_000L)).isLessThan(Ids.at(1_700_000_000_001L)).hasSize(32).matches("[0-9a-f]+");
    }

    @Test
    void noTwoOfTheSameMomentMeet() {
        Set<String> ids = IntStream.range(0, 100_000).mapToObj(i -> Ids.at(1)).collect(Collectors.toSet());
        assertThat(ids).hasSize(100_000);
    }
}
